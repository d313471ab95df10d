"""Where the template is that belongs to this command."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from packaging_gradient.git import git, line
from packaging_gradient.refusal import Refused
from packaging_gradient.table import CHECKOUT

NAME = "packaging-gradient"


@dataclass(frozen=True, slots=True)
class Template:
    """A template as Copier takes it: an absolute path or a URL, and a version of it (none: the newest tag)."""

    source: str
    ref: str | None = None
    note: str = ""


def find(named: str | None, ref: str | None = None) -> Template:
    """Return the named template, else the one that this command came with.

    Raises Refused when there is none. A path is made absolute: a relative one would be recorded as it stands, and
    later updates would not find it.
    """
    if named is not None:
        return _named(named, ref)
    for template in _candidates():
        return Template(template.source, ref) if ref else template
    raise Refused("No template found: this command came neither from a checkout nor from a repository; use --template.")


def _named(name: str, ref: str | None) -> Template:
    path = Path(name).expanduser()
    if path.exists():
        return Template(str(path.resolve()), ref)
    if ":" not in name:
        raise Refused(f"There is no template at {path.absolute()}.")
    return Template(name, ref)


def _candidates() -> Iterator[Template]:
    """The checkout that this module lies in; where it was installed from; the repository that its metadata names."""
    if (CHECKOUT / "copier.yml").is_file():
        yield _checkout(CHECKOUT)
    try:
        distribution = metadata.distribution(NAME)
    except metadata.PackageNotFoundError:
        return
    yield from _origin(json.loads(distribution.read_text("direct_url.json") or "{}"))
    for entry in distribution.metadata.get_all("Project-URL") or []:
        label, _, url = entry.partition(", ")
        if label == "Repository":
            yield Template(f"git+{url}", distribution.version)


def _origin(direct_url: dict[str, dict[str, str]]) -> Iterator[Template]:
    """Read what an installer recorded (PEP 610)."""
    url = str(direct_url.get("url", ""))
    if "vcs_info" in direct_url:
        yield Template(f"git+{url}", direct_url["vcs_info"]["commit_id"])
    elif "dir_info" in direct_url:
        folder = Path(url2pathname(urlsplit(url).path))
        if (folder / "copier.yml").is_file():
            yield _checkout(folder)


def _checkout(folder: Path) -> Template:
    """Return a checkout at its last commit. Copier would take in what is not committed, and record a commit that is lost."""
    if not (folder / ".git").exists():
        return Template(str(folder))
    changed = git(folder, "status", "--porcelain")
    note = "The template has changes that are not committed; they were left out." if changed else ""
    return Template(str(folder), line(folder, "rev-parse", "HEAD"), note)
