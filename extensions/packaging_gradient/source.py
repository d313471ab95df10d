"""Which template is used, and where it is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PureWindowsPath
from urllib.parse import urlsplit
from urllib.request import url2pathname

from packaging_gradient import origin
from packaging_gradient.disk import real
from packaging_gradient.git import git, line
from packaging_gradient.refusal import Refused
from packaging_gradient.shell import WINDOWS
from packaging_gradient.table import CHECKOUT

NAME = "packaging-gradient"


@dataclass(frozen=True, slots=True)
class Source:
    """A template as Copier takes it: an absolute path or a URL, and a version of it (none: the newest tag)."""

    address: str
    ref: str | None = None
    note: str = ""


def find(named: str | None, ref: str | None = None) -> Source:
    """Return the named template, else the one that this command came with.

    Raises Refused when there is none. A path is made absolute: a relative one would be recorded as it stands, and
    later updates would not find it.
    """
    if named is not None:
        return _named(named, ref)
    for found in _candidates():
        return Source(found.address, ref) if ref else found
    raise Refused("No template found: this command came neither from a checkout nor from a repository; use --template.")


def called() -> list[str]:
    """Return the words that call this command: where it was not installed, it is on no PATH, and the checkout starts it."""
    script = CHECKOUT / "bootstrap"
    start = ["py", str(script)] if WINDOWS else [str(script)]
    return [*start, "gradient"] if script.is_file() else ["gradient"]


def is_own(address: str) -> bool:
    """Tell whether an address is that of the template that this command came with."""
    own = [found.address for found in _candidates()]
    origins = [origin.of(Path(place)) for place in own if Path(place).is_dir()]
    return _plain(address) in {_plain(place) for place in (*own, *origins) if place}


def _plain(address: str) -> str:
    """Return the one form of an address that can be written in several."""
    if (path := expanded(address)).exists():
        return str(real(path))
    return address.removeprefix("git+").rstrip("/").removesuffix(".git")


def version() -> str:
    """Return the command's version in one line, with the template that it uses."""
    try:
        number = metadata.version(NAME)
    except metadata.PackageNotFoundError:
        number = "not installed"
    found = next(_candidates(), None)
    place = f"{found.address} at {found.ref}" if found and found.ref else found.address if found else "none found"
    return f"gradient {number}, template: {place}"


def _named(name: str, ref: str | None) -> Source:
    path = expanded(name)
    if path.exists():
        _check(path)
        return Source(str(real(path)), ref)
    if ":" not in name.removeprefix(PureWindowsPath(name).drive):
        raise Refused(f"There is no template at {path.absolute()}.")
    return Source(name, ref)


def _check(path: Path) -> None:
    """Refuse what cannot be a template: Copier would take any folder for one, a whole home too, and wait at a pipe."""
    marks = ("copier.yml", "copier.yaml", ".git", "HEAD")
    if not path.is_file() and not any((path / mark).exists() for mark in marks):
        raise Refused(f"{path.absolute()} is not a template: it has no copier.yml.")


def expanded(name: str) -> Path:
    """Return the path of a name that may begin with `~`; where there is no such user, it is a name as any other."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def _candidates() -> Iterator[Source]:
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
            yield Source(f"git+{url}", distribution.version)


def _origin(direct_url: dict[str, dict[str, str]]) -> Iterator[Source]:
    """Read what an installer recorded (PEP 610)."""
    url = str(direct_url.get("url", ""))
    if "vcs_info" in direct_url:
        yield Source(f"git+{url}", direct_url["vcs_info"]["commit_id"])
    elif "dir_info" in direct_url:
        folder = Path(url2pathname(urlsplit(url).path))
        if (folder / "copier.yml").is_file():
            yield _checkout(folder)


def _checkout(folder: Path) -> Source:
    """Return a checkout at its last commit. Copier would take in what is not committed, and record a commit that is lost."""
    if not (folder / ".git").exists():
        return Source(str(folder))
    changed = git(folder, "status", "--porcelain")
    note = "The template has changes that are not committed; they were left out." if changed else ""
    return Source(str(folder), line(folder, "rev-parse", "HEAD"), note)
