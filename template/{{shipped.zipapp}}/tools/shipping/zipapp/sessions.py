"""One .pyz file that Python runs as it is."""

import nox
from shipping import common, release


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_zipapp(session: nox.Session) -> None:
    """Build the file from the wheel and what it needs."""
    project = common.project(session)
    oldest = project.oldest_python
    # One file serves every Python, so take what the oldest needs. Only uv can do that for another.
    options = [f"--python-version={oldest}"] if session.venv_backend == "uv" else []
    stage = common.stage(session, *options)
    common.DIST.mkdir(exist_ok=True)
    target = common.DIST / f"{project.name}.pyz"
    script = common.HERE / "zipapp/pack.py"
    session.run(
        "python",
        str(script),
        str(stage),
        str(target),
        common.main_command(session),
        oldest,
        env=common.PATHS,
    )


@nox.session(default=False, tags=["smoke"], requires=["build_zipapp"])
def smoke_zipapp(session: nox.Session) -> None:
    """Run the file with a Python that has nothing installed."""
    common.smoke(session, "python", "-I", str(common.artifact(session, ".pyz")))


@nox.session(default=False, tags=["release"], requires=["build_zipapp"])
def release_zipapp(session: nox.Session) -> None:
    """Build the file again, and put it into dist/release with its checksum and SBOM."""
    [file] = release.again(session, "build_zipapp")
    files = release.put(session, "zipapp", {file.name: file})
    release.sbom(session, "zipapp", release.unpacked(session, file), files)
