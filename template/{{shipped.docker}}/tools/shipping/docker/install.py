"""Install the wheel in a folder into an environment: install.py FOLDER ENVIRONMENT"""

import compileall
import subprocess
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

from shipping.artifact import start
from shipping.project import ROOT, SETTINGS, Project

# As the first process of a container, a program that does not expect SIGTERM would not be stopped by it.
MAIN = """\
#!{environment}/bin/python
import signal
import sys

signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
sys.argv[0] = "{environment}/bin/{command}"

"""


def locked() -> list[str]:
    """The packages that uv.lock names, each with its version and hashes."""
    options = ["--locked", "--no-default-groups", "--no-emit-project", "--quiet"]
    extras = [f"--extra={extra}" for extra in SETTINGS["extras"]]
    export = [
        sys.executable,
        "-m",
        "uv",
        "export",
        *options,
        *extras,
        "--output-file=/tmp/locked.txt",
    ]
    subprocess.run(export, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return ["--require-hashes", "--requirement=/tmp/locked.txt"]


def main(folder: Path, environment: Path) -> None:
    """Install the dependencies, then the wheel, and write the program that starts its command."""
    project = Project(folder)
    pip = [sys.executable, "-m", "pip", f"--python={environment}", "install", "--no-compile"]
    if (ROOT / "uv.lock").exists():
        subprocess.run([*pip, *locked()], check=True)
        subprocess.run([*pip, "--no-deps", "--no-index", str(project.wheel)], check=True)
    else:
        subprocess.run([*pip, project.requirement], check=True)
    # Nothing in an image changes, so Python need not compare sources with what they were compiled to.
    unchecked = PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(environment / "lib", quiet=2, invalidation_mode=unchecked)
    program = environment / "main"
    first = MAIN.format(environment=environment, command=project.command.name)
    program.write_text(first + start(project.command.value), encoding="utf-8")
    program.chmod(0o755)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
