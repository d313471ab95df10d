"""What desktops are shown of a project: an id, a launcher and metainfo that the checkers of both formats take."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from project.imported import imported
from targets import require
from workshop import Workshop, nox

RELEASED = 1767225600
PAGE = "https://github.com/some-body/my.app"


@pytest.fixture
def desktop(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of a generated project."""
    return imported(workshop.copy(tmp_path / "my-app"), "shipping.desktop", monkeypatch)


@pytest.mark.parametrize(
    ("page", "name", "id"),
    [
        (PAGE, "x", "io.github.some_body.my_app"),
        ("https://gitlab.com/group/sub/app.git", "x", "io.gitlab.group.sub.app"),
        ("https://codeberg.org/me/2048/", "x", "page.codeberg.me._2048"),
        ("https://www.my-firm.example/tools", "words", "example.my_firm.words"),
        ("", "my-app", "org.example.my_app"),
    ],
)
def test_id(desktop: ModuleType, page: str, name: str, id: str) -> None:
    """A forge gives its users a name of theirs; a page of one's own is its owner's; without either, it is nobody's."""
    assert desktop.derived(page, name) == id


@pytest.mark.usefixtures("desktop")
@pytest.mark.parametrize(
    ("code", "ends", "stays"),
    [("import time; time.sleep(60)", 0, True), ("raise SystemExit(3)", 3, False), ("", 0, False)],
)
def test_stays_open(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: str,
    ends: int,
    stays: bool,
) -> None:
    """A program that opens a window is stopped after a while; one that fails before that fails the trial."""
    trial = import_module("shipping.stays_open")
    monkeypatch.setattr(trial, "PATIENCE", 2)
    before = dict(os.environ)
    assert trial.main([sys.executable, "-c", code]) == ends
    assert dict(os.environ) == before
    assert ("stayed open" in capsys.readouterr().out) == stays


SCRIPT = """
import sys
from pathlib import Path
from shipping import desktop
from shipping.project import Project
desktop.write(Project(Path("dist")), Path(sys.argv[1]), "my-app", int(sys.argv[2]))
"""


def written(project: Path, share: Path) -> tuple[Path, Path]:
    """Write what a project shows into a folder; return launcher and metainfo."""
    nox(project, "-t", "build")
    python = project / ".nox/dist/bin/python"
    run = [str(python), "-c", SCRIPT, str(share), str(RELEASED)]
    subprocess.run(run, cwd=project, check=True, env={"PYTHONPATH": str(project / "tools"), "PATH": "/usr/bin:/bin"})
    [launcher], [metainfo] = share.glob("applications/*"), share.glob("metainfo/*")
    return launcher, metainfo


def said(*command: str) -> "subprocess.CompletedProcess[str]":
    """Run a checker."""
    out, err = subprocess.PIPE, subprocess.STDOUT
    return subprocess.run(command, check=False, stdout=out, stderr=err, text=True)


@pytest.mark.parametrize(("shape", "kind"), [("cli", "console-application"), ("desktop", "desktop-application")])
def test_checkers(workshop: Workshop, tmp_path: Path, shape: str, kind: str) -> None:
    """The launcher and the metainfo of each kind of program pass; what is wrong in one is found."""
    require("appstreamcli", "desktop-file-validate")
    project = workshop.copy(tmp_path / "my-app", shape=shape, strategy="sdist", repository=PAGE)
    launcher, metainfo = written(project, tmp_path / "share")
    assert launcher.name == "io.github.some_body.my_app.desktop"
    assert f'type="{kind}"' in metainfo.read_text("utf-8")
    assert ("Terminal=false" in launcher.read_text("utf-8")) == (shape == "desktop")
    icon = tmp_path / "share/icons/hicolor/512x512/apps/io.github.some_body.my_app.png"
    assert icon.read_bytes().startswith(b"\x89PNG")
    check = ["appstreamcli", "validate", "--no-net", str(metainfo)]
    assert said(*check).returncode == 0, said(*check).stdout
    valid = said("desktop-file-validate", str(launcher))
    assert (valid.returncode, valid.stdout) == (0, "")
    metainfo.write_text(metainfo.read_text("utf-8").replace("<id>", "<id>a b "), "utf-8")
    assert "Validation failed: errors: 1" in said(*check).stdout
    launcher.write_text(launcher.read_text("utf-8").replace("Exec=", "Exec=%x"), "utf-8")
    assert said("desktop-file-validate", str(launcher)).returncode == 1


@pytest.mark.parametrize("strategy", ["deb", "rpm", "snap"])
def test_no_release_under_an_id_of_nobody(workshop: Workshop, tmp_path: Path, strategy: str) -> None:
    """A package of a program with windows is not released before it has an id of its own."""
    project = workshop.copy(tmp_path / "my-app", shape="desktop", strategy=strategy)
    nox(project, "-s", "dist")
    said = nox(project, "--no-dependencies", "-s", f"release_{strategy}", fails=True)
    assert "org.example.my_app is nobody's app id: name a domain of yours" in said
