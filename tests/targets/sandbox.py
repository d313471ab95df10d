"""Run a program where there is nothing but a root file system and the artifact, which appears as /app.

As a command: sandbox.py ROOT APP [--read-only-home] -- COMMAND [ARGUMENT ...]
It then keeps the network it is started in, if that is only a loopback, and hands SIGTERM on to the program.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ALONE = ("bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", "--")
HOME = "/home/user"
# What goes through to the program: where a service listens, which screen a window opens on, and the folder, shared with
# the test, for files.
PORT = "MY_APP_PORT"  # the setting of the starter that says where it listens
PASSED = (PORT, "DISPLAY", "QT_QPA_PLATFORM", "TMPDIR")
SCREENS = "/tmp/.X11-unix"
ELSEWHERE = "192.0.2.1"  # an address for documentation (RFC 5737); nobody has it


def run(root: Path, app: Path, *command: str, writable_home: bool = True) -> "subprocess.CompletedProcess[str]":
    """Run a command in the sandbox without any network; return it completed, all its output in stdout."""
    call = [*bwrap(root, app, writable_home), "--unshare-net", "--", *command]
    return completed(call)


def smoke(
    project: Path, root: Path, app: Path, *command: str, writable_home: bool = True
) -> "subprocess.CompletedProcess[str]":
    """Run a project's own smoke test with a command in the sandbox; return it completed, all its output in stdout.

    Test and program share a network of their own, so that one can ask the other, and neither anyone else.
    """
    options = [] if writable_home else ["--read-only-home"]
    sandboxed = [sys.executable, __file__, str(root), str(app), *options, "--", *command]
    with TemporaryDirectory() as shared:
        return completed([*ALONE, sys.executable, str(project / "tests/smoke.py"), *sandboxed], TMPDIR=shared)


def completed(command: list[str], **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command and keep what it prints."""
    out, err, env = subprocess.PIPE, subprocess.STDOUT, os.environ | environment
    return subprocess.run(command, stdout=out, stderr=err, text=True, check=False, timeout=120, env=env)


def bwrap(root: Path, app: Path, writable_home: bool) -> list[str]:
    """Return the command that shuts a program in: its user, file system, processes and environment."""
    command = ["bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    command += ["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--uid", "1000", "--gid", "1000"]
    command += ["--tmpfs", "/", *mounts(root), "--ro-bind", str(app), "/app"]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    if "TMPDIR" in os.environ:
        command += ["--bind", os.environ["TMPDIR"], os.environ["TMPDIR"]]
    if "DISPLAY" in os.environ:
        command += ["--ro-bind-try", SCREENS, SCREENS]
    command += ["--tmpfs" if writable_home else "--dir", HOME, "--remount-ro", "/", "--chdir", "/"]
    command += ["--clearenv", "--setenv", "HOME", HOME, "--setenv", "PATH", "/usr/bin:/bin"]
    return command + [word for name in PASSED if name in os.environ for word in ("--setenv", name, os.environ[name])]


def mounts(root: Path) -> list[str]:
    """Return the options that show a root's programs and libraries, whether or not its /bin and /lib are in /usr."""
    command = ["--ro-bind", str(root / "usr"), "/usr"]
    for name in ("bin", "lib", "lib64"):
        if (root / name).is_dir() and not (root / name).is_symlink():
            command += ["--ro-bind", str(root / name), f"/{name}"]
        elif (root / "usr" / name).is_dir():
            command += ["--symlink", f"usr/{name}", f"/{name}"]
    return command


def program(init: int) -> int:
    """Return the process that bubblewrap's own first process inside the sandbox has started."""
    [child] = Path(f"/proc/{init}/task/{init}/children").read_text().split()
    return int(child)


def stop(process: "subprocess.Popen[str]") -> None:
    """Send SIGTERM to the program itself, which bubblewrap would not hand on."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    if Path(f"/proc/{process.pid}/exe").resolve().name == "bwrap" and children:
        os.kill(program(int(children[0])), signal.SIGTERM)
    else:
        process.terminate()


def reaches_out() -> bool:
    """Tell whether there is a way to other machines, without sending anything: a datagram socket only looks it up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        return probe.connect_ex((ELSEWHERE, 9)) == 0


def held(call: list[str], command: list[str]) -> int:
    """Run a command in a sandbox, and hand SIGTERM on to it; return its exit code."""
    inner, outer = os.pipe()
    call = [*call, "--info-fd", str(outer), "--", *command]
    with subprocess.Popen(call, pass_fds=[outer]) as process:
        os.close(outer)
        with os.fdopen(inner) as info:
            init = json.load(info)["child-pid"]
        signal.signal(signal.SIGTERM, lambda number, frame: os.kill(program(init), number))
        return process.wait()


def main(arguments: list[str]) -> int:
    """Run the command of the command line in the sandbox; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("root", type=Path)
    parser.add_argument("app", type=Path)
    parser.add_argument("--read-only-home", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args(arguments)
    if reaches_out():
        parser.error("start me in a network of its own, for the program will share it")
    return held(bwrap(options.root, options.app, not options.read_only_home), options.command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
