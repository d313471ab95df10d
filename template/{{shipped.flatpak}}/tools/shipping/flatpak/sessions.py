"""The Flatpak: a program in a sandbox, on a runtime that it shares with others."""

import os
import shutil
import tomllib
from pathlib import Path

import nox
from shipping import common, desktop, release

HERE = common.HERE / "flatpak"
WORK = common.ROOT / "build/flatpak"
RUNTIME = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))["runtime"]
SDK, PLATFORM = f"org.freedesktop.Sdk//{RUNTIME}", f"org.freedesktop.Platform//{RUNTIME}"
BRANCH = "stable"
# No cache, which a second build would take its files from, and no file system of its own.
BUILDER = ["flatpak-builder", "--force-clean", "--disable-cache", "--disable-rofiles-fuse"]
# Where the user's own programs and runtimes are installed.
DATA = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
INSTALLED = os.environ.get("FLATPAK_USER_DIR") or DATA / "flatpak"


def runtime_python(session: nox.Session) -> str:
    """The version of the runtime's Python, such as 3.13."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    ask = ["flatpak", "run", "--command=python3", SDK, "-c", code]
    said = str(session.run(*ask, external=True, silent=True, success_codes=range(256))).strip()
    if not said.startswith("3."):
        session.error(f"needs the SDK: flatpak install --user flathub {SDK} {PLATFORM} ({said})")
    return said


def manifests(session: nox.Session) -> str:
    """Write the manifests from the metadata and what the project needs; return the program's id."""
    project = common.project(session)
    common.main_command(session)
    session.install(*common.requirements("flatpak"))
    common.clear(WORK)
    arguments = [str(project.folder), str(WORK), runtime_python(session), *common.locked(session)]
    session.run("python", str(HERE / "manifest.py"), *arguments, env=common.PATHS)
    return desktop.app_id(project)


def bundle(session: nox.Session, app: str, target: Path) -> None:
    """Put what was built into one file, which says that it was made when the last commit was."""
    time, repository = int(os.environ["SOURCE_DATE_EPOCH"]), str(WORK / "repository")
    export = ["flatpak", "build-export", f"--timestamp=@{time}", repository, str(WORK / "built")]
    session.run(*export, BRANCH, external=True)
    pack = ["flatpak", "build-bundle", repository, str(target), app, BRANCH]
    session.run(*pack, external=True)
    [head] = Path(repository).glob(f"refs/heads/app/{app}/*/{BRANCH}")
    content = bytearray(target.read_bytes())
    # OSTree writes the time at which it packs, and then the checksum of the commit.
    place = content.index(bytes.fromhex(head.read_text()))
    content[place - 8 : place] = time.to_bytes(8, "big")
    target.write_bytes(content)


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_flatpak(session: nox.Session) -> None:
    """Write the manifest, build by it in the sandbox of the SDK, and put all into one file."""
    common.discard("*.flatpak")
    app = manifests(session)
    build = [*BUILDER, f"--state-dir={WORK / 'state'}", str(WORK / "built")]
    session.run(*build, str(WORK / f"build/{app}.json"), external=True)
    target = common.DIST / f"{common.project(session).name}.flatpak"
    bundle(session, app, target)
    session.log(f"built dist/{target.name}")


@nox.session(default=False, tags=["smoke"], requires=["build_flatpak"])
def smoke_flatpak(session: nox.Session) -> None:
    """Install the file apart from all else but the runtimes, and use the program."""
    folder = common.scratch(session)
    common.clear(folder / "user")
    places = folder / "config/installations.d"
    places.mkdir(parents=True, exist_ok=True)
    text = f'[Installation "here"]\nPath={INSTALLED}\n'
    (places / "here.conf").write_text(text, encoding="utf-8")
    apart = {
        "FLATPAK_CONFIG_DIR": str(folder / "config"),
        "FLATPAK_USER_DIR": str(folder / "user"),
    }
    file = str(common.artifact(session, ".flatpak"))
    install = ["flatpak", "install", "--user", "--noninteractive", "--bundle", file]
    session.run(*install, env=apart, external=True)
    [app] = (folder / "user/app").iterdir()
    # The only files of this machine that it sees are those of the smoke test.
    given = folder / "given"
    given.mkdir(exist_ok=True)
    run = ["flatpak", "run", "--user", f"--filesystem={given}", app.name]
    common.smoke(session, *run, env={**apart, "TMPDIR": str(given)})


@nox.session(default=False, tags=["release"], requires=["build_flatpak"])
def release_flatpak(session: nox.Session) -> None:
    """Build the file again, and put it into dist/release with the sdist, checksums and SBOM."""
    release.owned(session)
    [file] = release.again(session, "build_flatpak", "*.flatpak")
    title, sdist = f"flatpak-{release.this_platform()}", common.project(session).sdist
    files = release.put(session, title, {release.named(session, file): file, sdist.name: sdist})
    [inside] = WORK.glob("built/files/lib/*/site-packages")
    release.sbom(session, title, inside, files)


@nox.session(default=False, requires=["dist"])
def flathub(session: nox.Session) -> None:
    """Write what Flathub takes, the manifest and what lies beside it, into dist/flathub."""
    release.owned(session)
    if not common.project(session).page:
        session.error("name a homepage in [project.urls]: Flathub has to fetch the sdist somewhere")
    manifests(session)
    common.discard("flathub")
    shutil.copytree(WORK / "flathub", common.DIST / "flathub")
    session.log("built dist/flathub")
