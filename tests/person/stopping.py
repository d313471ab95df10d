"""Stops what places files before each single change of a file: by a signal, by sudden death, by a disk that is full."""

import errno
import itertools
import mmap
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging_gradient import interrupts
from project.trees import Tree, read
from workshop import git

FULL = "ENOSPC"
HOW = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", FULL]
# What Python itself says before it does one of these (PEP 578); what git does is between two of them.
NEEDS_SPACE = {"open", "os.mkdir", "os.rename"}
CHANGES = NEEDS_SPACE | {"os.chmod", "os.remove", "os.rmdir", "os.utime", "subprocess.Popen"}

State = tuple[Tree, str, list[str]]


@dataclass(frozen=True)
class Placing:
    """One way of changing a folder: what is done, and what has to be there before and after it."""

    folder: Path
    act: Callable[[], object]

    def state(self) -> State:
        """Return all that a person could see: the files, what is committed and what is not, what lies beside the folder."""
        beside = sorted(path.name for path in self.folder.parent.parent.rglob("*") if "unfinished" in path.name)
        if not self.folder.exists():
            return {}, "", [*beside, *os.listdir(self.folder.parent)] if self.folder.parent.exists() else beside
        committed = git(self.folder, "log", "--format=%s", "--name-only") if (self.folder / ".git").exists() else ""
        return read(self.folder), committed, beside


def stopped(act: Callable[[], object], number: int, how: str) -> tuple[bool, int]:
    """Run something in a process of its own, stopped before its n-th change; tell whether it came to that, and its exit code."""
    fired = mmap.mmap(-1, 1)
    child = os.fork()
    if child == 0:
        _child(act, number, how, fired)
    _, status = os.waitpid(child, 0)
    return fired[0] == 1, os.waitstatus_to_exitcode(status)


def _child(act: Callable[[], object], number: int, how: str, fired: mmap.mmap) -> None:
    counted = itertools.count()
    counts = NEEDS_SPACE if how == FULL else CHANGES

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event not in counts or (event == "open" and not _writes(arguments)) or next(counted) != number:
            return
        fired[0] = 1
        if how == FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "there")
        os.kill(os.getpid(), signal.Signals[how])

    try:
        with interrupts.handled():
            sys.addaudithook(hook)
            act()
        os._exit(0)
    except KeyboardInterrupt:
        os._exit(interrupts.stopped().code)
    except BaseException:
        os._exit(1)


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def everywhere(placing: Placing, how: str, mend: Callable[[Path], object], step: int = 1) -> Iterator[str]:
    """Stop a placing before each of its changes in turn, and have each attempt mended; say what is neither as before nor done."""
    before, done, again = rehearsed(placing)
    for number in itertools.count(0, step):
        again()
        fired, code = stopped(placing.act, number, how)
        if how == "SIGKILL":
            mend(placing.folder)
        state = placing.state()
        if state not in (before, done):
            yield f"{how} at {number}: half done"
        if how not in ("SIGKILL", FULL) and (code, state) not in _right(how, before, done):
            yield f"{how} at {number}: exit code {code}"
        if how == FULL and (code == 1) != (state == before):
            yield f"{how} at {number}: exit code {code}"
        if not fired:
            break


def rehearsed(placing: Placing) -> tuple[State, State, Callable[[], None]]:
    """Do it once; return the state before and after it, and what brings back the one before."""
    root = placing.folder.parent.parent
    kept = root.with_name(f"{root.name}-before")
    shutil.copytree(root, kept, symlinks=True)
    before = placing.state()
    placing.act()

    def again() -> None:
        for path in root.iterdir():
            shutil.rmtree(path)
        shutil.copytree(kept, root, symlinks=True, dirs_exist_ok=True)

    return before, placing.state(), again


def _right(how: str, before: object, done: object) -> list[tuple[int, object]]:
    return [(128 + signal.Signals[how], before), (0, done)]
