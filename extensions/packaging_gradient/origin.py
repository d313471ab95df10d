"""Where a template that lies on this machine can be had from any other one."""

import re
from pathlib import Path

from packaging_gradient.git import line, run, succeeds

SCHEMES = {"file", "git", "git+file", "git+http", "git+https", "git+ssh", "http", "https", "ssh"}
# host:path, as ssh takes it; one letter before the colon is a drive of Windows.
SCP = re.compile(r"(?:[\w.-]+@)?[\w.-]{2,}:(?![:/\\])\S+|(?:[\w.-]+@)?[\w.-]{2,}:/(?!/)\S+")
# What Copier takes for a git repository without looking at it; `git+` makes it take the rest.
KNOWN = ("git@", "git://", "git+")
# A server that does not answer must not hold up who starts a project.
PATIENCE = 20
QUIETLY = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true"}


def public(address: str) -> str:
    """Return the address of a repository as Copier takes it, without a password or a token; "" for a folder of this machine."""
    scheme, separator, _ = address.partition("://")
    if not (scheme.lower() in SCHEMES if separator else SCP.fullmatch(address)):
        return ""
    clean = without_secret(address)
    return clean if clean.startswith(KNOWN) or clean.endswith(".git") else f"git+{clean}"


def without_secret(address: str) -> str:
    """Return an address without who logs in there, but for the user whom ssh needs and who is the same for all."""
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    login, at, name = host.rpartition("@")
    if not separator or not at:
        return address
    user = login.partition(":")[0] if scheme.lower().endswith("ssh") else ""
    return f"{scheme}://{f'{user}@' if user else ''}{name}{slash}{path}"


def of(checkout: Path) -> str:
    """Return the address of a checkout's origin for any machine; "" where it has none.

    It is the one that was cloned. `git remote get-url` would show what the user's own settings make of it (insteadOf),
    often with a token.
    """
    found = run(checkout, "config", "--get", "remote.origin.url")
    return public(found.stdout.decode("utf-8", "replace").strip())


def version(checkout: Path, described: str) -> str:
    """Return how a version is called at the origin too, from how `git describe` calls it here; "" where it is not there.

    A commit is there if a branch of the origin held it at the last fetch or push: no server is asked, for that works
    offline. Of tags a checkout does not know whether they are its own, so the origin is asked for one; where it does not
    answer or has another, the commit is named too.
    """
    there = run(checkout, "for-each-ref", "--count=1", f"--contains={described}", "refs/remotes/origin")
    if there.returncode or not there.stdout:
        return ""
    tag = f"refs/tags/{described}"
    if not succeeds(checkout, "rev-parse", "--quiet", "--verify", tag) or _has(checkout, tag):
        return described
    return line(checkout, "describe", "--tags", "--long", described)


def _has(checkout: Path, tag: str) -> bool:
    """Ask the origin for a tag of the same commit."""
    commit = line(checkout, "rev-parse", f"{tag}^{{commit}}")
    asked = run(checkout, "ls-remote", "origin", tag, f"{tag}^{{}}", variables=QUIETLY, seconds=PATIENCE)
    return any(listed.split()[0] == commit for listed in asked.stdout.decode("ascii", "replace").splitlines())
