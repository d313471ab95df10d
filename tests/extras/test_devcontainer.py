"""devcontainer: a container that has what every project is developed with, and does not run as root."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from project.updates import expected
from targets import containers
from workshop import CATALOGUE, Workshop

FOLDER = ".devcontainer"
# What the specification of development containers has of the properties that are used, each with its type.
PROPERTIES = {"name": str, "build": dict, "remoteUser": str, "postCreateCommand": str, "forwardPorts": list}
PROPERTIES |= {"customizations": dict}


def settings(workshop: Workshop, shape: str) -> dict[str, object]:
    """Return what devcontainer.json of a project says."""
    found: dict[str, object] = json.loads(
        expected(workshop, shape=shape, extras=["devcontainer"])[f"{FOLDER}/devcontainer.json"][1]
    )
    return found


@pytest.mark.parametrize("shape", CATALOGUE["shapes"])
def test_settings(workshop: Workshop, shape: str) -> None:
    """Plain JSON of properties that the specification knows; the port of a service is reached from outside."""
    found = settings(workshop, shape)
    assert {name: type(value) for name, value in found.items()} == {name: PROPERTIES[name] for name in found}
    port = CATALOGUE["shapes"][shape]["port"]
    assert found.get("forwardPorts", [None]) == [port]


@pytest.mark.parametrize("language", CATALOGUE["languages"])
def test_languages(workshop: Workshop, language: str) -> None:
    """What builds a language, and what checks it, is installed; for pure Python, nothing is."""
    row = CATALOGUE["languages"][language]
    kinds = [{"code": "compiled", "extension": language}, {"code": "pure"}]
    trees = [expected(workshop, **kind, extras=["devcontainer"]) for kind in kinds]
    compiled, pure = (tree[f"{FOLDER}/Containerfile"][1].decode() for tree in trees)
    wanted = " ".join(["--no-install-recommends", *row["debian"], *row["debian_checks"], "\\"])
    assert wanted in compiled if row["debian"] else compiled == pure
    assert "apt-get" not in pure


def test_container(
    workshop: Workshop, tmp_path: Path, podman_turn: None, record_property: Callable[[str, object], None]
) -> None:
    """It is built, and its user can compile and commit, without being root. The line that names the user does that."""
    record_property("stand-in", containers.STAND_INS)
    tree = expected(workshop, extras=["devcontainer"])
    user = settings(workshop, "cli")["remoteUser"]
    file = tmp_path / "Containerfile"
    text = tree[f"{FOLDER}/Containerfile"][1].decode()
    program = "id --user --name; cc --version >&2 && git --version >&2 && touch ~/x && python -m pip --version >&2 && echo all"
    assert subprocess.run(["hadolint", "-"], input=text, text=True, check=False).returncode == 0
    said = []
    for lines in (text, text.replace("USER 1000\n", "")):
        file.write_text(lines, "utf-8")
        subprocess.run(["podman", "build", "--quiet", f"--file={file}", "--tag=dev", str(tmp_path)], check=True)
        run = ["podman", "run", "--rm", "--network=none", "dev", "bash", "-c", program]
        said.append(subprocess.run(run, check=True, capture_output=True, text=True).stdout.split())
    assert said == [[user, "all"], ["root", "all"]]
