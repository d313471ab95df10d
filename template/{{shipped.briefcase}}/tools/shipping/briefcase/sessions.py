"""An installer as each system has it, made by Briefcase: .msi, .dmg or .pkg, .deb."""

import sys
from pathlib import Path

import nox
from shipping import common, release, system
from shipping.briefcase.opened import opened, packages, program, python

HERE = common.HERE / "briefcase"
# What Briefcase calls this system. On Linux, a package uses the system's own Python.
TARGET = {"win32": ["windows"], "darwin": ["macOS"]}.get(sys.platform, ["linux", "system"])
PYTHON = system.PYTHON if sys.platform == "linux" else None
ENDS = (".deb", ".dmg", ".msi", ".pkg")


def shipped() -> Path:
    """What was built, or else came into dist/ from elsewhere."""
    [file] = (path for path in common.DIST.iterdir() if path.suffix in ENDS)
    return file


def staged(session: nox.Session) -> Path:
    """Write the project that Briefcase builds into a fresh folder."""
    work = common.scratch(session) / "work"
    common.clear(work)
    work.mkdir()
    common.main_command(session)
    facts = [str(work), str(common.project(session).folder), *common.locked(session)]
    session.run("python", str(HERE / "staging.py"), *facts, env=common.PATHS)
    return work


@nox.session(python=PYTHON, default=False, tags=["build"], requires=["dist"])
def build_briefcase(session: nox.Session) -> None:
    """Build the installer, which is not signed."""
    session.install(*common.requirements("briefcase"))
    common.discard(*(f"*{end}" for end in ENDS))
    work = staged(session)
    with session.chdir(work):
        session.run("briefcase", "create", *TARGET, "--no-input")
        common.tidy(packages(work / "build"))
        session.run("briefcase", "build", *TARGET, "--no-input")
        for file in work.glob("build/*/*/*/*/usr/bin/*"):
            # It has an id that tells in which folder it was compiled.
            session.run("objcopy", "--remove-section=.note.gnu.build-id", str(file), external=True)
        session.run("briefcase", "package", *TARGET, "--no-input", "--adhoc-sign")
    common.place(session, *(work / "dist").iterdir())


@nox.session(python=PYTHON, default=False, tags=["smoke"], requires=["build_briefcase"])
def smoke_briefcase(session: nox.Session) -> None:
    """Run the program out of the installer."""
    with opened(session, shipped()) as folder:
        common.smoke(session, str(program(folder)))


@nox.session(python=PYTHON, default=False, tags=["release"], requires=["build_briefcase"])
def release_briefcase(session: nox.Session) -> None:
    """Put the installer into dist/release with its checksum and SBOM, built again where the bytes are the same."""
    release.owned(session)
    # A .deb; the others have their time and an identity of their own inside.
    release.again(session, "build_briefcase", "*.deb")
    title = f"briefcase-{release.this_platform()}"
    file = shipped()
    files = release.put(session, title, {file.name.replace("~", "."): file})
    with opened(session, file) as folder:
        inside = python(folder)
        options = [f"--python-inside={inside}"] if inside else []
        release.sbom(session, title, packages(folder), files, *options)
