"""How an artifact of a real application is started where it is meant to run."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

from applications.strangers import Application
from targets import appimages, debian, flatpaks, sandbox, snaps
from targets.artifacts import ENDINGS, unpacked
from targets.roots import root

Completed = subprocess.CompletedProcess[str]
FILES = {"module", "zipapp", "shiv", "pex"}  # that a bare python3 runs
# Where their windows open: what Nuitka makes leaves more of a desktop's libraries to the system.
FROZEN = {"pyinstaller": "windows", "nuitka": "desktop"}
CLOSED = ["podman", "run", "--rm", "--interactive", "--read-only", "--cap-drop=all"]


def start(project: Path, application: Application, strategy: str) -> list[str]:
    """Return the command that starts an artifact; for a library, the Python that has it."""
    dist, name = project / "dist", application.name
    command = application.answers.get("command", "python")
    nox = project / "tools/shipping/.nox"
    if strategy == "docker":
        return [*CLOSED, "--network=host", name.lower()]
    if strategy in FILES:
        return [*closed(application, "python3", dist), "python3", "-I", f"/app/{name}{ENDINGS[strategy]}"]
    if strategy in FROZEN:
        return [*closed(application, "libc", dist, FROZEN[strategy]), f"/app/{name}{ENDINGS[strategy]}"]
    if strategy == "cx_freeze":
        shutil.unpack_archive(dist / f"{name}{ENDINGS[strategy]}", project.parent / "unpacked", filter="data")
        return [*closed(application, "libc-alone", project.parent / "unpacked" / name), f"/app/{name}"]
    if strategy == "bundle":
        tree = unpacked(dist / f"{name}{ENDINGS[strategy]}", project.parent / "unpacked")
        return [*closed(application, "shell", tree), f"/app/bin/{command}"]
    if strategy == "appimage":
        app = appimages.unpacked(dist / f"{name}{ENDINGS[strategy]}", project.parent)
        return [*closed(application, "libc", app), "/app/AppRun"]
    if strategy == "flatpak":
        user = flatpaks.User(project.parent / "user", dist / f"{name}{ENDINGS[strategy]}")
        [app] = (project.parent / "user/installed/app").iterdir()
        return [*user.told, "flatpak", "run", "--user", f"--command={command}", app.name]
    if strategy in ("deb", "rpm"):
        return debian.unpacked(nox / f"smoke_{strategy}", command)
    if strategy == "briefcase":
        return [*alone(), f"{nox}/smoke_briefcase/tmp/opened/usr/bin/{command}"]
    if strategy == "snap":
        return snaps.installed(project, project.parent)
    place = "smoke_conda/tmp/prefix" if strategy == "conda" else f"smoke_{strategy}"
    return [*alone(), f"{nox}/{place}/bin/{command}"]


def alone() -> list[str]:
    """Return what keeps the environment from a program, all but the system's own programs and the screen."""
    screen = [f"DISPLAY={os.environ['DISPLAY']}"] if "DISPLAY" in os.environ else []
    return ["env", "-i", "PATH=/usr/bin:/bin", *screen]


def closed(application: Application, target: str, dist: Path, desktop: str = "windows") -> list[str]:
    """Return what shuts a program in with what it may count on: a root, or this machine's own for one that needs git."""
    place = desktop if application.opens else target
    inside = Path("/") if application.needs_git else root(place)
    return [*sandbox.bwrap(inside, dist, writable_home=True), "--"]


def use(prefix: list[str], arguments: list[str], given: str = "") -> Completed:
    """Run an artifact; return it completed, all its output in stdout."""
    out, err = subprocess.PIPE, subprocess.STDOUT
    return subprocess.run(
        [*prefix, *arguments], input=given, stdout=out, stderr=err, text=True, check=False, timeout=90
    )


def ask(prefix: list[str], arguments: list[str], address: str) -> str:
    """Start an artifact that serves, and return what it answers at an address; stop it then."""
    with subprocess.Popen(
        [*prefix, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            return answer(process, address)
        finally:
            process.terminate()


def answer(process: "subprocess.Popen[str]", address: str) -> str:
    """Return what a process answers once it listens."""
    for _ in range(300):
        if process.poll() is not None:
            return process.stdout.read() if process.stdout else ""
        try:
            with urlopen(address, timeout=5) as response:
                return str(response.read(), "utf-8")
        except OSError:
            time.sleep(0.1)
    return "no answer"
