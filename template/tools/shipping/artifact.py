"""What several kinds of artifacts have in common: how they start, and what is left out of them."""

# What an installer leaves behind. It differs between builds, and no program needs it.
LEFTOVERS = ("INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_*.json")

GUARD = """\
import sys

if sys.version_info < {version}:
    sys.exit("{file} needs Python {python} or newer; this is Python %d.%d." % sys.version_info[:2])

"""

START = """\
from {module} import {name}

sys.exit({function}())
"""


def guard(file: str, oldest: str) -> str:
    """Return code that ends with one line where Python is older than, say, 3.11.0. Python 2 can read it, too."""
    python = oldest.removesuffix(".0")
    version = tuple(map(int, python.split(".")))
    return GUARD.format(version=version, file=file, python=python)


def start(command: str) -> str:
    """Return code that starts a command, such as module:function, as an installer would. It needs `sys`."""
    module, _, function = command.partition(":")
    return START.format(module=module, name=function.split(".")[0], function=function)
