"""What a release adds to its artifacts: a second build that gives the same bytes, an SBOM, checksums."""

import platform
import shutil
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import nox
from shipping import clones, common, desktop
from shipping.project import UnfitError

# What platforms call themselves, and what is better known.
KNOWN = {"darwin": "macos", "amd64": "x86_64", "aarch64": "arm64"}


def this_platform() -> str:
    """The system and the processor, such as linux-x86_64."""
    parts = (platform.system().lower(), platform.machine().lower())
    return "-".join(KNOWN.get(part, part) for part in parts)


def owned(session: nox.Session) -> None:
    """Stop when the id that desktops know the program by is one that nobody can own."""
    try:
        desktop.owned_id(common.project(session))
    except UnfitError as error:
        common.stop(session, str(error))


def shown(session: nox.Session) -> None:
    """The same, for a package that desktops know only where the program has a window."""
    if common.project(session).is_windowed:
        owned(session)


def again(session: nox.Session, build: str, pattern: str = "*") -> list[Path]:
    """Run a session that builds again, in a clone elsewhere; return the artifacts, which are the same bytes."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = clones.clone(session, Path(folder) / common.ROOT.name)
        noxfile = copy / "tools/shipping/noxfile.py"
        if not noxfile.exists():
            session.error("tools/shipping is not in git yet: commit it first")
        run = ["nox", f"--noxfile={noxfile}", f"--session={build}", *session.posargs]
        session.run(sys.executable, "-m", *run, external=True)
        built = sorted(path for path in (copy / "dist").rglob(pattern) if path.is_file())
        artifacts = [common.DIST / path.relative_to(copy / "dist") for path in built]
        for first, second in zip(artifacts, built, strict=True):
            if first.read_bytes() != second.read_bytes():
                session.error(f"{first.name}: a second build gave other bytes")
        return artifacts


def unpacked(session: nox.Session, *archives: Path) -> Path:
    """Unpack archives, to see what is inside."""
    folder = common.scratch(session) / "inside"
    common.clear(folder)
    for archive in archives:
        with ZipFile(archive) as packed:
            packed.extractall(folder)
    return folder


def named(session: nox.Session, file: Path) -> str:
    """A name that says which platform a file is for."""
    name = common.project(session).name
    return file.name.replace(name, f"{name}-{this_platform()}", 1)


def put(session: nox.Session, title: str, artifacts: dict[str, Path]) -> list[Path]:
    """Put artifacts into dist/release, each under a name, and TITLE.sha256 beside them."""
    folder = common.DIST / "release" / title.partition("-")[0]
    common.clear(folder)
    folder.mkdir(parents=True)
    lines = []
    for name, file in artifacts.items():
        shutil.copy2(file, folder / name)
        lines.append(f"{digest(file)}  {name}\n")
    (folder / f"{title}.sha256").write_text("".join(lines), encoding="utf-8", newline="\n")
    session.log(f"dist/release/{folder.name} has {', '.join(artifacts)}")
    return [folder / name for name in artifacts]


def sbom(
    session: nox.Session, title: str, inside: Path, artifacts: list[Path], *options: str
) -> None:
    """Write TITLE.cdx.json beside artifacts; a folder has what is inside them."""
    session.install(*common.requirements("release"))
    script = common.HERE / "release/sbom.py"
    target = artifacts[0].with_name(f"{title}.cdx.json")
    paths = [target, common.project(session).folder, inside, *artifacts]
    session.run("python", str(script), *options, *map(str, paths), env=common.PATHS)


def digest(file: Path) -> str:
    """The checksum of a file."""
    return sha256(file.read_bytes()).hexdigest()


@nox.session(default=False, venv_backend="none")
def verify(session: nox.Session) -> None:
    """Compare the artifacts in dist/ with the checksums that came with them."""
    checksums = common.checksums()
    if not checksums:
        session.error(f"there are no checksums in {common.DIST}")
    for name, wanted in checksums.items():
        if digest(common.DIST / name) != wanted:
            session.error(f"{name} is not the file that was built: its checksum differs")
    session.log(f"as built: {', '.join(checksums)}")
