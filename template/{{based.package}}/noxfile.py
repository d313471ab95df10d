"""The project's verbs: nox -s lint typecheck tests, nox -t build, nox -t smoke."""

import runpy
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"

PYPROJECT = nox.project.load_toml("pyproject.toml")

# The sessions of each folder in tools/: shipping builds what is shipped, and tries it.
for file in sorted(Path("tools").glob("*/noxfile.py")):
    runpy.run_path(str(file))


def group(name: str) -> list[str]:
    """The requirements of a dependency group."""
    return list(nox.project.dependency_groups(PYPROJECT, name))


def locked(session: nox.Session) -> list[str]:
    """The options that hold an installation to uv.lock, where there is one."""
    if not Path("uv.lock").exists():
        return []
    file = Path(session.create_tmp()) / "constraints.txt"
    options = ["--locked", "--all-groups", "--no-emit-project", "--no-hashes", "--quiet"]
    session.run_install("uv", "export", *options, f"--output-file={file}", external=True)
    return [f"--constraint={file}"]


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting, and that workflows are safe."""
    session.install(*group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("zizmor", "--offline", "--quiet", ".github")


@nox.session(default=False)
def hooks(session: nox.Session) -> None:
    """Run the hooks of .pre-commit-config.yaml on all files."""
    session.install(*group("lint"))
    session.run("pre-commit", "run", "--all-files", "--show-diff-on-failure")


@nox.session
def typecheck(session: nox.Session) -> None:
    """Check the types."""
    dependencies = PYPROJECT["project"]["dependencies"]
    session.install(*locked(session), *dependencies, *group("typecheck"))
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests against the installed package, and see that they reach all of its code."""
    session.install(*locked(session), ".", *group("test"))
    session.run("coverage", "run", "-m", "pytest", *session.posargs)
    if not session.posargs:  # else these are some of the tests
        session.run("coverage", "report")


@nox.session(default=False, venv_backend="uv")
def tests_lowest(session: nox.Session) -> None:
    """Run the tests with the oldest versions that the dependencies may have."""
    session.install("--resolution=lowest-direct", ".", *group("test"))
    session.run("pytest")
