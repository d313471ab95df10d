"""One executable with Python inside."""

import os

import nox
from shipping import common, release

SUFFIX = ".exe" if os.name == "nt" else ""


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_pyinstaller(session: nox.Session) -> None:
    """Build the executable from the installed wheel, as app.spec says."""
    project = common.project(session)
    tools = common.requirements("pyinstaller")
    session.install(*common.locked(session), project.requirement, *tools)
    work = str(common.scratch(session))
    options = ["--clean", "--noconfirm", f"--distpath={common.DIST}", f"--workpath={work}"]
    spec = common.HERE / "pyinstaller/app.spec"
    # A cache and a hash seed of its own, so that the bytes are the same each time.
    env = {"PYTHONHASHSEED": "0", "PYINSTALLER_CONFIG_DIR": work}
    facts = [project.name, common.main_command(session), *project.modules]
    session.run("pyinstaller", *options, str(spec), "--", *facts, env=env)


@nox.session(default=False, tags=["smoke"], requires=["build_pyinstaller"])
def smoke_pyinstaller(session: nox.Session) -> None:
    """Run the executable."""
    common.smoke(session, str(common.artifact(session, SUFFIX)))


@nox.session(default=False, tags=["release"], requires=["build_pyinstaller"])
def release_pyinstaller(session: nox.Session) -> None:
    """Build the executable again, and put it into dist/release with its checksum and SBOM."""
    [file] = release.again(session, "build_pyinstaller")
    title = f"pyinstaller-{release.this_platform()}"
    files = release.put(session, title, {release.named(session, file): file})
    tools = common.requirements("pyinstaller")
    session.install(*common.locked(session), common.project(session).requirement, *tools)
    inside = common.scratch(session) / "inside"
    common.clear(inside)
    session.run("python", str(common.HERE / "pyinstaller/inside.py"), str(file), str(inside))
    release.sbom(session, title, inside, files, "--python")
