"""One AppImage: a program with Python and its libraries inside, which Linux desktops run and show."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nox
from shipping import common, desktop, frozen, release
from shipping.appimage import runtime
from shipping.project import Project, UnfitError

END = ".AppImage"
BUILT = int(os.environ["SOURCE_DATE_EPOCH"])
# What is packed is the same each time: SOURCE_DATE_EPOCH gives the time.
PACK = ["-root-owned", "-noappend", "-comp", "zstd", "-quiet", "-no-progress"]


def links(project: Project) -> dict[str, str]:
    """What stands at the top of an AppDir, and on its path: AppRun starts the program."""
    own, command = desktop.app_id(project), project.command.name
    return {
        f"usr/bin/{command}": f"../lib/{project.name}/{project.name}",
        "AppRun": f"usr/bin/{command}",
        f"{own}.desktop": f"usr/share/applications/{own}.desktop",
        f"{own}.png": f"usr/share/icons/hicolor/512x512/apps/{own}.png",
        ".DirIcon": f"{own}.png",
    }


def appdir(project: Project, program: Path, root: Path) -> None:
    """Lay a program out as an AppDir, with its launcher, metainfo and icon."""
    shutil.copytree(program, root / "usr/lib" / project.name, symlinks=True)
    desktop.write(project, root / "usr/share", project.command.name, BUILT)
    for name, place in links(project).items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(place)


def unpacked(session: nox.Session, file: Path) -> Path:
    """Unpack an AppImage, which does that itself; return the folder."""
    folder = common.scratch(session) / "unpacked"
    common.clear(folder)
    folder.mkdir()
    subprocess.run([file, "--appimage-extract"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / "squashfs-root"


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_appimage(session: nox.Session) -> None:
    """Build the program from the installed wheel, pack it, and put the runtime in front."""
    if sys.platform != "linux":
        common.stop(session, "An AppImage is built on Linux, for Linux.")
    if not shutil.which("mksquashfs"):
        common.stop(session, "mksquashfs is missing: install squashfs-tools.")
    project = common.project(session)
    root = common.scratch(session) / "AppDir"
    packed, target = root.with_suffix(".squashfs"), root.with_name(f"{project.name}{END}")
    common.clear(root)
    common.discard(target.name)
    try:
        first = runtime.content(common.cache(session))
    except UnfitError as error:
        common.stop(session, str(error))
    built = frozen.collected(session, "appimage", "app.spec")
    appdir(project, built / project.name, root)
    session.run("mksquashfs", str(root), str(packed), *PACK, external=True)
    target.write_bytes(first + packed.read_bytes())
    target.chmod(0o755)
    common.place(session, target)


@nox.session(default=False, tags=["smoke"], requires=["build_appimage"])
def smoke_appimage(session: nox.Session) -> None:
    """Run the AppImage: mounted, or unpacked where nothing can be mounted."""
    can_mount = os.access("/dev/fuse", os.R_OK | os.W_OK)
    env = {} if can_mount else {"APPIMAGE_EXTRACT_AND_RUN": "1"}
    common.smoke(session, str(common.artifact(session, END)), env=env)


@nox.session(default=False, tags=["release"], requires=["build_appimage"])
def release_appimage(session: nox.Session) -> None:
    """Build it again, and put it into dist/release with its checksum and SBOM."""
    release.owned(session)
    project = common.project(session)
    [file] = release.again(session, "build_appimage")
    title = f"appimage-{release.this_platform()}"
    files = release.put(session, title, {release.named(session, file): file})
    program = unpacked(session, file) / "usr/lib" / project.name / project.name
    inside = frozen.inside(session, "appimage", program)
    (inside / "purls.txt").write_text(runtime.purl(), encoding="utf-8")
    release.sbom(session, title, inside, files, "--python")
