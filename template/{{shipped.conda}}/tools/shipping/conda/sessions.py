"""The conda package, in a channel of its own."""

import os
import shutil
from importlib.metadata import Distribution, distributions
from pathlib import Path

import nox
from packaging.utils import canonicalize_name
from shipping import common, release
from shipping.project import SETTINGS

CHANNELS = os.environ.get("CONDA_CHANNEL", "conda-forge").split()
CHANNEL = common.DIST / "conda"
SCRIPTS = common.HERE / "conda"


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_conda(session: nox.Session) -> None:
    """Build the package from the sdist, and test it where nothing but its requirements is installed."""
    session.install(*common.requirements("conda"))
    common.discard("conda")
    folder = str(common.project(session).folder)
    session.run(
        "python", str(SCRIPTS / "package.py"), folder, str(CHANNEL), *CHANNELS, env=common.PATHS
    )


def channel(session: nox.Session) -> tuple[Path, str]:
    """The channel that was built, or one of what came into dist/ from elsewhere; and the package in it."""
    session.install(*common.requirements("conda"))
    for file in map(common.DIST.joinpath, common.checksums()):
        session.run("python", str(SCRIPTS / "channel.py"), str(CHANNEL), str(file))
    [package] = CHANNEL.glob("*/*.conda")
    return package, package.name.rsplit("-", 2)[0]


def installed(prefix: Path, package: str) -> Distribution:
    """The metadata of a package where it is installed."""
    [site] = {*prefix.glob("lib/python3*/site-packages"), *prefix.glob("Lib/site-packages")}
    return next(
        found
        for found in distributions(path=[str(site)])
        if canonicalize_name(found.name) == package
    )


@nox.session(default=False, tags=["smoke"], requires=["build_conda"])
def smoke_conda(session: nox.Session) -> None:
    """Install the package into a fresh prefix, and use it there."""
    _, package = channel(session)
    prefix = common.scratch(session) / "prefix"
    common.clear(prefix)
    channels = [CHANNEL.as_uri(), *CHANNELS]
    session.run("python", str(SCRIPTS / "install.py"), str(prefix), package, *channels)
    folders = os.pathsep.join(str(prefix / folder) for folder in ("bin", "Scripts", "."))
    points = installed(prefix, package).entry_points
    scripts = [*points.select(group="console_scripts"), *points.select(group="gui_scripts")]
    name = SETTINGS["command"] or next((point.name for point in scripts), "python")
    command = shutil.which(name, path=folders) or session.error(f"no {name} in {prefix}")
    common.smoke(session, command, trial=["--help"] if scripts else ["-c", "import site"])


@nox.session(default=False, tags=["release"], requires=["build_conda"])
def release_conda(session: nox.Session) -> None:
    """Build the package again, and put it into dist/release with its checksum and SBOM."""
    release.again(session, "build_conda", "*.conda")
    package, name = channel(session)
    title = f"conda-{release.this_platform()}"
    files = release.put(session, title, {package.name: package})
    inside = common.scratch(session) / "inside"
    common.clear(inside)
    inside.mkdir()
    channels = [CHANNEL.as_uri(), *CHANNELS]
    session.run("python", str(SCRIPTS / "inside.py"), str(inside / "purls.txt"), name, *channels)
    release.sbom(session, title, inside, files, "--declared")


@nox.session(default=False, requires=["dist"])
def recipe_conda(session: nox.Session) -> None:
    """Write the recipe for conda-forge, once this version is on a package index."""
    project = common.project(session)
    session.install(*common.requirements("conda"))
    report = str(common.scratch(session) / "published.json")
    # Where the sdist is, and its checksum, are as the index says.
    options = ["--quiet", "--dry-run", "--no-deps", "--ignore-installed", f"--report={report}"]
    options += [f"--no-binary={project.name}", f"{project.name}=={project.version}"]
    session.run("python", "-m", "pip", "--disable-pip-version-check", "install", *options)
    arguments = [str(project.folder), report, str(common.DIST / "staged-recipes")]
    session.run("python", str(SCRIPTS / "staged.py"), *arguments, env=common.PATHS)
