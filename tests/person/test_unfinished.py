"""What a run that was killed leaves, two runs at once, and folders that only look like what a run left."""

import itertools
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

from packaging_gradient import project
from packaging_gradient.placing.journal import Journal
from packaging_gradient.placing.unfinished import NAME, mended
from packaging_gradient.refusal import Ended, Refused
from packaging_gradient.switching import planning
from person.command import COMMAND, gradient
from person.placings import VERBS
from person.stopping import stopped
from project.trees import read
from workshop import Workshop, git

SWITCH = ("switch", "docker")


@pytest.fixture
def killed(app: Path) -> Path:
    """A project, killed in the middle of a switch: some files came, others went."""
    with planning.planned(project.read(app), {"strategy": "docker", "urls": "x"}, None) as plan:
        for number in range(30, 200):
            stopped(plan.apply, number, "SIGKILL")
            aside = [path for path in (app / NAME).glob("aside/**/*") if path.is_file()]
            if (app / "Dockerfile").exists() and aside and Journal.begun(app / NAME):
                return app
            mended(app)
    raise AssertionError("no number of changes is the middle")


def test_seen_to_by_the_next_run(killed: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The next run puts back what was changed, says so, and does its own work; git sees nothing of it in between."""
    assert NAME not in git(killed, "status", "--porcelain", "--untracked-files=all")
    run = subprocess.run([*COMMAND, *SWITCH], cwd=killed, capture_output=True, text=True, check=True)
    assert run.stderr == f"gradient: an earlier run in {killed} was killed; what it had changed was put back.\n"
    assert not (killed / NAME).exists()
    assert (killed / "Dockerfile").exists()


def test_changed_since(killed: Path) -> None:
    """What somebody changed in the meantime is not undone: it is named, and where the rest is."""
    (killed / "Dockerfile").write_text("FROM mine\n")
    before = read(killed)
    said = gradient(*SWITCH, killed, fails=2)
    assert "Dockerfile changed since" in said
    assert str(killed / NAME / "aside") in said
    assert read(killed) == before


def test_what_had_gone_is_there_again(killed: Path) -> None:
    """A file that had been put aside is not put over one that somebody wrote since."""
    [gone] = [path for path in (killed / NAME / "aside").rglob("*") if path.is_file()][:1]
    there = killed / gone.relative_to(killed / NAME / "aside")
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_text("mine")
    assert "changed since" in gradient(*SWITCH, killed, fails=2)
    assert there.read_text() == "mine"


OUTSIDE = [".git/hooks/post-checkout", "../stolen", "/stolen", "sub/../../stolen"]


@pytest.mark.parametrize(("name", "guessed"), [("stolen", True), *itertools.product(OUTSIDE, [True, False])])
def test_from_elsewhere(app: Path, tmp_path: Path, name: str, guessed: bool) -> None:
    """A repository that brings such a folder along has no file moved about; nor, out of it, does one that knows the mark."""
    place = app / NAME
    (place / "aside").mkdir(parents=True)
    (place / "aside/evil").write_text("evil")
    (place / "journal").touch()
    mark = [1, 2] if guessed else [place.stat().st_ino, (place / "journal").stat().st_ino]
    (place / "journal").write_text(json.dumps({"mark": mark, "folders": [], "steps": [[name, True, "x"]]}))
    before = read(tmp_path)
    assert "was not left by a run on this machine" in gradient(*SWITCH, app, fails=2)
    assert read(tmp_path) == {**before, f"{app.name}/{NAME}/lock": read(tmp_path)[f"{app.name}/{NAME}/lock"]}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"mark": 1}', "\xff", "[" * 100_000])
def test_broken_journal(app: Path, content: str) -> None:
    """A journal that cannot be read is not acted on."""
    (app / NAME).mkdir()
    (app / NAME / "journal").write_text(content, "latin-1")
    assert "was not left by a run on this machine" in gradient(*SWITCH, app, fails=2)


def test_a_link_in_its_place(app: Path, tmp_path: Path) -> None:
    """Nothing is removed through a link."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine").write_text("mine")
    (app / NAME).symlink_to(tmp_path / "elsewhere")
    assert "is a link" in gradient(*SWITCH, app, fails=2)
    assert (tmp_path / "elsewhere/mine").exists()


def test_empty_leftover(app: Path) -> None:
    """What was killed before anything changed is removed without a word."""
    (app / NAME / "coming").mkdir(parents=True)
    (app / NAME / "coming/Dockerfile").write_text("half")
    gradient(*SWITCH, app)
    assert not (app / NAME).exists()


def test_leftover_beside_a_new_folder(workshop: Workshop, tmp_path: Path) -> None:
    """Also the one that lies beside a folder which was to come."""
    place = tmp_path / f".p{NAME}"
    (place / "coming/p").mkdir(parents=True)
    gradient("new", tmp_path / "p", "--defaults", "--template", workshop.template)
    assert not place.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_one_at_a_time(source: Path, tmp_path: Path, verb: str, app: Path) -> None:
    """While another run is at work in a folder, the next one does nothing, and says why."""
    shutil.rmtree(app / ".git")
    with VERBS[verb](app, tmp_path / "root") as placing:
        place = placing.root / f".around{NAME}" if verb == "new" else placing.folder / NAME
        place.mkdir()
        with FileLock(place / "lock"):
            before = placing.state()
            with pytest.raises(Refused, match="Another `gradient` is at work"):
                placing.act()
            assert placing.state() == before
        placing.act()
        assert not place.exists()


@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
def test_two_at_once(workshop: Workshop, tmp_path: Path, there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that make the same folder at the same time, one does, and the other one says that it came too late."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)  # else the author is whoever runs the tests
    folder = tmp_path / "p"
    if there:
        folder.mkdir()
    options = ["--defaults", f"--template={workshop.template}"]
    ways = (["--data=shape=service", "--data=strategy=docker"], ["--data=shape=library", "--data=strategy=sdist"])
    runs = [
        subprocess.Popen([*COMMAND, "new", folder, *options, *way], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for way in ways
    ]
    said = [run.communicate()[1].decode() for run in runs]
    assert sorted(bool(run.returncode) for run in runs) == [False, True]
    [late] = [text for run, text in zip(runs, said, strict=True) if run.returncode]
    assert late.count("\n") == 1
    won = ways[[run.returncode for run in runs].index(0)]
    shape, strategy = (word.rpartition("=")[2] for word in won)
    assert read(folder) == read(workshop.copy(tmp_path / "x/p", project_name="p", shape=shape, strategy=strategy))
    assert git(folder, "status", "--porcelain") == ""


def test_changed_while_it_was_asked(app: Path, tmp_path: Path) -> None:
    """What somebody wrote there between the question and the answer is not replaced."""
    shutil.rmtree(app / ".git")
    with VERBS["adopt"](app, tmp_path / "root") as placing:
        (placing.folder / "noxfile.py").write_text("mine")
        with pytest.raises(Refused, match=r"changed in the meantime, in noxfile\.py"):
            placing.act()
        assert (placing.folder / "noxfile.py").read_text() == "mine"
        (placing.folder / "noxfile.py").unlink()
        (placing.folder / "README.md").write_text("not committed")
        with pytest.raises(Refused, match=r"changed in the meantime, in README\.md"):
            placing.act()


def test_cannot_be_put_back(app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even that works, it says so, and the next run puts the rest back."""
    shutil.rmtree(app / ".git")
    with VERBS["adopt"](app, tmp_path / "root") as placing:
        before = read(placing.folder)
        rename, count = Path.rename, iter(range(1000))

        def renamed(path: Path, target: Path) -> Path:
            if next(count) > 4:
                raise OSError(5, os.strerror(5), str(path))
            return rename(path, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", renamed)
            with pytest.raises(Ended, match=r"could not be put back: .* run it again"):
                placing.act()
        assert read(placing.folder) != before
        with pytest.raises(Refused, match=r"earlier run .* was killed"):
            placing.act()
        mended(placing.folder)
        assert read(placing.folder) == before
