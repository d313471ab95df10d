"""snap: its recipe keeps to the schema, its parts are run and packed, and it is used on its base without Python packages.

snapcraft and snapd cannot be had here; the report names what stands in for them, and what that leaves out.
"""

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from targets import artifacts, sandbox, snaps
from targets.starters import starter
from workshop import CATALOGUE, Workshop, commit, nox

# What opens a window is in tests/shapes/test_sandboxed.py.
SHAPES = [shape for shape, code in artifacts.cases("snap") if code == "pure"]
RECIPE = "build/snap/snap/snapcraft.yaml"
OWN = "tools/shipping/snap/snapcraft.yaml"
METADATA = "Metadata-Version: 2.4\nName: {name}\nVersion: {version}\nSummary: Does it.\n{more}"
Completed = subprocess.CompletedProcess[str]


def used(project: Path, store: Path, broken: str = "") -> Completed:
    """Run the project's smoke test with its snap, from which something may be removed first."""
    command = snaps.installed(project, store)
    if broken:
        [found] = (store / "snap-store").glob(broken)
        found.rename(store / "removed")
    return sandbox.completed([sys.executable, str(project / "tests/smoke.py"), *command])


def checked(recipe: Path) -> Completed:
    """Check a recipe against the schema of snapcraft."""
    return sandbox.completed(["check-jsonschema", "--verbose", "--builtin-schema=vendor.snapcraft", str(recipe)])


@pytest.mark.parametrize("shape", SHAPES)
def test_snap_runs(workshop: Workshop, tmp_path: Path, snaps: None, shape: str) -> None:
    """On its base, it passes the smoke test; without a dependency inside, it fails."""
    project = workshop.built(strategy="snap", shape=shape)
    whole = tmp_path / "whole"
    artifacts.assert_works(used(project, whole), shape)
    assert (whole / "snap-store/my-app/meta/gui/icon.png").read_bytes().startswith(b"\x89PNG")
    dependency = starter(shape).dependency
    broken = used(project, tmp_path / "broken", f"my-app/lib/python3*/site-packages/{dependency}")
    artifacts.assert_fails(broken, f"ModuleNotFoundError: No module named '{dependency}'")


@pytest.mark.parametrize("shape", SHAPES)
def test_snap_recipe(workshop: Workshop, tmp_path: Path, snaps: None, shape: str) -> None:
    """It keeps to the schema and asks for one permission; with a value that is none, the schema objects."""
    recipe = workshop.built(strategy="snap", shape=shape) / RECIPE
    facts = yaml.safe_load(recipe.read_text("utf-8"))
    daemon = {"command": "bin/my-app", "daemon": "simple", "install-mode": "disable"}
    unit = CATALOGUE["shapes"][shape]["unit"]
    assert facts["plugs"] == {"network-bind" if unit else "home": None}
    assert facts["apps"] == {"my-app": {"command": "bin/my-app"}} | ({"daemon": daemon} if unit else {})
    said = checked(recipe)
    assert said.returncode == 0, said.stdout
    wrong = tmp_path / "snapcraft.yaml"
    wrong.write_text(recipe.read_text("utf-8").replace("confinement: strict", "confinement: tight"), "utf-8")
    artifacts.assert_fails(checked(wrong), "'tight' is not one of")


def test_snap_lacks_a_command(workshop: Workshop, tmp_path: Path, snaps: None) -> None:
    """What snapd packs a snap with does not take one whose command is not in it."""
    primed = workshop.built(strategy="snap", shape="cli") / "build/snap/prime"
    broken = tmp_path / "broken"
    subprocess.run(["cp", "-a", str(primed), str(broken)], check=True)
    (broken / "bin/my-app").unlink()
    done = sandbox.completed(["/usr/bin/snap", "pack", "--compression=lzo", str(broken), str(tmp_path)])
    artifacts.assert_fails(done, "bin/my-app")


def test_snap_holds_to_the_lock(workshop: Workshop, tmp_path: Path, snaps: None) -> None:
    """It has the version of a dependency that uv.lock names, not the newest, and nothing of the folder's long path."""
    project = workshop.copy(tmp_path / ("long" * 25) / "my-app", strategy="snap")
    subprocess.run(["uv", "lock", "--quiet", "--upgrade-package=click==8.2.0"], cwd=project, check=True)
    commit(project)
    nox(project, "-t", "build")
    prime = project / "build/snap/prime"
    assert list(prime.glob("lib/python3*/site-packages/click-8.2.0.dist-info"))
    assert (prime / "bin/my-app").read_text("utf-8").startswith("#!/usr/bin/env python3\n# -*- coding")


def completed(
    project: Path, folder: Path, name: str, version: str = "1.0", more: str = "", kind: str = "console"
) -> Completed:
    """Complete the recipe of a project as if it had two commands, which need not be there."""
    dist, work = folder / "dist", folder / "work"
    dist.mkdir()
    work.mkdir()
    with tarfile.open(dist / "sdist-1.0.tar.gz", "w:gz"):
        pass
    with ZipFile(dist / "it-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("it-1.0.dist-info/METADATA", METADATA.format(name=name, version=version, more=more))
        wheel.writestr("it-1.0.dist-info/entry_points.txt", f"[{kind}_scripts]\nGo_on=it:go\nstop.it=it:stop\n")
    script = project / "tools/shipping/snap/recipe.py"
    call = ["env", f"PYTHONPATH={project / 'tools'}", sys.executable, "-B", str(script), str(dist), str(work)]
    return sandbox.completed(call)


def test_snap_follows_the_metadata(workshop: Workshop, tmp_path: Path, snaps: None) -> None:
    """Names and versions are spelt as snaps have them, and each command is an app."""
    local = "1!2.0.dev123456789+g0123456789abcdef"
    said = completed(
        workshop.built(strategy="snap", shape="cli"),
        tmp_path,
        "Its_own.Name",
        local,
        "License-Expression: LicenseRef-Ours\n",
    )
    assert said.returncode == 0, said.stdout
    recipe = tmp_path / "work/snap/snapcraft.yaml"
    facts = yaml.safe_load(recipe.read_text("utf-8"))
    assert (facts["name"], facts["version"], "license" in facts) == ("its-own-name", "1:2.0.dev123456789", False)
    assert facts["apps"] == {"its-own-name": {"command": "bin/Go_on"}, "stop-it": {"command": "bin/stop.it"}}
    assert checked(recipe).returncode == 0


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("1234", "", "'1234' cannot be the name of a snap"),
        ("a" * 41, "", "cannot be the name of a snap"),
        ("it", "Requires-Python: >=3.13\n", "core24 has Python 3.12, and the project needs >=3.13"),
    ],
)
def test_snap_refuses(workshop: Workshop, tmp_path: Path, snaps: None, name: str, more: str, said: str) -> None:
    """What cannot be a snap is refused in one sentence, which says what to do."""
    done = completed(workshop.built(strategy="snap", shape="cli"), tmp_path, name, more=more)
    artifacts.assert_fails(done, said, OWN)
    assert len(done.stdout.splitlines()) == 1


def test_snap_of_a_window(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """It asks for what shows a window and for no more, brings the libraries, and has a launcher."""
    project = workshop.copy(target, strategy="snap", shape="desktop")
    said = completed(project, tmp_path, "Its_own.Name", kind="gui")
    assert said.returncode == 0, said.stdout
    recipe = tmp_path / "work/snap/snapcraft.yaml"
    facts = yaml.safe_load(recipe.read_text("utf-8"))
    assert facts["plugs"].keys() == {"desktop", "opengl", "wayland", "x11"}
    window = {"common-id": "org.example.Its_own_Name", "command-chain": ["bin/screen.sh"], "command": "bin/Go_on"}
    assert facts["apps"] == {"its-own-name": window, "stop-it": {"command": "bin/stop.it"}}
    assert facts["parts"]["app"]["stage-packages"] == CATALOGUE["shapes"]["desktop"]["libraries"]
    launcher = (tmp_path / "work/snap/gui/its-own-name.desktop").read_text("utf-8")
    assert {"Exec=its-own-name", "Icon=${SNAP}/meta/gui/icon.png", "Terminal=false"} <= set(launcher.splitlines())
    assert checked(recipe).returncode == 0


@pytest.mark.parametrize(
    ("told", "found"),
    [("wayland-0", "/run/user/1000/wayland-0"), ("/tmp/wayland-0", "/tmp/wayland-0"), ("", "")],
)
def test_snap_finds_the_screen(workshop: Workshop, target: Path, told: str, found: str) -> None:
    """The socket of Wayland lies above the folder for sockets that a snap has, unless its path is told in full."""
    script = workshop.copy(target, strategy="snap", shape="desktop") / "tools/shipping/snap/screen.sh"
    env = ["env", f"WAYLAND_DISPLAY={told}", "XDG_RUNTIME_DIR=/run/user/1000/snap.my-app"]
    said = sandbox.completed([*env, str(script), "sh", "-c", "echo $WAYLAND_DISPLAY"])
    assert (said.returncode, said.stdout) == (0, f"{found}\n")
