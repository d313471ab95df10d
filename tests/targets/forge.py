"""The forge, as far as it can be had: act runs a project's workflow on this machine, with stand-ins for its actions.

A stand-in for a command notes what it is asked where that needs root, another system, or the forge itself.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from project.workflows import PIN
from workshop import PYTHONS, git, own_environment

STAND_INS = Path(__file__).with_name("forge")
COMMANDS = ("apt-get", "brew", "dnf", "flatpak", "gh", "pixi", "podman", "snap", "sudo", "sysctl", "uv")
VARIABLES = {"CONTAINER_REGISTRY": "registry.example.org", "PREFIX_CHANNEL": "mine"}
# What of a workflow cannot be had, and what is done instead: images of systems, what builds in them, a brew.
INSTEAD = {
    r"^    container: .*\n": "",
    r"-s release_wheels$": "-s release_wheel",
    "fedora44-linux-x86_64": "debian12-linux-x86_64",
    "/home/linuxbrew/.linuxbrew/bin/": "",
}
# Which entry of a matrix is this machine.
THIS = {
    "platform": ("bookworm-linux-x86_64", "debian12-linux-x86_64", "linux-x86_64"),
    "os": ("ubuntu-latest",),
    "python": (PYTHONS[0],),
}


@dataclass(frozen=True)
class Forge:
    """One run of a workflow of a project; the folder, which must not be there yet, keeps what the jobs store.

    `tag` is pushed. `tampered` names a file to which a byte is added on the way from one job to the next.
    """

    project: Path
    folder: Path
    tag: str = "v0.1.0"
    tampered: str = ""

    def run(self, workflow: str, event: str = "push", fails: bool = False) -> str:
        """Run a workflow as a tag that is pushed has it run, or as another event; return what act printed."""
        self.folder.mkdir()
        git(self.project, "tag", "--force", self.tag)
        options, out = self.options(self.changed(workflow), event), subprocess.PIPE
        run = ["act", event, *options]
        done = subprocess.run(
            run, cwd=self.project, env=self.environment(), stdout=out, stderr=subprocess.STDOUT, text=True, check=False
        )
        assert (done.returncode != 0) == fails, done.stdout
        return done.stdout

    def options(self, text: str, event: str) -> list[str]:
        """Write a workflow and what has happened to files; return how act is told of these, of this machine and of actions."""
        file, happened = self.folder.with_suffix(".yml"), self.folder.with_suffix(".json")
        file.write_text(text, "utf-8")
        tag = {"ref": f"refs/tags/{self.tag}"} if event == "push" else {}
        happened.write_text(json.dumps({**tag, "repository": {"private": False}}), "utf-8")
        cache = self.folder.with_suffix(".cache")
        return [
            *(f"--workflows={file}", f"--eventpath={happened}", f"--action-cache-path={cache}"),
            *("--use-new-action-cache", "--no-cache-server", "--concurrent-jobs=1"),
            "--secret=GITHUB_TOKEN=none",  # else act asks gh for one
            *(f"--platform={label}=-self-hosted" for label in sorted(labels(text))),
            *(f"--matrix={entry}" for entry in sorted(here(text))),
            *(f"--var={name}={value}" for name, value in VARIABLES.items()),
            *(f"--local-repository={action}@{commit}={STAND_INS / action}" for action, commit, _ in PIN.findall(text)),
        ]

    def changed(self, workflow: str) -> str:
        """Return the text of a workflow, without what cannot be had."""
        text = (self.project / ".github/workflows" / workflow).read_text("utf-8")
        for old, new in INSTEAD.items():
            text = re.sub(old, new, text, flags=re.MULTILINE)
        return text

    def environment(self) -> dict[str, str]:
        """Return what act runs in: the stand-ins come before the commands."""
        commands = self.folder.with_suffix(".bin")
        commands.mkdir()
        for name in COMMANDS:
            (commands / name).symlink_to(STAND_INS / "noted")
        path = f"{commands}:{os.environ['PATH']}"
        own = {"COMMANDS": str(commands), "PYTHON": sys.executable, "STORE": str(self.folder)}
        return own_environment() | own | {"TAMPERED": self.tampered, "PATH": path}

    @property
    def asked(self) -> list[str]:
        """What the stand-ins noted, in this order."""
        file = self.folder / "asked"
        return file.read_text("utf-8").splitlines() if file.exists() else []

    @property
    def stored(self) -> list[Path]:
        """The folders that jobs have uploaded."""
        return [path for path in self.folder.iterdir() if path.is_dir() and path.name != "tap"]

    def left_out(self, workflow: str) -> list[str]:
        """Return what was not rehearsed: what stand-ins were asked for, and what a workflow says that cannot be had."""
        text = (self.project / ".github/workflows" / workflow).read_text("utf-8")
        changed = [found[0].strip() for old in INSTEAD if (found := re.search(old, text, re.MULTILINE))]
        words = (line.split() for line in self.asked)
        return sorted({*changed, *(" ".join(found[: 1 if found[0] == "attest" else 2]) for found in words)})


def results(said: str) -> dict[str, bool]:
    """Return the jobs that act has run, by their names, and whether they succeeded."""
    found = re.findall(r"^\[[^/]*/(.*?) *\].* Job (succeeded|failed)$", said, re.MULTILINE)
    return {name: result == "succeeded" for name, result in found}


def labels(text: str) -> set[str]:
    """Return what jobs run on, as their matrices say it or they themselves."""
    return {*re.findall(r"\bos: ([\w.-]+)", text), *re.findall(r"runs-on: ([\w.-]+)", text), "ubuntu-latest"}


def here(text: str) -> set[str]:
    """Return the entries of matrices that are this machine."""
    found = set()
    matrices = [job.get("strategy", {}).get("matrix", {}) for job in yaml.safe_load(text)["jobs"].values()]
    for rows in (matrix.get("include", [matrix]) for matrix in matrices):
        for key, names in THIS.items():
            values = [row.get(key) for row in rows]
            offered = values[0] if isinstance(values[0], list) else values
            found |= {f"{key}:{name}" for name in names if name in offered}
    return found
