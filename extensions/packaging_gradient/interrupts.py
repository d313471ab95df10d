"""The signals that ask a program to end: each stops the command in good order, as Ctrl-C does, with its own exit code."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partialmethod
from types import FrameType

from packaging_gradient.refusal import Refused

# What a terminal, a system that goes down or a CI sends. Not every platform has all of them.
ASKS_TO_END = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


@dataclass
class _Asked:
    """Which signal came last (0: none), whether it has to wait, and whether it comes too late to undo what is done."""

    number: int = 0
    waits: bool = False
    late: bool = False


_asked = _Asked()


@contextmanager
def handled() -> Iterator[None]:
    """Have every signal that asks for the end wait until it is let through, and then raise KeyboardInterrupt.

    One that is ignored stays so, as under nohup.
    """
    # Until there is somebody to catch it, an interrupt would end Python in its own way, with the code of SIGINT.
    said, before = vars(_asked).copy(), {}
    _asked.number, _asked.waits, _asked.late = 0, True, False
    # Python hands signals to the main thread only, and lets no other one say what becomes of them.
    if threading.current_thread() is threading.main_thread():
        ours = [number for number in ASKS_TO_END if signal.getsignal(number) not in (signal.SIG_IGN, None)]
        before = {number: signal.signal(number, _stop) for number in ours}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        vars(_asked).update(said)


def _stop(number: int, frame: FrameType | None) -> None:
    _asked.number = number
    if not _asked.waits:
        raise KeyboardInterrupt


@contextmanager
def held() -> Iterator[None]:
    """Have signals wait: what is done here is not stopped half-way, except where `stop_here` is called."""
    with _waiting(True):
        yield


@contextmanager
def let_through() -> Iterator[None]:
    """Have signals stop this part of what is held."""
    with _waiting(False):
        stop_here()
        yield


@contextmanager
def _waiting(waits: bool) -> Iterator[None]:
    before, _asked.waits = _asked.waits, waits
    try:
        yield
    finally:
        _asked.waits = before


@contextmanager
def at_prompts() -> Iterator[None]:
    """Have SIGINT reach us at a prompt, as the other signals do: Prompt Toolkit takes it, and a list makes nothing of it.

    The terminal is left as it was, whatever Prompt Toolkit was about when the signal came.
    """
    from prompt_toolkit import Application

    theirs = Application.run
    setattr(Application, "run", partialmethod(theirs, handle_sigint=False))  # noqa: B010 - a method, to mypy
    try:
        with _terminal():
            yield
    finally:
        setattr(Application, "run", theirs)  # noqa: B010


@contextmanager
def _terminal() -> Iterator[None]:
    """Leave the terminal, where there is one that has settings, as it was."""
    if sys.platform != "win32" and os.isatty(0):
        import termios

        before = termios.tcgetattr(0)
        try:
            yield
        finally:
            termios.tcsetattr(0, termios.TCSADRAIN, before)
    else:
        yield


def stop_here() -> None:
    """Raise KeyboardInterrupt where a signal has come."""
    if _asked.number:
        raise KeyboardInterrupt


def code() -> int:
    """Return the exit code for the signal that came, as shells have it; 0 where none came."""
    return _asked.number and 128 + _asked.number


def too_late() -> None:
    """Take down that what the command is for has been done."""
    _asked.late = True


def stopped() -> Refused:
    """Return what to raise where the command was interrupted: all is as it was, or what it is for has been done."""
    sentence = "Stopped, but all was done." if _asked.late else "Stopped; nothing was written."
    # A terminal in raw mode, as at a prompt, sends Ctrl-C as a key.
    return Refused(sentence, code() or 128 + signal.SIGINT)
