"""One .py file that Python runs as it is."""

import tomllib

import nox
from shipping import common, release
from shipping.module.file import complete, module
from shipping.project import UnfitError

SETTINGS = tomllib.loads((common.HERE / "module/settings.toml").read_text(encoding="utf-8"))
# How the file starts where it can be run: with the Python that is there, or with uv, which installs what it needs.
SHEBANG = {False: "#!/usr/bin/env python3\n", True: "#!/usr/bin/env -S uv run --script\n"}


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_module(session: nox.Session) -> None:
    """Take the file from the wheel, and complete what it says of itself."""
    project, dependencies = common.project(session), SETTINGS["dependencies"]
    target = common.DIST / f"{project.name}.py"
    common.discard(target.name)
    try:
        code = module(project, dependencies=dependencies)
        content = complete(code, project, SHEBANG[dependencies])
    except UnfitError as error:
        common.stop(session, str(error))
    target.write_bytes(content.encode())
    target.chmod(0o755)
    session.log(f"built dist/{target.name}")


@nox.session(default=False, tags=["smoke"], requires=["build_module"])
def smoke_module(session: nox.Session) -> None:
    """Run the file with a Python that has nothing installed, or with uv where it has dependencies."""
    file = common.artifact(session, ".py")
    if SETTINGS["dependencies"]:
        session.install(*common.requirements("module"))
        common.smoke(session, "uv", "run", "--no-project", "--script", str(file))
    else:
        common.smoke(session, "python", "-I", str(file))


@nox.session(default=False, tags=["release"], requires=["build_module"])
def release_module(session: nox.Session) -> None:
    """Build the file again, and put it into dist/release with its checksum and SBOM."""
    [file] = release.again(session, "build_module")
    files = release.put(session, "module", {file.name: file})
    inside = release.unpacked(session, common.project(session).wheel)
    release.sbom(session, "module", inside, files, "--declared")
