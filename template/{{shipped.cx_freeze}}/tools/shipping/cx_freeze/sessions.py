"""A folder with a program and Python inside, packed; on Windows and macOS with an installer, too."""

from pathlib import Path

import nox
from shipping import common, release
from shipping.cx_freeze.opened import INSTALLER, opened
from shipping.frozen import ARCHIVE, install, packed

HERE = common.HERE / "cx_freeze"
END = f".cx_freeze{ARCHIVE}"


def shipped(session: nox.Session) -> list[Path]:
    """What was built, or else came into dist/ from elsewhere: the archive, and the installer if there is one."""
    if not (common.cache(session) / "dist").exists():
        return [common.DIST / name for name in common.checksums()]
    name = common.project(session).name
    return [common.DIST / f"{name}{end}" for end in (END, INSTALLER) if end]


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_cx_freeze(session: nox.Session) -> None:
    """Build the folder from the installed wheel, as freeze.py says, and pack it."""
    project = common.project(session)
    install(session, "cx_freeze")
    work = common.scratch(session) / "work"
    common.clear(work)
    work.mkdir()
    facts = [project.name, common.main_command(session), *project.modules]
    common.discard(*(project.name + end for end in (END, ".msi", ".dmg")))
    # The same hash seed each time, and a folder where cx_Freeze finds no pyproject.toml.
    env = common.PATHS | {"PYTHONHASHSEED": "0"}
    with session.chdir(work):
        session.run("python", str(HERE / "freeze.py"), *facts, env=env)
    archive = packed(work / "built" / project.name).rename(work / f"{project.name}{END}")
    common.place(session, archive, *work.glob("installer/*.msi"), *work.glob("installer/*.dmg"))


@nox.session(default=False, tags=["smoke"], requires=["build_cx_freeze"])
def smoke_cx_freeze(session: nox.Session) -> None:
    """Run the program out of the archive, and out of the installer if there is one."""
    for file in shipped(session):
        with opened(session, file) as program:
            common.smoke(session, str(program))


@nox.session(default=False, tags=["release"], requires=["build_cx_freeze"])
def release_cx_freeze(session: nox.Session) -> None:
    """Build it again, and put it into dist/release with its checksums and SBOM."""
    # An installer has its time and an identity of its own inside; what it installs is the same folder.
    [archive] = release.again(session, "build_cx_freeze", f"*{END}")
    title = f"cx_freeze-{release.this_platform()}"
    named = {release.named(session, file): file for file in shipped(session)}
    files = release.put(session, title, named)
    session.install(*common.requirements("cx_freeze"))
    with opened(session, archive) as program:
        inside = program.with_name("lib")
        script = [str(HERE / "inside.py"), str(inside)]
        said = session.run("python", *script, silent=True, env=common.PATHS)
        release.sbom(session, title, inside, files, f"--python-inside={str(said).strip()}")
