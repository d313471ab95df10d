"""Freeze the project: freeze.py NAME COMMAND PACKAGE ...

Run it in an empty folder. It leaves the program in built/NAME and, on Windows and macOS, installer/NAME.
"""

import subprocess
import sys
import sysconfig
import tomllib
from email.utils import parseaddr
from importlib.metadata import entry_points, metadata
from pathlib import Path
from textwrap import indent

from cx_Freeze import ConstantsModule, Executable, Freezer, Module, build_exe, setup
from shipping.artifact import start
from shipping.binaries import check
from shipping.cx_freeze.options import LIBRARIES, installer
from shipping.cx_freeze.packages import bring

HERE = Path(__file__).resolve().parent
SETTINGS = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
SHARED = tomllib.loads((HERE.parent / "settings.toml").read_text(encoding="utf-8"))
NAME, COMMAND, *PACKAGES = sys.argv[1:]
# Where modules are found: not in the folders that these files themselves are imported from.
PATH = [entry for entry in sys.path if entry not in (str(HERE), str(HERE.parents[1]))]
# Python's own start does this for signals, and this is how it ends where nobody catches an error.
PROGRAM = """\
import signal
import sys

signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGPIPE"):
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
try:
{}
except (Exception, KeyboardInterrupt) as error:
    sys.excepthook(type(error), error, error.__traceback__)
    sys.exit(130 if isinstance(error, KeyboardInterrupt) else 1)
"""


def moved() -> list[tuple[str, str]]:
    """The folders that the program looks for in another place, beside its packages."""
    site = Path(sysconfig.get_path("purelib"))
    folders = SHARED.get("frozen", {})
    return [(str(site / folder), f"lib/{place}") for folder, place in folders.items()]


class Constants(ConstantsModule):
    """What the program knows of its build: neither the time, nor the machine."""

    def create(self, tmp_path: Path, modules: list[Module]) -> Path:
        """Write the module."""
        file = super().create(tmp_path, modules)
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(("BUILD_", "SOURCE_"))]
        file.write_text("".join(kept), encoding="utf-8")
        return file


class Build(build_exe):
    """Builds the folder, the same bytes each time."""

    def run(self) -> None:
        """Freeze the project with all its modules and data files, and what it imports."""
        freezer = Freezer(
            self.distribution.executables,
            Constants(),
            packages=[*PACKAGES, *SETTINGS["packages"]],
            include_files=moved(),
            path=PATH,
            target_dir=self.build_exe,
            replace_paths=[("*", "")],
            metadata=self.distribution.metadata,
            silent=1,
            **LIBRARIES.get(sys.platform, {}),
        )
        if sys.platform == "linux":
            freezer.default_bin_path_excludes = []  # libraries of the system go in, too
        freezer.freeze()
        folder = freezer.target_dir
        files = [(path.relative_to(folder).as_posix(), str(path)) for path in folder.rglob("*")]
        check(files, SETTINGS["glibc"], "cx_freeze/settings.toml")
        lib = folder / "lib"
        subprocess.run([sys.executable, "-IS", str(HERE / "timeless.py"), str(lib)], check=True)
        bring(lib)


def window() -> dict[str, str]:
    """What a command that opens a window has: no terminal beside it, and a place in the menu of Windows."""
    points = entry_points(group="gui_scripts")
    if not any(point.value == COMMAND for point in points):
        return {}
    return {"base": "gui", "shortcut_name": NAME, "shortcut_dir": "ProgramMenuFolder"}


def main() -> None:
    """Write the program, which starts the command as an installer would, and freeze it."""
    program = Path("start-command.py").resolve()
    program.write_text(PROGRAM.format(indent(start(COMMAND), "    ")), encoding="utf-8")
    known = metadata(NAME)
    author, address = parseaddr(known.get("Author-email", ""))
    icon = next(HERE.glob("icon.ico" if sys.platform == "win32" else "icon.icns"), None)
    command, options = installer(NAME, known["Version"], SETTINGS["upgrade_code"], icon)
    setup(
        name=NAME,
        version=known["Version"],
        description=known.get("Summary"),
        author=known.get("Author") or author,
        author_email=address,
        executables=[Executable(str(program), target_name=NAME, icon=icon, **window())],
        cmdclass={"build_exe": Build},
        options={
            "build": {"build_base": "installer"},
            "build_exe": {"build_exe": f"built/{NAME}"},
        }
        | options,
        script_args=[command],
    )


if __name__ == "__main__":
    main()
