"""The sdist and the wheel for every platform: nothing is added to what is built from the project."""

import nox
from shipping import common


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_sdist(session: nox.Session) -> None:
    """Check the sdist and the wheel as the index will, and put them into dist/."""
    project = common.project(session)
    session.install(*common.requirements("sdist"))
    session.run("twine", "check", str(project.sdist), str(project.wheel))
    common.discard("*.tar.gz", "*.whl")
    common.place(session, project.sdist, project.wheel)


@nox.session(default=False, tags=["smoke"], requires=["build_sdist"])
def smoke_sdist(session: nox.Session) -> None:
    """Install the sdist, then the wheel, and use what was installed."""
    for artifact in (common.project(session).sdist, common.project(session).wheel):
        session.install("--force-reinstall", str(common.DIST / artifact.name))
        common.smoke(session, *common.installed(session), trial=common.trial(session))
