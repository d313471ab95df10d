"""One executable with Python inside."""

import tomllib
from pathlib import Path

import nox
from shipping import common, release
from shipping.frozen import ARCHIVE, SUFFIX, packed, unpacked

HERE = common.HERE / "pyinstaller"
SETTINGS = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
# What is shipped: the executable, or the folder that it is in, packed.
END = ARCHIVE if SETTINGS["folder"] else SUFFIX


def program(session: nox.Session, file: Path) -> Path:
    """The executable; if what is shipped is a folder, it is unpacked first."""
    return unpacked(session, file) if SETTINGS["folder"] else file


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_pyinstaller(session: nox.Session) -> None:
    """Build the executable from the installed wheel, as app.spec says."""
    project = common.project(session)
    tools = common.requirements("pyinstaller")
    session.install(*common.locked(session), project.requirement, *tools)
    work = common.scratch(session)
    built = work / "built"
    options = ["--clean", "--noconfirm", f"--distpath={built}", f"--workpath={work}"]
    # A cache and a hash seed of its own, so that the bytes are the same each time.
    env = {"PYTHONHASHSEED": "0", "PYINSTALLER_CONFIG_DIR": str(work)}
    facts = [project.name, common.main_command(session), *project.modules]
    common.discard(*(project.name + end for end in (SUFFIX, ARCHIVE)))
    session.run("pyinstaller", *options, str(HERE / "app.spec"), "--", *facts, env=env)
    if SETTINGS["folder"]:
        packed(built / project.name)
    common.place(session, built / f"{project.name}{END}")


@nox.session(default=False, tags=["smoke"], requires=["build_pyinstaller"])
def smoke_pyinstaller(session: nox.Session) -> None:
    """Run the executable, from its folder if it has one."""
    common.smoke(session, str(program(session, common.artifact(session, END))))


@nox.session(default=False, tags=["release"], requires=["build_pyinstaller"])
def release_pyinstaller(session: nox.Session) -> None:
    """Build it again, and put it into dist/release with its checksum and SBOM."""
    [file] = release.again(session, "build_pyinstaller")
    title = f"pyinstaller-{release.this_platform()}"
    files = release.put(session, title, {release.named(session, file): file})
    tools = common.requirements("pyinstaller")
    session.install(*common.locked(session), common.project(session).requirement, *tools)
    inside = common.scratch(session) / "inside"
    common.clear(inside)
    script = [str(HERE / "inside.py"), str(program(session, file)), str(inside)]
    session.run("python", *script, env=common.PATHS)
    release.sbom(session, title, inside, files, "--python")
