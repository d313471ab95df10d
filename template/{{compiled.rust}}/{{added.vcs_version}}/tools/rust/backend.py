"""What builds the project: maturin, told the version that git's tags give. An sdist states it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import maturin
from setuptools_scm import get_version

FILE = Path("pyproject.toml")
ASKED = b'dynamic = ["version"]'


@contextmanager
def stated() -> Iterator[None]:
    """State the version in pyproject.toml for as long as maturin reads it."""
    text = FILE.read_bytes()
    if ASKED in text:
        # Before the first commit, and where git is not there, it is 0.0.
        version = get_version(fallback_version="0.0")
        FILE.write_bytes(text.replace(ASKED, f'version = "{version}"'.encode()))
    try:
        yield
    finally:
        FILE.write_bytes(text)


def versioned(hook: Callable[..., str]) -> Callable[..., str]:
    """Give a hook of maturin (PEP 517) the version."""

    @wraps(hook)
    def wrapped(*arguments: Any) -> str:
        with stated():
            return hook(*arguments)

    return wrapped


build_editable = versioned(maturin.build_editable)
build_sdist = versioned(maturin.build_sdist)
build_wheel = versioned(maturin.build_wheel)
get_requires_for_build_editable = maturin.get_requires_for_build_editable
get_requires_for_build_sdist = maturin.get_requires_for_build_sdist
get_requires_for_build_wheel = maturin.get_requires_for_build_wheel
prepare_metadata_for_build_editable = versioned(maturin.prepare_metadata_for_build_editable)
prepare_metadata_for_build_wheel = versioned(maturin.prepare_metadata_for_build_wheel)
