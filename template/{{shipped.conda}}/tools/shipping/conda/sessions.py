"""The conda package, in a channel of its own."""

import os
import shutil

import nox
from packaging.utils import canonicalize_name
from shipping import common

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


@nox.session(default=False, tags=["smoke"], requires=["build_conda"])
def smoke_conda(session: nox.Session) -> None:
    """Install the package into a fresh prefix, and use it there."""
    project = common.project(session)
    session.install(*common.requirements("conda"))
    prefix = common.scratch(session) / "prefix"
    common.clear(prefix)
    channels = [CHANNEL.as_uri(), *CHANNELS]
    package = canonicalize_name(project.name)
    session.run("python", str(SCRIPTS / "install.py"), str(prefix), package, *channels)
    folders = os.pathsep.join(str(prefix / folder) for folder in ("bin", "Scripts", "."))
    name = project.command.name if project.commands else "python"
    command = shutil.which(name, path=folders) or session.error(f"no {name} in {prefix}")
    common.smoke(session, command, trial=common.trial(session))


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
