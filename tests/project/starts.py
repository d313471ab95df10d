"""How the artifacts of a stranger's project are started, each in the place that has what its strategy claims."""

import shutil
import subprocess
import sys
from pathlib import Path

from project.stranger import COMMAND, NAME
from targets import appimages, channel, debian, flatpaks, pythons, sandbox, snaps
from targets.artifacts import ENDINGS, unpacked
from targets.roots import root

PYZ = {strategy: NAME + ENDINGS[strategy] for strategy in ("zipapp", "shiv")}


def start(strategy: str, project: Path, folder: Path) -> list[str]:
    """Return the command that starts what a strategy has built; what it needs for that goes into a folder."""
    return globals()[f"start_{strategy}"](project, folder)  # type: ignore[no-any-return]


def boxed(name: str, project: Path, *words: str) -> list[str]:
    """A command in a sandbox that has a root and dist/."""
    return [*sandbox.bwrap(root(name), project / "dist", True), "--unshare-net", "--", *words]


def start_sdist(project: Path, folder: Path) -> list[str]:
    """Install the wheel beside nothing but what it needs."""
    commands = pythons.environment(folder / "venv", next(iter(pythons.interpreters())))
    [wheel] = (project / "dist").glob("*.whl")
    subprocess.run(["uv", "pip", "install", "--quiet", f"--python={commands / 'python'}", wheel], check=True)
    return [str(commands / COMMAND)]


def start_zipapp(project: Path, folder: Path) -> list[str]:
    """A bare python3."""
    return boxed("python3", project, "python3", f"/app/{PYZ['zipapp']}")


def start_shiv(project: Path, folder: Path) -> list[str]:
    """A bare python3, with a home."""
    return boxed("python3", project, "python3", f"/app/{PYZ['shiv']}")


def start_pex(project: Path, folder: Path) -> list[str]:
    """A bare python3."""
    return boxed("python3", project, "python3", f"/app/{NAME}{ENDINGS['pex']}")


def start_homebrew(project: Path, folder: Path) -> list[str]:
    """The environment that holds what the formula lists."""
    return [str(project / "tools/shipping/.nox/smoke_homebrew/bin" / COMMAND)]


def start_pyinstaller(project: Path, folder: Path) -> list[str]:
    """No Python."""
    return boxed("libc", project, f"/app/{NAME}")


def start_nuitka(project: Path, folder: Path) -> list[str]:
    """No Python."""
    return boxed("libc", project, f"/app/{NAME}{ENDINGS['nuitka']}")


def start_cx_freeze(project: Path, folder: Path) -> list[str]:
    """No Python, and nothing but the C library."""
    shutil.unpack_archive(project / f"dist/{NAME}{ENDINGS['cx_freeze']}", folder, filter="data")
    return [*sandbox.bwrap(root("libc-alone"), folder / NAME, True), "--unshare-net", "--", f"/app/{NAME}"]


def start_briefcase(project: Path, folder: Path) -> list[str]:
    """The Python of the system, as the bootstrap of Briefcase starts it."""
    return [str(project / "tools/shipping/.nox/smoke_briefcase/tmp/opened/usr/bin" / COMMAND)]


def start_bundle(project: Path, folder: Path) -> list[str]:
    """No Python, but the shell that its commands begin with."""
    tree = unpacked(project / f"dist/{NAME}{ENDINGS['bundle']}", folder / "tree")
    return [*sandbox.bwrap(root("shell"), tree, True), "--unshare-net", "--", f"/app/bin/{COMMAND}"]


def start_appimage(project: Path, folder: Path) -> list[str]:
    """No Python, what is in it unpacked."""
    app = appimages.unpacked(project / f"dist/{NAME}{ENDINGS['appimage']}", folder)
    return [*sandbox.bwrap(root("libc"), app, True), "--unshare-net", "--", "/app/AppRun"]


def start_conda(project: Path, folder: Path) -> list[str]:
    """A prefix that it was installed into."""
    prefix = folder / "prefix"
    script = [sys.executable, "tools/shipping/conda/install.py", str(prefix), NAME]
    own = (project / "dist/conda").as_uri()
    subprocess.run([*script, own, channel.channel()], cwd=project, check=True)
    return [str(prefix / "bin" / COMMAND)]


def start_deb(project: Path, folder: Path) -> list[str]:
    """The Python of its own environment."""
    return debian.unpacked(project / "tools/shipping/.nox/smoke_deb", COMMAND)


def start_rpm(project: Path, folder: Path) -> list[str]:
    """The Python of its own environment."""
    return debian.unpacked(project / "tools/shipping/.nox/smoke_rpm", COMMAND)


def start_snap(project: Path, folder: Path) -> list[str]:
    """The base of the snap, and no more."""
    return snaps.installed(project, folder)


def start_docker(project: Path, folder: Path) -> list[str]:
    """A container without anything it does not need."""
    subprocess.run(["podman", "load", "--quiet", f"--input={project / 'dist' / NAME}{ENDINGS['docker']}"], check=True)
    return ["podman", "run", "--rm", "--read-only", "--network=none", "--cap-drop=all", f"localhost/{NAME}"]


def start_flatpak(project: Path, folder: Path) -> list[str]:
    """The sandbox of Flatpak, where it is installed apart from all else."""
    user = flatpaks.User(folder / "user", project / "dist" / f"{NAME}{ENDINGS['flatpak']}")
    [app] = (folder / "user/installed/app").iterdir()
    return [*user.told, "flatpak", "run", "--user", app.name]
