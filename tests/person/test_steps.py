"""The steps of a change, without git: taken one by one, taken back, and put right by the next run."""

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from packaging_gradient.interrupts import held
from packaging_gradient.placing import drafts
from packaging_gradient.placing.journal import Journal, Step, digest
from packaging_gradient.placing.unfinished import NAME, Work, mended, work
from packaging_gradient.refusal import Refused
from person.stopping import HOW, stopped
from project.trees import Tree

CAME = {"new/deep/file": "came", "changes": "after", "new/link": ""}
DONE = ["beside/stays", "changes", "new/deep/file", "new/link"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a file that changes, one that goes with its folders, one that stays."""
    folder = tmp_path / "root"
    for name, text in {
        "changes": "before",
        "goes/deep/file": "goes",
        "beside/goes": "goes",
        "beside/stays": "s",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "changes").chmod(0o640)
    return folder


def steps(made: Work) -> list[Step]:
    """Make ready what is to come; return the steps."""
    for name, text in CAME.items():
        (made.coming / name).parent.mkdir(parents=True, exist_ok=True)
        (made.coming / name).write_text(text) if text else (made.coming / name).symlink_to("nowhere")
    comes = [Step(name, goes=name == "changes", comes=digest(made.coming / name)) for name in sorted(CAME)]
    return [*comes, Step("goes/deep/file", goes=True, comes=""), Step("beside/goes", goes=True, comes="")]


def change(root: Path) -> None:
    """Take all steps."""
    with work(root, root / NAME) as made:
        made.apply(steps(made))


def tree(root: Path) -> Tree:
    """Return what is in a folder, links by where they lead."""
    found = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*"))}
    links = {name: (0, os.fsencode(path.readlink())) for name, path in found.items() if path.is_symlink()}
    files = {name: (path.stat().st_mode, path.read_bytes()) for name, path in found.items() if path.is_file()}
    folders = {name: (path.stat().st_mode, b"/") for name, path in found.items() if path.is_dir()}
    return {**folders, **files, **links}


def test_done(root: Path) -> None:
    """What comes is there, what goes is not, empty folders neither, and nothing of the work is left."""
    change(root)
    after = tree(root)
    assert sorted(name for name, (_, content) in after.items() if content != b"/") == sorted(DONE)
    assert (root / "changes").read_text() == "after"
    assert sorted(name for name, (_, content) in after.items() if content == b"/") == ["beside", "new", "new/deep"]


@pytest.mark.parametrize("how", HOW)
def test_stopped_at_each(root: Path, how: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Stopped at any of its operations, all is as before or done; the next run says which, and leaves nothing."""
    before, kept = tree(root), shutil.copytree(root, root.with_name("kept"), symlinks=True)
    change(root)
    done = tree(root)
    said = set()
    for number in itertools.count():
        shutil.rmtree(root)
        shutil.copytree(kept, root, symlinks=True)
        fired, code = stopped(lambda: change(root), number, how)
        if how == "SIGKILL":
            begun = Journal.begun(root / NAME)
            mended(root)
            line = capsys.readouterr().err
            assert bool(line) == begun
            said.add((line.replace(str(root), "ROOT"), tree(root) == done))
        assert tree(root) in (before, done)
        if how != "SIGKILL":
            assert (code == 0) == (tree(root) == done)
        if not fired:
            break
    assert number > 20
    if how == "SIGKILL":
        assert said == {
            ("", False),
            ("", True),
            ("gradient: an earlier run in ROOT was killed; what it had changed was put back.\n", False),
            ("gradient: an earlier run in ROOT was killed when all was done; only its leftovers were removed.\n", True),
        }


def at_the_journal(root: Path, act: Callable[[Journal], None]) -> None:
    """Begin a change, and do something with its journal."""
    with held(), work(root, root / NAME) as made:
        act(Journal.begin(root, made.place, steps(made)))


@pytest.mark.parametrize("taken", range(6))
def test_read_again(root: Path, taken: int) -> None:
    """What is read is what was written; it knows how far it is, and how to get back."""
    before = tree(root)

    def act(journal: Journal) -> None:
        for step in journal.steps[:taken]:
            journal.take(step)
        again = Journal.read(root, journal.place)
        assert again == journal
        assert again.complete() == (taken == len(journal.steps))
        again.check()
        again.undo()
        again.undo()
        again.close()

    at_the_journal(root, act)
    assert tree(root) == before


@pytest.mark.parametrize("name", ["changes", "new/link", "goes/deep/file", "new/deep/file"])
@pytest.mark.parametrize("becomes", ["other", "a folder", "a link"])
def test_changed_since(root: Path, name: str, becomes: str) -> None:
    """Whatever somebody has made of a file since, it is named."""

    def act(journal: Journal) -> None:
        for step in journal.steps:
            journal.take(step)
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        if becomes == "a folder":
            file.mkdir()
        elif becomes == "a link":
            file.symlink_to("elsewhere")
        else:
            file.write_text("other")
        with pytest.raises(Refused, match=rf"and {name} changed since\. .*{NAME}/aside: move back"):
            journal.check()
        shutil.rmtree(file) if becomes == "a folder" else file.unlink()
        journal.undo()
        journal.close()

    at_the_journal(root, act)


def test_out_through_a_link(root: Path, tmp_path: Path) -> None:
    """A folder that became a link leads nowhere."""
    (tmp_path / "elsewhere").mkdir()

    def act(journal: Journal) -> None:
        for step in journal.steps:
            journal.take(step)
        shutil.rmtree(root / "goes")
        (root / "goes").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(Refused, match="goes/deep/file changed since"):
            journal.check()
        (root / "goes").unlink()
        journal.undo()
        journal.close()

    at_the_journal(root, act)


@pytest.mark.parametrize("there", [True, False])
def test_a_draft(tmp_path: Path, there: bool) -> None:
    """A draft arrives with its links, its permissions and, last, its answers."""
    draft, folder = tmp_path / "draft", tmp_path / "around/p"
    (draft / "sub").mkdir(parents=True)
    (draft / "sub/run").write_text("run")
    (draft / "sub/run").chmod(0o755)
    (draft / "sub/link").symlink_to("run")
    (draft / "zlink").symlink_to("sub")
    (draft / drafts.ANSWERS).write_text("answers")
    if there:
        (folder / "mine").mkdir(parents=True)
    assert drafts.files(draft) == ["sub/link", "sub/run", "zlink", drafts.ANSWERS]
    assert drafts.place(draft, folder) == ""
    assert {name: entry for name, entry in tree(folder).items() if name != "mine"} == tree(draft)
    with pytest.raises(Refused, match="made from a template already"):
        drafts.place(draft, folder)
    assert sorted(os.listdir(folder.parent)) == ["p"]
