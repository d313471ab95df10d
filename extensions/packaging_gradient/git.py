"""Git, as far as the command needs it, with nothing of the user's settings that could change what comes out."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from packaging_gradient import disk
from packaging_gradient.refusal import Refused

# For a first commit on a machine where nobody has told git who they are.
NOBODY = ["-c", "user.name=packaging-gradient", "-c", "user.email=packaging-gradient@localhost"]

# Variables that send git to another repository, or change what it shows and compares.
NOT_OURS = {
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_CONFIG_PARAMETERS", "GIT_TEMPLATE_DIR"),
    *("GIT_ATTR_SOURCE", "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF", "GIT_DEFAULT_HASH"),
    *("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_LITERAL_PATHSPECS"),
}

# What holds wherever we run git. How the user's repository stores and checks out files is left to its own settings.
PINNED = {
    "color.ui": "false",
    "column.ui": "never",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.ignoreStat": "false",
    "core.safecrlf": "false",
    "core.sparseCheckout": "false",
    "merge.conflictStyle": "merge",
    # A folder of a template can look like a bare repository, with settings that run programs.
    "safe.bareRepository": "explicit",
    # An address of this kind is a program to run.
    "protocol.ext.allow": "never",
    "status.showUntrackedFiles": "normal",
}

# What holds where a template is fetched: its files arrive as they lie in its repository.
AS_IT_LIES = {
    **PINNED,
    "clone.defaultRemoteName": "origin",
    "commit.gpgSign": "false",
    "core.attributesFile": os.devnull,
    "core.autocrlf": "false",
    "core.eol": "lf",
    "core.excludesFile": os.devnull,
    "init.templateDir": "",
    "submodule.recurse": "false",
}


def environment(settings: Mapping[str, str] = PINNED) -> dict[str, str]:
    """Return the environment for git: the user's own, with settings put on top that win over every file.

    The user's files stay in force, for a fetch needs their credentials, addresses and safe directories.
    """
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    said = kept.get("GIT_CONFIG_COUNT", "")
    # Git stops at a count that is none; we put a right one in its place.
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
    for number, (key, value) in enumerate(settings.items(), count):
        kept |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        count = number + 1
    return {**kept, "GIT_CONFIG_COUNT": str(count), "GIT_LITERAL_PATHSPECS": "1"}


def run(
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    variables: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, with some input and some more variables; return what came of it, success or not.

    What takes longer than it may has failed.
    """
    command = ["git", *arguments]
    whole = {**environment(), **(variables or {})}
    try:
        return subprocess.run(
            command, cwd=folder, env=whole, input=given, capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, b"", b"fatal: no answer in time")
    except FileNotFoundError as error:
        raise Refused("Git is not installed; it is needed to make and to switch projects.") from error


def git(folder: Path, *arguments: str, given: bytes = b"", variables: Mapping[str, str] | None = None) -> bytes:
    """Run git in a folder and return what it prints. Raises Refused with what git says when it fails."""
    result = run(folder, *arguments, given=given, variables=variables)
    if result.returncode:
        said = words(os.fsdecode(result.stderr or result.stdout)) or f"exit code {result.returncode}"
        raise Refused(f"Git says: {said}")
    return result.stdout


def words(said: str) -> str:
    """Return what matters of git's messages: from the first error on, else all. Raises OSError where a disk of ours is full."""
    disk.check(said)
    lines = said.strip().splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith(("fatal: ", "error: "))), 0)
    return " ".join(line.strip() for line in lines[first:] if line.strip())


def line(folder: Path, *arguments: str) -> str:
    """Run git for one line of text."""
    return os.fsdecode(git(folder, *arguments)).rstrip("\n")


def names(folder: Path, *arguments: str) -> list[str]:
    """Run git for a list of names or fields, with `-z`, so that no name can break it."""
    return split(git(folder, *arguments, "-z"))


def split(listed: bytes) -> list[str]:
    """Return the names or fields of what git lists with `-z`."""
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def succeeds(folder: Path, *arguments: str) -> bool:
    """Tell whether git agrees."""
    return run(folder, *arguments).returncode == 0


def has_commit(folder: Path) -> bool:
    """Tell whether a repository has a commit. Raises Refused where git cannot read it, or will not: it may be another's."""
    git(folder, "status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all")
    return succeeds(folder, "rev-parse", "--quiet", "--verify", "HEAD")


def ignored(folder: Path, names: list[str], *settings: str) -> list[str]:
    """Return which of some names git would not add: a line of .gitignore, or of the user's own, hides them."""
    given = os.fsencode("".join(f"{name}\0" for name in names))
    # This one command takes no file names for what they are; it returns 1 where nothing is ignored.
    variables = {"GIT_LITERAL_PATHSPECS": "0"}
    listed = run(folder, *settings, "check-ignore", "-z", "--stdin", given=given, variables=variables)
    if listed.returncode > 1:
        raise Refused(f"Git says: {words(os.fsdecode(listed.stderr))}")
    return split(listed.stdout)


def ignores(folder: Path, name: str) -> bool:
    """Tell whether the repository has git leave a file out, whatever the user's own settings leave out besides."""
    return bool(ignored(folder, [name], "-c", f"core.excludesFile={os.devnull}"))


def user(folder: Path) -> dict[str, str]:
    """Return who git says works in a folder, there already or not, by the names that Copier's own settings use too."""
    place = next(place for place in (folder, *folder.parents) if place.is_dir())
    found = {key: run(place, "config", "--get", key.replace("_", ".")).stdout for key in ("user_name", "user_email")}
    return {key: os.fsdecode(value).rstrip("\n") for key, value in found.items() if value}


def first_commit(folder: Path) -> str:
    """Make a repository of a folder, with everything in it committed, also what the user has git ignore elsewhere.

    Hooks do not run: they are for the user's work, which begins afterwards. Return what the user has to know.
    """
    hashed = {name: value for name, value in os.environ.items() if name == "GIT_DEFAULT_HASH"}
    git(folder, "init", "--quiet", "--initial-branch=main", variables=hashed)
    git(folder, "add", "--all", "--force")
    identity = [] if succeeds(folder, "var", "GIT_COMMITTER_IDENT") else NOBODY
    commit = ["commit", "--quiet", "--message=Start from packaging-gradient"]
    if succeeds(folder, *identity, *commit):
        return ""
    git(folder, *identity, "-c", "commit.gpgSign=false", *commit)
    return "The first commit is not signed, for git could not sign it; later: git commit --amend --no-edit --gpg-sign"
