"""What every .pyz file begins with: the check of the Python that runs it."""

GUARD = """\
import sys

if sys.version_info < {version}:
    sys.exit("{file} needs Python {python} or newer; this is Python %d.%d." % sys.version_info[:2])

"""


def guard(file: str, oldest: str) -> str:
    """Return code that ends with one line where Python is older than, say, 3.11.0. Python 2 can read it, too."""
    python = oldest.removesuffix(".0")
    version = tuple(map(int, python.split(".")))
    return GUARD.format(version=version, file=file, python=python)
