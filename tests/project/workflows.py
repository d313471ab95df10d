"""The workflows that projects get, and the rules that hold for each of them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from project.trees import Tree
from project.updates import expected
from table.cases import KINDS, allowed
from workshop import CATALOGUE, Workshop

FOLDER = ".github/workflows/"
PIN = re.compile(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (v[\d.]+)$", re.MULTILINE)
SESSION = re.compile(r"^@nox\.session(.*)\ndef (\w+)", re.MULTILINE)
Jobs = Mapping[str, Any]


def workflow(strategy: str) -> str:
    """Return where the workflow that releases a strategy is."""
    return f"{FOLDER}release-{strategy}.yml"


def generated(workshop: Workshop) -> dict[str, str]:
    """Return the workflows of projects of every kind, which ship in every way and have all extras."""
    texts: dict[str, str] = {}
    for kind in KINDS:
        first, *others = [case.strategy for case in allowed(kind)]
        tree = expected(workshop, **kind.answers, strategy=first, also_ship=others, extras=list(CATALOGUE["extras"]))
        found = {name: entry[1].decode() for name, entry in tree.items() if name.startswith(FOLDER)}
        texts |= {f"{kind}/{name}": text for name, text in found.items() if text not in texts.values()}
    return texts


def jobs(text: str) -> Jobs:
    """Return the jobs of a workflow."""
    found: Jobs = yaml.safe_load(text)["jobs"]
    return found


def loose(text: str) -> list[str]:
    """Return the actions that are not held to one commit, with its version beside it."""
    return [line.strip() for line in text.splitlines() if re.search(r"\buses:", line) and not PIN.search(line)]


def pins(texts: Iterable[str]) -> dict[str, set[tuple[str, str]]]:
    """Return the commits, and the versions named beside them, of each action."""
    found: dict[str, set[tuple[str, str]]] = {}
    for action, commit, version in (pin for text in texts for pin in PIN.findall(text)):
        found.setdefault(action, set()).add((commit, version))
    return found


def endless(found: Jobs) -> list[str]:
    """Return the jobs that may hang for hours."""
    return [name for name, job in found.items() if "timeout-minutes" not in job]


def powers(job: Mapping[str, Any]) -> set[str]:
    """Return what a job may change."""
    permissions = job.get("permissions")
    return (
        {name for name, level in permissions.items() if level == "write"} if isinstance(permissions, dict) else {"all"}
    )


def follows_tag(found: Jobs, name: str) -> bool:
    """Tell whether a job runs for a tag alone, or comes after one that does."""
    needs = found[name].get("needs", [])
    before = [needs] if isinstance(needs, str) else needs
    return "github.ref_type == 'tag'" in str(found[name].get("if")) or any(follows_tag(found, one) for one in before)


def bold(found: Jobs) -> list[str]:
    """Return the jobs that may change something although nothing is released, or sign without being there for it."""
    strong = {name: powers(job) for name, job in found.items() if powers(job)}
    signing = {name for name, may in strong.items() if "id-token" in may and name not in ("attest", "publish")}
    return sorted(signing | {name for name in strong if not follows_tag(found, name)})


def unprepared(found: Jobs, action: str) -> list[str]:
    """Return the jobs that build a release on macOS or Windows, and do not set up by an action what that takes."""
    return [
        name
        for name, job in found.items()
        if "-s release_" in str(job["steps"])
        and re.search("macos|windows", str(job.get("strategy")))
        and action not in str(job["steps"])
    ]


def before_nox(found: Jobs) -> list[str]:
    """Return the words of what a build job does on a bare system until it calls a session."""
    texts = [str(step.get("run")) for step in found["build"]["steps"]]
    first = next(number for number, text in enumerate(texts) if "bin/nox" in text)
    return " ".join(texts[:first]).split()


def unnamed(tree: Tree) -> list[str]:
    """Return the sessions that `nox` alone runs, and that the CI of a project does not name."""
    named = re.findall(r"nox -s (.+)", tree[f"{FOLDER}ci.yml"][1].decode())
    texts = [entry[1].decode() for name, entry in tree.items() if name.endswith("noxfile.py")]
    usual = [name for text in texts for options, name in SESSION.findall(text) if "default=False" not in options]
    return sorted(set(usual) - set(" ".join(named).split()))
