"""Lets `python -m packaging_gradient` stand for `gradient`."""

from packaging_gradient.cli import app

try:
    app(prog_name="gradient")
finally:
    # CPython remembers an interrupt that left an `exec` of text, as dataclasses use it, until the next one. Though it was
    # handled, `python -m` would end with the code of SIGINT.
    exec("")  # noqa: S102 - nothing is in it
