"""A screen that nobody looks at: programs open their windows on it, and are clicked and photographed there."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from targets import require

PATIENCE = 60.0  # seconds; a program that unpacks itself takes some on a busy machine


@dataclass(frozen=True)
class Window:
    """A window on the screen: its number, and where it is."""

    number: str
    x: int
    y: int
    width: int
    height: int


def asked(*command: str) -> str:
    """Return what a tool says of the screen; nothing if it finds nothing."""
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def windows(title: str) -> list[Window]:
    """Return the visible windows with a title, as a regular expression."""
    found = asked("xdotool", "search", "--onlyvisible", "--name", title).split()
    return [seen for number in found for seen in window(number)]


def window(number: str) -> list[Window]:
    """Return where a window is, if it is still there."""
    lines = asked("xdotool", "getwindowgeometry", "--shell", number).splitlines()
    facts = {key: int(value) for key, _, value in (line.partition("=") for line in lines)}
    return [Window(number, facts["X"], facts["Y"], facts["WIDTH"], facts["HEIGHT"])] if facts else []


def picture() -> bytes:
    """Return what the screen shows."""
    return subprocess.run(["import", "-window", "root", "png:-"], check=True, capture_output=True).stdout


def colours(png: bytes) -> int:
    """Return how many colours a picture has: an empty window has one, a written one many."""
    count = ["identify", "-format", "%k", "png:-"]
    return int(subprocess.run(count, check=True, capture_output=True, input=png).stdout)


def pixels(png: bytes) -> bytes:
    """Return a picture's pixels, without the time at which it was taken."""
    return subprocess.run(["convert", "png:-", "rgb:-"], check=True, capture_output=True, input=png).stdout


@contextmanager
def screen() -> Iterator[str]:
    """Have a screen of 1024 x 768 points, which DISPLAY names until the end."""
    require("Xvfb", "xdotool", "import")
    inner, outer = os.pipe()
    # Without the last option it begins anew whenever nobody is connected, and turns away who comes meanwhile.
    call = ["Xvfb", "-displayfd", str(outer), "-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset"]
    before = os.environ.get("DISPLAY")
    with subprocess.Popen(call, pass_fds=[outer], stderr=subprocess.DEVNULL) as server:
        os.close(outer)
        with os.fdopen(inner) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        try:
            yield os.environ["DISPLAY"]
        finally:
            server.terminate()
            os.environ.pop("DISPLAY")
            os.environ |= {"DISPLAY": before} if before else {}


@contextmanager
def opened(command: list[str], title: str) -> Iterator[Window]:
    """Start a program on the screen and wait for its window; stop it at the end. Fails with what the program said."""
    out, err = subprocess.PIPE, subprocess.STDOUT
    assert until(lambda: not windows(title)), "the window of the program before is still there"
    with subprocess.Popen(command, stdout=out, stderr=err, text=True) as program:
        try:
            until(lambda: bool(windows(title)) or program.poll() is not None)
            found = windows(title)
            if not found:
                program.kill()
                raise AssertionError(f"no window is called {title!r}: {program.communicate()[0]}")
            yield found[0]
        finally:
            program.kill()


def until(reached: Callable[[], bool], patience: float | None = None) -> bool:
    """Wait until something is so, for some seconds; tell whether it is in the end."""
    deadline = time.monotonic() + (PATIENCE if patience is None else patience)
    while not reached() and time.monotonic() < deadline:
        time.sleep(0.2)
    return reached()


def assert_opens(command: list[str], title: str, photograph: Path | None = None) -> None:
    """Check that a program shows a window with something in it, and that a click on its lowest part changes the screen.

    The desktop starter has a button there, which opens another window. The photograph is of the window before the click.
    """
    with opened(command, title):
        assert until(lambda: colours(picture()) > 3), "the window stays empty"
        before = picture()
        if photograph:
            photograph.write_bytes(before)
        assert until(lambda: answers(title, pixels(before))), "the click changes nothing"


def answers(title: str, shown: bytes) -> bool:
    """Click on the lowest part of a window, where it is by now; tell whether the screen changes for it."""
    for found in windows(title)[:1]:
        x, y = found.x + found.width // 2, found.y + found.height - 20
        asked("xdotool", "mousemove", str(x), str(y), "click", "1")
    away = ["xdotool", "mousemove", "1000", "750"]
    return until(lambda: bool(asked(*away)) or changed(shown) > len(shown) // 50, min(PATIENCE, 10))


def changed(shown: bytes) -> int:
    """Return how many bytes of the screen's pixels are other ones by now."""
    return sum(one != other for one, other in zip(shown, pixels(picture()), strict=True))
