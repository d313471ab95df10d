"""A terminal for programs that ask: it shows what they print and types what a person would."""

import os
import pty
import re
import select
import termios
import time
from collections.abc import Sequence
from pathlib import Path

QUIET = 0.2  # seconds without output, after which a program that asks has asked
ENTER, CTRL_C, DOWN = "\r", "\x03", "\x1b[B"
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[()=>].?)")


class Terminal:
    """One program in a pseudo-terminal. `shown` is all it has printed, without colours and cursor moves."""

    def __init__(self, command: Sequence[str], folder: Path, *, columns: int = 200, **environment: str) -> None:
        """Start the program in a folder."""
        self.shown = ""
        self._seen = 0
        child, self._screen = pty.fork()
        if child == 0:
            quiet = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
            termios.tcsetwinsize(0, (60, columns))
            os.chdir(folder)
            os.execvpe(command[0], list(command), {**os.environ, **quiet, **environment})
        self._child = child

    def expect(self, text: str, seconds: float = 60) -> str:
        """Wait until the program prints a text after the last one that was expected; return what came before it."""
        end = time.monotonic() + seconds
        while text not in self.shown[self._seen :]:
            assert time.monotonic() < end, f"{text!r} did not come:\n{self.shown}"
            assert self._read(), f"ended without {text!r}:\n{self.shown}"
        before, _, _ = self.shown[self._seen :].partition(text)
        self._seen += len(before) + len(text)
        return before

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._screen, keys.encode())

    def send(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self._child, number)

    def echoes(self) -> bool:
        """Tell whether the terminal shows what is typed, as a shell needs it; a program that asks switches that off."""
        return bool(termios.tcgetattr(self._screen)[3] & termios.ECHO)

    def ended(self, seconds: float = 120) -> int:
        """Wait for the end; return the exit code."""
        end = time.monotonic() + seconds
        while self._read():
            assert time.monotonic() < end, f"it did not end:\n{self.shown}"
        _, status = os.waitpid(self._child, 0)
        os.close(self._screen)
        return os.waitstatus_to_exitcode(status)

    def agreed(self, seconds: float) -> int:
        """Press Enter whenever the program waits for an answer; return the exit code when it has ended."""
        end = time.monotonic() + seconds
        shown = ""
        while self._read(QUIET):
            assert time.monotonic() < end, f"it did not end:\n{self.shown}"
            if self.shown == shown and self._waits():
                self.type(ENTER)
            shown = self.shown
        return self.ended()

    def _waits(self) -> bool:
        """Tell whether the program takes single keys, as a menu does, or has ended its text as a question does."""
        keys = not termios.tcgetattr(self._screen)[3] & termios.ICANON
        return keys or self.shown.endswith(": ")

    def _read(self, seconds: float = 1) -> bool:
        """Take in what comes within some time; tell whether there may be more."""
        if not select.select([self._screen], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._screen, 65536)
        except OSError:
            return False
        self.shown += ESCAPES.sub("", data.decode("utf-8", "replace"))
        return bool(data)
