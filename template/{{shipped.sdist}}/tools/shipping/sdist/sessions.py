"""The sdist and the wheel for every platform: nothing is added to what is built from the project."""

import nox
from shipping import common, release


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


@nox.session(default=False, tags=["release"], requires=["build_sdist"])
def release_sdist(session: nox.Session) -> None:
    """Build both again, and put them into dist/release with their checksums and SBOM."""
    built = release.again(session, "build_sdist")
    files = release.put(session, "sdist", {file.name: file for file in built})
    inside = release.unpacked(session, common.project(session).wheel)
    release.sbom(session, "sdist", inside, files, "--declared")
