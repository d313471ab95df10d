"""A release, rehearsed from its workflow: the steps that can run here, on the machines that the workflow names."""

import json
import re
import shlex
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import yaml

from targets import appimages
from workshop import git, nox

# What builds in containers that cannot be had here, and the session that builds for this machine instead.
NOX = "nox -f tools/shipping/noxfile.py -s"
HERE = {f"{NOX} release_wheels": f"{NOX} release_wheel"}
METADATA = re.compile(r"([\w.]+)-\d[\w.!+]*\.dist-info/METADATA")
# What releases call this machine, where it is not just its system and its processor. It stands in for a Fedora.
MACHINES = {
    "any": "any",
    "bookworm-linux-x86_64": "bookworm-linux-x86_64",
    "fedora44-linux-x86_64": "debian12-linux-x86_64",
}

# What comes before a command on those machines alone.
AS_HERE = re.compile(r"^(sudo --preserve-env=\w+ )?\.venv/bin/")
GZIP = b"\x1f\x8b"

Bill = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """The release of a project in one way."""

    project: Path
    strategy: str

    @property
    def jobs(self) -> dict[str, Any]:
        """The jobs of the workflow, filled in for this machine."""
        file = self.project / f".github/workflows/release-{self.strategy}.yml"
        text = file.read_text("utf-8")
        offered = re.findall(r"platform: ([\w-]+),", text)
        platform = next((MACHINES[one] for one in offered if one in MACHINES), "linux-x86_64")
        text = text.replace("${{ matrix.platform }}", platform)
        found: dict[str, Any] = yaml.safe_load(text)["jobs"]
        return found

    def steps(self, job: str, start: str) -> list[str]:
        """Return what a job runs, or the actions that it uses, so far as they start in a certain way."""
        said = [AS_HERE.sub("", str(step.get("run", step.get("uses")))) for step in self.jobs[job]["steps"]]
        return [line for line in said if line.startswith(start)]

    def given(self, job: str, action: str) -> list[dict[str, Any]]:
        """Return what a job gives to an action, once for each use."""
        return [step["with"] for step in self.jobs[job]["steps"] if str(step.get("uses")).startswith(action)]

    def run(self, job: str, folder: Path, fails: bool = False) -> str:
        """Run what a job runs by nox, to the last line; that one may have to fail."""
        lines = self.steps(job, "nox ")
        said = [
            nox(folder, *shlex.split(HERE.get(line, line))[1:], fails=fails and line == lines[-1]) for line in lines
        ]
        return "".join(said)

    def built(self) -> Path:
        """Run the job that builds; return the folder that it uploads."""
        self.run("build", self.project)
        [upload] = self.given("build", "actions/upload-artifact")
        return self.project / str(upload["path"])

    def fresh(self, machine: Path) -> Path:
        """Make a machine that has the sources and what was uploaded, which forgets what can be run; return it."""
        git(self.project, "clone", "--quiet", str(self.project), str(machine))
        [upload], [download] = (
            self.given("build", "actions/upload-artifact"),
            self.given("smoke", "actions/download-artifact"),
        )
        assert upload["name"] == download["name"]
        for file in shutil.copytree(self.project / upload["path"], machine / download["path"]).iterdir():
            file.chmod(0o644)
        return machine

    def left_out(self) -> list[str]:
        """Return what is not rehearsed: actions, and what asks for the forge."""
        lines = {line.split("@")[0].splitlines()[0] for job in self.jobs for line in self.steps(job, "")}
        return sorted(line for line in lines if line in HERE or not line.startswith(("nox ", "mkdir ", "if unzip")))


def sbom(folder: Path) -> Bill:
    """Return the SBOM of a release; the format leaves out the list of components where there are none."""
    [file] = folder.glob("*.cdx.json")
    bill: Bill = {"components": []} | json.loads(file.read_text("utf-8"))
    return bill


def named(bill: Bill) -> set[str]:
    """Return the Python packages that an SBOM names as being inside."""
    parts = [part for part in bill["components"] if part.get("purl", "").startswith("pkg:pypi/")]
    return {part["name"] for part in parts if not part.get("isExternal")}


def inside(file: Path, own: str) -> set[str]:
    """Return the packages whose metadata is in an artifact, as its bytes show it, without the project itself."""
    if is_zipfile(file):
        with ZipFile(file) as archive:
            found = METADATA.findall("\n".join(archive.namelist()))
    elif file.name.endswith(".oci.tar"):
        found = METADATA.findall("\n".join(installed(file)))
    elif file.suffix == ".AppImage":
        found = METADATA.findall("\n".join(appimages.files(file)))
    elif file.name.endswith(".tgz"):
        with tarfile.open(file) as packed:
            found = METADATA.findall("\n".join(packed.getnames()))
    else:  # in what PyInstaller makes, the kind of each file stands before its name; others are closed to this view
        content = file.read_bytes().decode("latin-1")
        found = re.findall(f"x{METADATA.pattern}", content) if content.startswith("\x7fELF") else []
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found} - {own}


def installed(image: Path) -> list[str]:
    """Return the files that the layers of an image put where the project is installed."""
    names: list[str] = []
    with tarfile.open(image) as archive:
        for blob in (archive.extractfile(member) for member in archive if member.isfile()):
            if blob and blob.read(2) == GZIP:
                blob.seek(0)
                with tarfile.open(fileobj=blob, mode="r:gz") as layer:
                    names += [name for name in layer.getnames() if name.startswith("opt/app/")]
    return names


def shell(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a step as the forge does on Linux."""
    run = ["bash", "-e", "-c", script]
    return subprocess.run(run, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
