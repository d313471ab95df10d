"""The documentation: `nox -s docs` builds it, and `nox -s docs -- serve` shows it as it is written."""

import nox

PYPROJECT = nox.project.load_toml("pyproject.toml")


@nox.session(default=False)
def docs(session: nox.Session) -> None:
    """Build the documentation in build/site; a link that leads nowhere is an error."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "docs"))
    session.run("zensical", *(session.posargs or ["build", "--clean", "--strict"]))
