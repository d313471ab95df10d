"""What works on a repository already: its CI services and its task runners. They stay as they are."""

from collections.abc import Mapping
from fnmatch import fnmatch
from typing import Any

from packaging_gradient.existing.files import table

CI = {
    "GitHub Actions": ".github/workflows/*",
    "GitLab CI": ".gitlab-ci.yml",
    "Forgejo Actions": ".forgejo/workflows/*",
    "CircleCI": ".circleci/*",
    "Azure Pipelines": "azure-pipelines.y*ml",
    "Bitbucket Pipelines": "bitbucket-pipelines.yml",
    "Cirrus CI": ".cirrus.yml",
    "Travis CI": ".travis.yml",
    "AppVeyor": "*appveyor.yml",
    "Jenkins": "Jenkinsfile",
    "Woodpecker": ".woodpecker*",
    "sourcehut": ".build*.yml",
}
RUNNERS = {
    "nox": "noxfile.py",
    "tox": "tox.*",
    "hatch": "hatch.toml",
    "make": "[Mm]akefile",
    "just": "[Jj]ustfile",
    "task": "Taskfile.y*ml",
    "invoke": "tasks.py",
}
# Task runners that have a table in pyproject.toml.
TABLES = {"tox": ("tox",), "hatch": ("hatch", "envs"), "pdm": ("pdm", "scripts"), "poe": ("poe", "tasks")}


def services(files: list[str]) -> tuple[str, ...]:
    """Return the CI services that have a file here."""
    return tuple(name for name, pattern in CI.items() if any(fnmatch(file, pattern) for file in files))


def runners(files: list[str], pyproject: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the task runners that have a file or a table here."""
    top = [file for file in files if "/" not in file]
    found = [name for name, pattern in RUNNERS.items() if any(fnmatch(file, pattern) for file in top)]
    return tuple(dict.fromkeys([*found, *(name for name, keys in TABLES.items() if table(pyproject, "tool", *keys))]))
