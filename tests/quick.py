"""Copier that does once in a process what gives the same each time: tests render hundreds of projects of one template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

import copier
import pytest
import yaml
from copier._main import Worker
from jinja2 import Environment

_compile = Environment.compile
_compiled: dict[object, CodeType] = {}


def compile_once(
    environment: Environment, source: str, name: str | None = None, filename: str | None = None
) -> CodeType:
    """Compile a Jinja template, or take what was compiled of the same text under the same settings.

    Where it lies does not matter: Copier clones the template to another place each time.
    """
    key = (type(environment), environment.lexer, *environment.extensions, source, name)
    if key not in _compiled:
        _compiled[key] = _compile(environment, source, name, filename)
    return _compiled[key]


def in_memory() -> str | None:
    """Return where temporary files need no disk: Copier writes many, and is a third slower on one. None if nowhere."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**28 else None


@contextmanager
def quickly() -> Iterator[None]:
    """Have Copier work in memory, read YAML with libyaml, compile each text once, and leave modes of files to git.

    For each file it asks git whether that ignores them, which it does on Windows alone: 55 processes in a copy.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", in_memory())
        patch.setattr(yaml, "SafeLoader", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        patch.setattr(Environment, "compile", compile_once)
        if os.name == "posix":
            patch.setattr(Worker, "_sync_git_index_executable_bit", lambda *_: None, raising=False)
        yield


run_copy = quickly()(copier.run_copy)
run_update = quickly()(copier.run_update)
