"""The snap."""

import os
import shutil
from pathlib import Path

import nox
from shipping import common, release

WORK = common.ROOT / "build/snap"
# What changes the machine.
AS_ROOT = ["sudo"] if hasattr(os, "geteuid") and os.geteuid() else []


def snap() -> Path:
    """The snap that was built, or else came into dist/ from elsewhere."""
    [file] = common.DIST.glob("*.snap")
    return file


def tool(session: nox.Session, name: str, brought: str) -> str:
    """A program of the system; without it, the session stops and says what brings it."""
    if not shutil.which(name):
        session.error(f"needs {name}, which is not installed: {brought}")
    return name


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_snap(session: nox.Session) -> None:
    """Complete snapcraft.yaml from the metadata, and have snapcraft build the snap."""
    snapcraft = tool(session, "snapcraft", "snap install --classic snapcraft")
    project = common.project(session)
    common.main_command(session)
    common.clear(WORK)
    common.discard("*.snap")
    WORK.mkdir(parents=True)
    shutil.copy2(project.sdist, WORK)
    for option in common.locked(session):
        shutil.copyfile(option.partition("=")[2], WORK / "constraints.txt")
    session.install(*common.requirements("snap"))
    script = common.HERE / "snap/recipe.py"
    session.run("python", str(script), str(project.folder), str(WORK), env=common.PATHS)
    with session.chdir(WORK):
        # It makes a socket in that folder, whose path has to be short.
        session.run(snapcraft, "pack", external=True, env={"TMPDIR": None})
    common.place(session, *WORK.glob("*.snap"))


def installed(session: nox.Session, name: str) -> bool:
    """Whether this machine has a snap of that name."""
    codes = [0, 1]
    listed = session.run("snap", "list", name, silent=True, success_codes=codes, external=True)
    return any(line.split()[:1] == [name] for line in str(listed).splitlines())


def given(session: nox.Session, name: str) -> str:
    """The folder of the user's that both a snap and this machine see."""
    ask = ["snap", "run", "--shell", name, "-c", 'echo "$SNAP_USER_COMMON"']
    return str(session.run(*ask, silent=True, external=True)).strip()


@nox.session(default=False, tags=["smoke"], requires=["build_snap"])
def smoke_snap(session: nox.Session) -> None:
    """Install the snap in its sandbox, use it, and remove it again."""
    tool(session, "snap", "install snapd")
    file = snap()
    name = file.name.split("_")[0]
    if installed(session, name):
        session.error(f"The snap {name} is installed here, with data of its own: remove it first.")
    session.run(*AS_ROOT, "snap", "install", "--dangerous", str(file), external=True)
    try:
        common.smoke(session, "snap", "run", name, env={"TMPDIR": given(session, name)})
    finally:
        session.run(*AS_ROOT, "snap", "remove", "--purge", name, external=True)


@nox.session(default=False, tags=["release"], requires=["build_snap"])
def release_snap(session: nox.Session) -> None:
    """Build the snap again, and put it into dist/release with its checksum and SBOM."""
    release.shown(session)
    unsquashfs = tool(session, "unsquashfs", "install squashfs-tools")
    [file] = release.again(session, "build_snap")
    # GitHub puts a dot in place of such signs in the name of a file.
    name = file.name.translate(str.maketrans("~+:", "..."))
    title = f"snap-{release.this_platform()}"
    files = release.put(session, title, {name: file})
    root = common.scratch(session) / "root"
    common.clear(root)
    session.run(unsquashfs, "-quiet", "-no-progress", "-dest", str(root), str(file), external=True)
    [inside] = root.glob("lib/python3*/site-packages")
    release.sbom(session, title, inside, files)
