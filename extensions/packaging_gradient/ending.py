"""How the command ends, whatever happens: one line on stderr for each failure, and an exit code; never a traceback."""

import io
import os
import re
import sys
from collections.abc import Callable
from typing import Any

import typer

from packaging_gradient import interrupts
from packaging_gradient.interrupts import stopped
from packaging_gradient.refusal import BAD_INPUT, STOPPED, Ended, one_line

# The code of sysexits.h for a fault of the program itself.
OUR_FAULT = 70
# What Typer returns for an interrupt.
INTERRUPTED = 130


def ended(command: Callable[[], Any]) -> int:
    """Run a command; return its exit code, once a failure is told."""
    streams()
    for name in {"COLUMNS", "LINES"} & os.environ.keys():
        if not re.fullmatch("[1-9][0-9]{0,3}", os.environ[name]):
            del os.environ[name]  # what draws tables would fail at it, or fill the memory
    try:
        with interrupts.let_through():
            code = command()
            sys.stdout.flush()
    except BrokenPipeError:
        return _nobody_reads()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last one who can tell it in one line
        return _stopped_or(error)
    # Typer says nothing of an interrupt, it only returns the code.
    return _told(KeyboardInterrupt()) if code == INTERRUPTED else int(code or 0)


def streams() -> None:
    """Have three streams that take every character.

    One that is closed would be missing, and the next file that is opened would take its number. A character that the
    terminal does not have is written out.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _stopped_or(error: BaseException) -> int:
    """Say what went wrong; return its exit code, or that of a signal that has come: what it ended may be what went wrong.

    What stopped half-way, with something to see to, has a code of its own all the same.
    """
    with interrupts.held():
        code = _told(error)
    return code if type(error) is Ended else interrupts.code() or code


def _told(error: BaseException) -> int:
    """Say what went wrong; return the exit code that goes with it."""
    match error:
        case Ended():
            return _say(str(error), error.code)
        case typer.TyperException():
            return _say(error.format_message(), error.exit_code)
        case KeyboardInterrupt() | typer.Abort():
            return _told(stopped())
        case MemoryError():
            return _say("There is not enough memory for this.", STOPPED)
        case OSError():
            from packaging_gradient import disk

            return _say(disk.fault(error), BAD_INPUT)
    return _say(f"Something unexpected went wrong: {_name(error)}.{_details(error)}", OUR_FAULT)


def _name(error: BaseException) -> str:
    """Return the error as Python names it, for its text alone can be as little as a word in quotes."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _details(error: BaseException) -> str:
    """Write down all that helps to find the fault; say where."""
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile(
            "w", 1, "utf-8", None, ".txt", "gradient-", delete=False, errors="replace"
        ) as file:
            file.write(f"gradient {sys.argv[1:]}, Python {sys.version}\n\n")
            traceback.print_exception(error, file=file)
    except OSError:
        return ""
    return f" The details are in {file.name}; please report them."


def _say(message: str, code: int) -> int:
    print(f"gradient: {one_line(message)}", file=sys.stderr)
    return code


def _nobody_reads() -> int:
    """End quietly: whoever read the output has seen enough. Python would complain when it flushes at its own end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return STOPPED
