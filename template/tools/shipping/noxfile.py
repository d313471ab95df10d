"""The sessions that build what is shipped, and try it: nox -t build, nox -t smoke, nox -t release.

Each way to ship has a folder of its own here, with its sessions in sessions.py.
"""

import sys
from importlib import import_module
from pathlib import Path

import nox

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

nox.options.default_venv_backend = "uv|virtualenv"

import_module("shipping.release")
for sessions in sorted(HERE.glob("*/sessions.py")):
    import_module(f"shipping.{sessions.parent.name}.sessions")
