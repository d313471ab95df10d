"""One executable with Python inside."""

import tomllib
from pathlib import Path

import nox
from shipping import common, frozen, release
from shipping.frozen import ARCHIVE, SUFFIX

HERE = common.HERE / "pyinstaller"
SETTINGS = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
# What is shipped: the executable, or the folder that it is in, packed.
END = ARCHIVE if SETTINGS["folder"] else SUFFIX


def program(session: nox.Session, file: Path) -> Path:
    """The executable; if what is shipped is a folder, it is unpacked first."""
    return frozen.unpacked(session, file) if SETTINGS["folder"] else file


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_pyinstaller(session: nox.Session) -> None:
    """Build the executable from the installed wheel, as app.spec says."""
    project = common.project(session)
    common.discard(*(project.name + end for end in (SUFFIX, ARCHIVE)))
    built = frozen.collected(session, "pyinstaller", "app.spec")
    if SETTINGS["folder"]:
        frozen.packed(built / project.name)
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
    inside = frozen.inside(session, "pyinstaller", program(session, file))
    release.sbom(session, title, inside, files, "--python")
