"""What git knows of a user, and what an answers file says, for tests of new projects."""

from pathlib import Path

import pytest
import yaml


def answers_of(project: Path) -> dict[str, object]:
    """Return the recorded answers of a project."""
    answers: dict[str, object] = yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))
    return answers


def git_knows(monkeypatch: pytest.MonkeyPatch, settings: Path, user: str) -> None:
    """Have git know of the user what is said here, and nothing else."""
    settings.write_text(f"[user]\n{user}")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
