"""AppImages: what stands in for their runtime, what is in them, and what Debian's own library for them reads there."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL, POINTER, c_bool, c_char_p, c_long
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from targets import lack, require
from workshop import cached, locked

SOURCE = Path(__file__).with_name("runtime.c")
STAND_IN = "the runtime of AppImages is a program of our own, which mounts by squashfuse or unpacks by unsquashfs"
# What a file has at its eighth byte to be an AppImage of the second type.
MAGIC = b"AI\x02"


def runtime() -> Path:
    """Return what stands in for the runtime; compiled once and kept in the user's cache until its source changes."""
    require("gcc", "mksquashfs", "squashfuse", "fusermount3")
    program = cached("appimage") / "runtime"
    with locked(program.with_suffix(".lock")):
        if not program.exists() or program.stat().st_mtime < SOURCE.stat().st_mtime:
            subprocess.run(["gcc", "-static", "-s", "-O1", "-Wall", "-o", program, SOURCE], check=True)
            content = bytearray(program.read_bytes())
            content[8 : 8 + len(MAGIC)] = MAGIC
            program.write_bytes(content)
    return program


@cache
def library() -> CDLL:
    """Return Debian's library for AppImages; skip where it is not installed."""
    try:
        return CDLL("libappimage.so.1.0abi1")
    except OSError:
        lack("needs: apt-get install --no-install-recommends libappimage1.0abi1")


def kind(image: Path) -> int:
    """Return the type of an AppImage; -1 if it is none."""
    ask = library().appimage_get_type
    ask.argtypes = [c_char_p, c_bool]
    return int(ask(bytes(image), False))


def offset(image: Path) -> int:
    """Return where the file system in an AppImage begins."""
    ask = library().appimage_get_payload_offset
    ask.restype, ask.argtypes = c_long, [c_char_p]
    return int(ask(bytes(image)))


def files(image: Path) -> list[str]:
    """Return the names of all that is in an AppImage."""
    ask = library().appimage_list_files
    ask.restype, ask.argtypes = POINTER(c_char_p), [c_char_p]
    found = ask(bytes(image))
    names: list[str] = []
    while (name := found[len(names)]) is not None:
        names.append(name.decode())
    return names


def asks_for_terminal(image: Path) -> bool:
    """Tell whether there is a launcher in an AppImage that asks for a terminal."""
    ask = library().appimage_is_terminal_app
    ask.argtypes = [c_char_p]
    return bool(ask(bytes(image)) == 1)


def unpacked(image: Path, folder: Path) -> Path:
    """Unpack the file system in an AppImage into a folder."""
    target = folder / "AppDir"
    start = str(runtime().stat().st_size)
    run = ["unsquashfs", "-quiet", "-no-progress", "-offset", start, "-dest", str(target), str(image)]
    subprocess.run(run, check=True)
    return target


@contextmanager
def mounted(image: Path) -> Iterator[Path]:
    """Mount the file system in an AppImage."""
    with TemporaryDirectory() as folder:
        subprocess.run(["squashfuse", f"-ooffset={runtime().stat().st_size}", image, folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["fusermount3", "-uz", folder], check=True)


def packed_without(name: str, image: Path, folder: Path) -> Path:
    """Pack an AppImage again, without what is at one place at its top; return it."""
    app = unpacked(image, folder)
    (app / name).unlink()
    file_system, target = folder / "packed", folder / "without.AppImage"
    subprocess.run(["mksquashfs", app, file_system, "-quiet", "-no-progress"], check=True)
    target.write_bytes(runtime().read_bytes() + file_system.read_bytes())
    return target
