"""Where a project's answers file says its template is: an address that others can use, or a word that it has none."""

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import yaml

from packaging_gradient import origin, safe_yaml
from packaging_gradient.placing.drafts import ANSWERS

# No line of YAML is broken.
LONG = 1_000_000


@dataclass(frozen=True, slots=True)
class Bound:
    """A template that only this machine has: its folder, the version that was taken, and its address once it is pushed."""

    folder: str
    version: str
    address: str

    def note(self, project: Path, strategy: str) -> str:
        """Say what that means for the project, in one line, with the command that changes it."""
        if not self.version:
            return f"No update will find this project: its template {self.folder} is no clone, so it has no version."
        words = ["gradient", "switch", strategy, os.path.relpath(project), "--template", self.address or "URL"]
        command = shlex.join(words)
        if self.address:
            return f"Only this machine can update the project. Push its template to {self.address}, then run: {command}"
        return f"Only this machine can update the project: its template is {self.folder}. With a URL, run: {command}"


def record(project: Path, address: str) -> Bound | None:
    """Have the answers of a fresh render name the template as every machine finds it, and without a password.

    Copier wrote down where it took the template from. Returns what to say of a template that only this machine has.
    """
    file, folder = project / ANSWERS, Path(address)
    if not file.is_file():
        return None
    if not folder.exists():
        if (clean := origin.without_secret(address)) != address:
            _write(file, _src_path=clean)
        return None
    recorded = safe_yaml.values(safe_yaml.file(file))
    version = str(recorded.get("_commit", "")) if isinstance(recorded, dict) else ""
    url = origin.of(folder) if version and folder.is_dir() else ""
    there = origin.version(folder, version) if url else ""
    if not there:
        return Bound(address, version, url)
    _write(file, _src_path=url, _commit=there)
    return None


def _write(file: Path, **lines: str) -> None:
    """Change lines of an answers file, with those that carry them on, and leave the rest as Copier wrote it."""
    text = file.read_bytes().decode("utf-8")
    for key, value in lines.items():
        line = yaml.safe_dump({key: value}, width=LONG, allow_unicode=True)
        text = re.sub(rf"^{key}:.*\n(?:[ ].*\n)*", line.replace("\\", r"\\"), text, flags=re.MULTILINE)
    file.write_bytes(text.encode("utf-8"))
