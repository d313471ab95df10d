"""The bundle: one file that installs Python, the project with all it needs, and its services."""

import os
import shutil
from pathlib import Path

import nox
from shipping import common, release, system
from shipping.bundle import tree
from shipping.inside import put_libraries

END = ".run"
# The level, and the letter that keeps gzip from writing the time: makeself hands both on as one word.
LEVEL = "6n"
TAR = "--owner=0 --group=0 --numeric-owner"


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_bundle(session: nox.Session) -> None:
    """Make the tree, and an installer of it."""
    project = common.project(session)
    session.install(*common.requirements("bundle"))
    work = common.scratch(session) / "work"
    common.clear(work)
    common.discard(f"{project.name}{END}")
    tree.make(session, work / "tree")
    time = f"@{os.environ['SOURCE_DATE_EPOCH']}"
    options = ["--quiet", "--nox11", "--complevel", LEVEL, "--sha256", "--packaging-date", time]
    options += ["--tar-extra", f"{TAR} --mtime={time}"]
    installer = [f"{project.name}{END}", f"{project.name} {project.version}"]
    run = ["makeself", *options, "tree", *installer, "sh", "./setup", "install"]
    with session.chdir(work):
        session.run(*run, external=True)
    common.place(session, work / installer[0])


def unpacked(session: nox.Session) -> Path:
    """Unpack the installer, and run nothing of it."""
    target = common.scratch(session) / "unpacked"
    common.clear(target)
    run = ["sh", str(common.artifact(session, END)), "--noexec", "--target", str(target)]
    session.run(*run, external=True, silent=True)
    return target


@nox.session(default=False, tags=["smoke"], requires=["build_bundle"])
def smoke_bundle(session: nox.Session) -> None:
    """Use what the installer has inside, wherever it is unpacked."""
    common.smoke(session, str(system.program(session, unpacked(session) / "bin")))


@nox.session(default=False, tags=["release"], requires=["build_bundle"])
def release_bundle(session: nox.Session) -> None:
    """Build it again, and put it into dist/release with its checksum and SBOM."""
    [file] = release.again(session, "build_bundle")
    title = f"bundle-{release.this_platform()}"
    project = common.project(session)
    name = f"{project.name}-{project.version}-{release.this_platform()}{END}"
    files = release.put(session, title, {name: file})
    embedded = unpacked(session) / "embedded"
    inside = common.scratch(session) / "inside"
    common.clear(inside)
    for found in (path for path in embedded.rglob("*.dist-info") if (path / "METADATA").exists()):
        shutil.copytree(found, inside / found.name)
    put_libraries({one.name: one.read_bytes() for one in embedded.glob("lib/*.so*")}, inside)
    code = "import platform; print(platform.python_version())"
    version = session.run(str(embedded / "bin/python3"), "-c", code, silent=True, external=True)
    release.sbom(session, title, inside, files, f"--python-inside={str(version).strip()}")
