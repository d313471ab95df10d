"""What goes into the package: the project alone. What it needs are packages of Debian, if they are new enough."""

import re
from collections.abc import Iterator
from pathlib import Path

import nox
from packaging.requirements import Requirement
from packaging.specifiers import Specifier
from packaging.utils import canonicalize_name
from packaging.version import Version
from shipping import common, system
from shipping.project import SETTINGS

# Packages that Debian has under a name that its own list lacks, such as
# {"pyside6-essentials": "python3-pyside6.qtwidgets"}.
NAMES: dict[str, str] = {}
# Packages that the build needs and the metadata does not name, such as a compiler.
BUILD: list[str] = {{ language.debian | to_json }}
KNOWN = Path("/usr/share/dh-python/dist/cpython3_fallback")
HINT = "Build on a newer one, or put them into the package: copier update --data option=virtualenv"


def prepare(session: nox.Session, tree: Path, name: str) -> dict[str, str]:
    """Ask Debian for what the project needs, and return what debian/ says of it."""
    project = common.project(session)
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    python = str(session.run("python", "-c", code, silent=True)).strip()
    run = [f"python3 (>= {project.oldest_python.removesuffix('.0')}~)"]
    run += packages(session, project.metadata.requires or [], python)
    build = packages(session, project.build_requires, python)
    headers = ["python3-dev"] if project.is_compiled else []
    (tree / "debian").mkdir()
    overrides = "".join(f"{name} {package}\n" for name, package in NAMES.items())
    (tree / "debian/py3dist-overrides").write_text(overrides, encoding="utf-8")
    return {
        "ARCHITECTURE": "any" if project.is_compiled else "all",
        "DEPENDS": ", ".join(run),
        "BUILD_DEPENDS": ", ".join([*headers, *BUILD, *build, *run]),
    }


def packages(session: nox.Session, requires: list[str], python: str) -> list[str]:
    """The packages of Debian that meet some requirements. Ends the session where Debian has none that does."""
    found, problems = [], []
    for needed in map(Requirement, requires):
        places = [{"extra": extra, "python_version": python} for extra in ("", *SETTINGS["extras"])]
        if needed.marker and not any(map(needed.marker.evaluate, places)):
            continue
        package = package_of(needed.name)
        version = available(session, package)
        if version is None or not needed.specifier.contains(version, prereleases=True):
            has = f"has {package} {version}" if version else f"has no {package}"
            problems.append(f"{needed} is needed, and this Debian {has}")
        found += [f"{package}{bound}" for bound in bounds(needed)] or [package]
    if problems:
        session.error(f"{'; '.join(problems)}. {HINT}")
    return found


def package_of(name: str) -> str:
    """What Debian calls a package of the index."""
    name = canonicalize_name(name)
    lines = (line.split() for line in KNOWN.read_text(encoding="utf-8").splitlines())
    known = {canonicalize_name(line[0]): line[1] for line in lines if len(line) > 1}
    return (known | NAMES).get(name, f"python3-{name}")


def available(session: nox.Session, package: str) -> str | None:
    """The version that apt would install, as the project that made it calls it."""
    ask = [*system.OWN, "apt-cache", "policy", package]
    said = session.run(*ask, silent=True, external=True, log=False)
    found = re.search(r"Candidate: (?:\d+:)?(?:\S*really\.?)?(\d[^\s~+-]*)", str(said))
    return found[1] if found else None


def bounds(needed: Requirement) -> Iterator[str]:
    """How Debian writes which versions will do. It has no word for all but one."""
    for specifier in needed.specifier:
        version = specifier.version.removesuffix(".*")
        if specifier.operator in (">=", "==", "===", "~="):
            yield f" (>= {system.ordered(version)}~)"
        if specifier.operator in ("<", "<="):
            yield f" ({'<<' if specifier.operator == '<' else '<='} {system.ordered(version)}~)"
        if specifier.operator == ">":
            yield f" (>> {system.ordered(version)})"
        if specifier.operator in ("==", "~="):
            yield f" (<< {after(specifier)}~)"


def after(specifier: Specifier) -> str:
    """The first version after those that a specifier such as ~=1.4.2, ==1.4.* or ==1.4.2 allows."""
    release = list(Version(specifier.version.removesuffix(".*")).release)
    if specifier.operator == "~=":
        release.pop()
    elif not specifier.version.endswith(".*"):
        return f"{system.ordered(specifier.version)}+"
    return ".".join(map(str, [*release[:-1], release[-1] + 1]))


def command(root: Path) -> list[str]:
    """What runs a program of the unpacked package: the Python of the system, told where its modules are."""
    packages = root / "usr/lib/python3/dist-packages"
    return ["env", f"PYTHONPATH={packages}", "/usr/bin/python3", "-s"]
