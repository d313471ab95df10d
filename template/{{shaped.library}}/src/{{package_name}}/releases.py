"""Ordering and filtering of version numbers."""

from collections.abc import Iterable

from packaging.version import Version


def stable(versions: Iterable[str]) -> list[str]:
    """Return the final releases, oldest first.

    Raises packaging.version.InvalidVersion for what is not a version number.
    """
    parsed = sorted(Version(version) for version in versions)
    return [str(version) for version in parsed if not version.is_prerelease]


def latest(versions: Iterable[str]) -> str | None:
    """Return the newest final release, or None when there is none."""
    found = stable(versions)
    return found[-1] if found else None
