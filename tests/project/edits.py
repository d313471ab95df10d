"""What a user does to a generated project: the edits that every change of strategy has to keep."""

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template


@dataclass(frozen=True)
class Edit:
    """Some text put after a line, in place of it, or at the end of a file, which is made when it is not there."""

    what: str
    file: str
    text: str
    after: str = ""
    instead_of: str = ""

    def change(self, content: str, names: dict[str, str]) -> str:
        """Return the edited content of the file. Raises ValueError unless the place is there exactly once."""
        place = Template(self.after or self.instead_of).substitute(names)
        if not place:
            return content + self.text
        if content.count(place) != 1:
            raise ValueError(f"{self.what}: {self.file} has {place!r} {content.count(place)} times")
        return content.replace(place, place + self.text if self.after else self.text)


EDITS = (
    Edit("a version raised", "pyproject.toml", 'version = "0.2.0"\n', instead_of='version = "0.1.0"\n'),
    Edit("a dependency added", "pyproject.toml", '  "attrs>=23",\n', after='  "$dependency",\n'),
    Edit(
        "a dependency group added at the end of its table",
        "pyproject.toml",
        'docs = ["pdoc>=15"]\n',
        after='typecheck = ["mypy>=1.18", { include-group = "test" }]\n',
    ),
    Edit("a tool added to a group", "pyproject.toml", ', "pytest-mock>=3.14"', after='"pytest>=8.4"'),
    Edit("a tool setting changed", "pyproject.toml", '"error", "ignore::DeprecationWarning"', instead_of='"error"'),
    Edit(
        "tool settings added in the middle",
        "pyproject.toml",
        'warn_unreachable = true\n\n[[tool.mypy.overrides]]\nmodule = "legacy.*"\nignore_errors = true\n',
        after='mypy_path = "src"\n',
    ),
    Edit("a tool's settings added at the end", "pyproject.toml", "\n[tool.coverage.run]\nbranch = true\n"),
    Edit(
        "a nox session appended",
        "noxfile.py",
        '\n\n@nox.session\ndef docs(session: nox.Session) -> None:\n    """Write the documentation."""\n'
        '    session.install(".", *group("docs"))\n    session.run("pdoc", "--output-directory=site", NAME)\n',
    ),
    Edit("a README section appended", "README.md", "\n## Support\n\nOpen an issue.\n"),
    Edit("a changelog entry added", "CHANGELOG.md", "- A second change.\n", after="- First version.\n"),
    Edit("a new module", "src/$package/extra.py", '"""A module of the user."""\n\nANSWER = 42\n'),
    Edit("a starter module edited", "src/$package/$module.py", "\n\nEDITED = True\n"),
    Edit("a test edited", "tests/test_$module.py", "\n\ndef test_of_the_user() -> None:\n    assert True\n"),
    Edit(
        "a workflow of their own",
        ".github/workflows/nightly.yml",
        "name: Nightly\n\non:\n  schedule:\n    - cron: 0 3 * * *\n\npermissions: {}\n\njobs: {}\n",
    ),
)


def names(project: Path) -> dict[str, str]:
    """Return what the places of the edits refer to: the package, a starter module with a test, the last dependency."""
    [package] = (project / "src").iterdir()
    tested = (path.stem for path in sorted(package.glob("*.py")) if (project / f"tests/test_{path.stem}.py").exists())
    pyproject = (project / "pyproject.toml").read_text("utf-8")
    [dependency] = re.findall(r'^dependencies = \[\n(?:.*\n)*?  "(.*)",\n\]$', pyproject, re.MULTILINE)
    return {"package": package.name, "module": next(tested), "dependency": dependency}


def edit(project: Path) -> Path:
    """Make all edits in a project; return it."""
    known = names(project)
    for change in EDITS:
        path = project / Template(change.file).substitute(known)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_text("utf-8") if path.exists() else ""
        path.write_text(change.change(content, known), "utf-8")
    return project


def lost(project: Path) -> list[str]:
    """Name the edits that are no longer in a project."""
    known = names(project)
    files = {change: project / Template(change.file).substitute(known) for change in EDITS}
    return [
        change.what for change, path in files.items() if not path.exists() or change.text not in path.read_text("utf-8")
    ]
