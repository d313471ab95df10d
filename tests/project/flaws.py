"""What a generated project must not have: traces of the template, untidy files, names of what is not there."""

import re
from pathlib import Path

from project.parsing import files
from table.folders import COMMON, OWNED, PARTS
from workshop import CATALOGUE

HEADINGS = [
    "What the target must have",
    "Build",
    "Install",
    "Upgrade",
    "Publish",
    "Roll back",
    "When a vulnerability lands",
]
TRACE = re.compile(r"(?<!\$)\{\{(?!\.| [A-Z_]+ \}\}).*|\{%.*")


def name(path: Path, project: Path) -> str:
    """A file's name as its user sees it."""
    return path.relative_to(project).as_posix()


def traces(project: Path) -> list[str]:
    """Find Jinja that was not rendered, and file names that only a template has.

    GitHub's `${{`, Go's `{{.` and what conda fills in, such as `{{ BIN_DIR }}`, are not.
    """
    found = [name(path, project) for path in files(project) if path.suffix == ".jinja" or PARTS in path.parts]
    for path in files(project):
        text = path.read_text("utf-8")
        found += [f"{name(path, project)}: {match}" for match in TRACE.findall(text)]
    return found


def untidy(project: Path) -> list[str]:
    """Find files that end without a line feed or with empty lines, and lines that end in spaces."""
    found = []
    for path in files(project):
        text = path.read_text("utf-8")
        if text and (not text.endswith("\n") or text.endswith("\n\n") or not text.strip()):
            found.append(f"{name(path, project)}: its end")
        found += [f"{name(path, project)}: {line!r}" for line in text.splitlines() if line != line.rstrip()]
    return found


def strangers(project: Path, active: list[str]) -> list[str]:
    """Find file names of strategies that are not active."""
    here = {Path(file).name for id in [*active, *CATALOGUE["shapes"], *CATALOGUE["bases"]] for file in OWNED[id]} | {
        Path(file).name for file in COMMON
    }
    absent = {Path(file).name for id in CATALOGUE["strategies"] for file in OWNED[id]} - here
    pattern = re.compile("|".join(rf"(?<![\w.-]){re.escape(file)}(?![\w-])" for file in sorted(absent)) or "$^")
    texts = ((path, path.read_text("utf-8")) for path in files(project))
    return [f"{name(path, project)}: {match}" for path, text in texts for match in pattern.findall(text)]


def dead_links(project: Path) -> list[str]:
    """Find links in Markdown to files that are not there."""
    found = []
    for path in files(project):
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")) if path.suffix == ".md" else []
        found += [f"{name(path, project)}: {link}" for link in links if not (path.parent / link).exists()]
    return found


def poor_guides(project: Path, shipped: list[str]) -> list[str]:
    """Find strategies whose guide is not there, or has other sections than all guides have."""
    found = []
    for id in shipped:
        guide = project / f"docs/shipping/{id}.md"
        text = guide.read_text("utf-8") if guide.exists() else ""
        sections = [heading for heading in re.findall(r"^## (.*)$", text, re.MULTILINE) if heading in HEADINGS]
        if sections != HEADINGS:
            found.append(f"{id}: {', '.join(sections) or 'no section'}")
    return found
