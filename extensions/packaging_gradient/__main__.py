"""Lets `python -m packaging_gradient` stand for `gradient`."""

from packaging_gradient.cli import app

app(prog_name="gradient")
