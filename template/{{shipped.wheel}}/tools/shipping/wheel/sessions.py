"""The sdist and the wheels of this machine's platform, checked for what they ask of it."""

import shutil
from pathlib import Path

import nox
from shipping import common, release
from shipping.project import Project


def pythons(session: nox.Session, project: Project) -> list[str]:
    """The interpreters of this machine that the project is for."""
    find = ["uv", "python", "find", "--no-project", "--no-python-downloads"]
    options = {"silent": True, "log": False, "success_codes": [0, 2]}
    found = [str(session.run(*find, version, **options)).strip() for version in project.pythons]
    return [python for python in found if Path(python).exists()]


def wheels(session: nox.Session, project: Project) -> list[Path]:
    """The one wheel that serves all Pythons, or else one for each of them."""
    if project.is_stable:
        return [project.wheel]
    folder = common.scratch(session) / "wheels"
    common.clear(folder)
    for python in pythons(session, project):
        options = ["--wheel", "--force-pep517", "--build-isolation"]
        options += [f"--python={python}", f"--out-dir={folder}"]
        session.run("uv", "build", *options, str(project.sdist))
    return sorted(folder.glob("*.whl"))


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_wheel(session: nox.Session) -> None:
    """Put the sdist and the wheels into dist/: repaired, and checked as the index will."""
    project = common.project(session)
    session.install(*common.requirements(), *common.requirements("wheel"))
    common.discard("*.tar.gz", "*.whl")
    common.place(session, project.sdist)
    for wheel in wheels(session, project):
        if shutil.which("auditwheel", path=session.bin):  # installed on Linux only
            session.run("auditwheel", "repair", f"--wheel-dir={common.DIST}", str(wheel))
        else:
            common.place(session, wheel)
    for wheel in common.DIST.glob("*-abi3-*.whl"):
        session.run("abi3audit", "--strict", "--report", str(wheel))
    built = [common.DIST / project.sdist.name, *common.DIST.glob("*.whl")]
    session.run("twine", "check", *map(str, built))


@nox.session(default=False, requires=["dist"])
def build_wheels(session: nox.Session) -> None:
    """Put the sdist and the wheels into dist/ as they are published: cibuildwheel makes them, on Linux in containers."""
    project = common.project(session)
    session.install(f"--requirement={common.HERE / 'wheel/ci-requirements.txt'}")
    common.discard("*.tar.gz", "*.whl")
    common.place(session, project.sdist)
    options = [f"--config-file={common.HERE / 'wheel/cibuildwheel.toml'}"]
    options += [f"--output-dir={common.DIST}"]
    with session.chdir(common.tree(session)):
        session.run("cibuildwheel", *options)


@nox.session(default=False, tags=["smoke"], requires=["build_wheel"])
def smoke_wheel(session: nox.Session) -> None:
    """Install the wheel that fits this Python, and use it."""
    project = common.project(session)
    here = ["--force-reinstall", "--no-deps", "--no-index", f"--find-links={common.DIST}"]
    session.install(*here, f"{project.name}=={project.version}")
    session.install(*common.locked(session), *(project.metadata.requires or [project.name]))
    common.smoke(session, *common.installed(session), trial=common.trial(session))


def released(session: nox.Session, build: str) -> None:
    """Build again, and put the files into dist/release with their checksums and SBOM."""
    built = release.again(session, build)
    title = f"wheel-{release.this_platform()}"
    files = release.put(session, title, {file.name: file for file in built})
    inside = release.unpacked(session, *(file for file in built if file.suffix == ".whl"))
    release.sbom(session, title, inside, files, "--declared")


@nox.session(default=False, tags=["release"], requires=["build_wheel"])
def release_wheel(session: nox.Session) -> None:
    """Make ready what this machine has built."""
    released(session, "build_wheel")


@nox.session(default=False, requires=["build_wheels"])
def release_wheels(session: nox.Session) -> None:
    """Make ready what cibuildwheel has built."""
    released(session, "build_wheels")
