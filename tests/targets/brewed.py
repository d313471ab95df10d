"""Run inside a root: install the files in /app as brew does, by pip into an environment of their own, and run a command.

brewed.py COMMAND [ARGUMENT ...]: files.txt says which files, in which order. What builds an sdist comes from /app/house.
"""

import os
import subprocess
import sys
from pathlib import Path

APP = Path("/app")
HOME = Path("/tmp/libexec")

subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", HOME], check=True)
[pip] = APP.glob("house/pip-*.whl")
install: list[str | Path] = [
    sys.executable,
    pip / "pip",
    f"--python={HOME}/bin/python",
    "--quiet",
    "install",
    "--no-deps",
]
install += ["--ignore-installed", "--no-compile", "--no-index", f"--find-links={APP}/house"]
for name in (APP / "files.txt").read_text("utf-8").splitlines():
    subprocess.run([*install, APP / name], check=True)
command = str(HOME / "bin" / sys.argv[1])
os.execv(command, [command, *sys.argv[2:]])
