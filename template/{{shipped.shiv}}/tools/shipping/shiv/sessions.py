"""One .pyz file that unpacks itself, compiled code included."""

import nox
from shipping import common, release


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_shiv(session: nox.Session) -> None:
    """Build the file from the wheel and what it needs."""
    project = common.project(session)
    stage = common.stage(session)
    session.install(*common.requirements("shiv"))
    common.DIST.mkdir(exist_ok=True)
    target = common.DIST / f"{project.name}.shiv.pyz"
    options = ["--reproducible", "--python=/usr/bin/env python3"]
    options += [f"--entry-point={common.main_command(session)}"]
    options += [f"--preamble={common.HERE / 'shiv/clean.py'}"]
    session.run("shiv", *options, f"--site-packages={stage}", f"--output-file={target}")
    # Said before shiv starts, for an older Python cannot even read what it is made of.
    script = common.HERE / "shiv/guard.py"
    session.run("python", str(script), str(target), project.oldest_python, env=common.PATHS)


@nox.session(default=False, tags=["smoke"], requires=["build_shiv"])
def smoke_shiv(session: nox.Session) -> None:
    """Run the file with a Python that has nothing installed."""
    env = {"SHIV_ROOT": str(common.scratch(session))}
    file = common.artifact(session, ".shiv.pyz")
    common.smoke(session, "python", "-I", str(file), env=env)


@nox.session(default=False, tags=["release"], requires=["build_shiv"])
def release_shiv(session: nox.Session) -> None:
    """Build the file again, and put it into dist/release with its checksum and SBOM."""
    [file] = release.again(session, "build_shiv")
    title = f"shiv-{release.this_platform()}"
    files = release.put(session, title, {release.named(session, file): file})
    release.sbom(session, title, release.unpacked(session, file) / "site-packages", files)
