"""Stops what places files before each single change of a file: by a signal, by sudden death, by a disk that is full."""

import errno
import itertools
import mmap
import os
import signal
import sys
from collections.abc import Callable, Iterator

from packaging_gradient import interrupts
from packaging_gradient.placing import unfinished
from person.placings import Placing

FULL = "ENOSPC"
HOW = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", FULL]
# What Python itself says before it does one of these (PEP 578); what git does is between two of them.
NEEDS_SPACE = {"open", "os.mkdir", "os.rename"}
CHANGES = NEEDS_SPACE | {"os.chmod", "os.remove", "os.rmdir", "os.utime", "subprocess.Popen"}


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

    with interrupts.handled():
        try:
            with interrupts.let_through():
                sys.addaudithook(hook)
                act()
            os._exit(0)
        except KeyboardInterrupt:
            os._exit(interrupts.stopped().code)
        except BaseException:  # noqa: BLE001 - of this process nothing may return to the tests
            os._exit(1)


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def everywhere(placing: Placing, how: str, step: int = 1) -> Iterator[str]:
    """Stop a placing before each of its changes in turn, and have each attempt mended; say what is neither as before nor done."""
    before, done, again = placing.rehearsed()
    for number in itertools.count(0, step):
        again()
        fired, code = stopped(placing.act, number, how)
        if how == "SIGKILL":
            unfinished.mended(placing.folder)
        state = placing.state()
        if state not in (before, done):
            yield f"{how} at {number}: half done"
        if how not in ("SIGKILL", FULL) and (code, state) not in _right(how, before, done):
            yield f"{how} at {number}: exit code {code}"
        if how == FULL and (code == 1) != (state == before):
            yield f"{how} at {number}: exit code {code}"
        if not fired:
            break


def _right(how: str, before: object, done: object) -> list[tuple[int, object]]:
    return [(128 + signal.Signals[how], before), (0, done)]
