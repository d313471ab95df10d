"""What the freezers have in common: an executable with Python inside, alone or in a folder that is packed."""

import os
import shutil
from importlib.metadata import Distribution, distributions
from pathlib import Path

import nox
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from shipping import binaries, common
from shipping.archive import pack

# How an executable ends, and a folder that is packed.
SUFFIX, ARCHIVE = (".exe", ".zip") if os.name == "nt" else ("", ".tgz")


def install(session: nox.Session, tools: str) -> None:
    """Install the project, and the tools of one way to ship."""
    wanted = [common.project(session).requirement, *common.requirements(tools)]
    session.install(*common.locked(session), *wanted)


def collected(session: nox.Session, tools: str, spec: str) -> Path:
    """Have PyInstaller build what a spec in a folder of tools says; return where that lies."""
    install(session, tools)
    project, work = common.project(session), common.scratch(session)
    options = ["--clean", "--noconfirm", f"--distpath={work / 'built'}", f"--workpath={work}"]
    # A cache and a hash seed of its own, so that the bytes are the same each time.
    env = {"PYTHONHASHSEED": "0", "PYINSTALLER_CONFIG_DIR": str(work)}
    facts = [project.name, common.main_command(session), *project.modules]
    file = common.HERE / tools / spec
    session.run("pyinstaller", *options, str(file), "--", *facts, env=env)
    return work / "built"


def inside(session: nox.Session, tools: str, program: Path) -> Path:
    """Return a folder with what a program of PyInstaller has inside, as the SBOM is told."""
    install(session, tools)
    folder = common.scratch(session) / "inside"
    common.clear(folder)
    script = [str(common.HERE / "collected.py"), str(program), str(folder)]
    session.run("python", *script, env=common.PATHS)
    return folder


def packed(folder: Path) -> Path:
    """Pack a folder into a file beside it."""
    target = folder.with_name(f"{folder.name}{ARCHIVE}")
    pack(folder, target, int(os.environ["SOURCE_DATE_EPOCH"]))
    return target


def unpacked(session: nox.Session, archive: Path, suffix: str = SUFFIX) -> Path:
    """Unpack a folder; return the executable in it, which is called as the folder is, up to a suffix."""
    target = common.scratch(session) / "unpacked"
    common.clear(target)
    shutil.unpack_archive(archive, target)
    [folder] = target.iterdir()
    return folder / f"{folder.name}{suffix}"


def installed(session: nox.Session) -> dict[str, Distribution]:
    """What a session has installed, by name."""
    site = next(Path(session.virtualenv.location).rglob("site-packages"))
    return {str(canonicalize_name(one.name)): one for one in distributions(path=[str(site)])}


def packages(session: nox.Session) -> list[str]:
    """The project and all that it requires, as the session has installed it: whose metadata goes in."""
    known = installed(session)
    project = common.project(session)
    found: set[tuple[str, str]] = set()
    waiting = [Requirement(f"{project.name}{project.extras}")]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        for extra in {"", *wanted.extras} if name in known else ():
            if (name, extra) not in found:
                found.add((name, extra))
                waiting += required(known[name], extra)
    return sorted({name for name, _ in found})


def required(package: Distribution, extra: str) -> list[Requirement]:
    """What a package requires here; with an extra, that too."""
    lines = map(Requirement, package.requires or [])
    return [one for one in lines if not one.marker or one.marker.evaluate({"extra": extra})]


def check(session: nox.Session, folder: Path, promised: str, settings: str) -> None:
    """Stop when a file in a folder needs a newer C library than settings promise."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    try:
        binaries.check([(file.name, str(file)) for file in files], promised, settings)
    except SystemExit as stopped:
        common.stop(session, str(stopped))
