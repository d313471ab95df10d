"""Where a draft may go: what it would change, what git could bring back, and a second look before it is done."""

import os
from pathlib import Path

import pytest

from packaging_gradient import interrupts
from packaging_gradient.placing import drafts
from packaging_gradient.refusal import STOPPED, Refused
from workshop import commit, git


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft of three files and the answers."""
    folder = tmp_path / "draft"
    for name in ("README.md", "sub/deep/b", "sub/a", drafts.ANSWERS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"draft of {name}\n")
    (folder / ".git").mkdir()
    (folder / ".git/config").write_text("")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a README, and a file that is the draft's to the letter."""
    place = tmp_path / "p"
    (place / "sub").mkdir(parents=True)
    (place / "README.md").write_text("mine\n")
    (place / "sub/a").write_text("draft of sub/a\n")
    commit(place)
    return place


def test_files(draft: Path) -> None:
    """The answers come last, and nothing of git's own comes at all."""
    assert drafts.files(draft) == ["README.md", "sub/a", "sub/deep/b", drafts.ANSWERS]


def test_conflicts(draft: Path, folder: Path) -> None:
    """Other content is one, and so is a file where a folder would be; equal content is none."""
    assert drafts.conflicts(draft, folder) == ["README.md"]
    (folder / "sub/deep").write_text("a file")
    assert drafts.conflicts(draft, folder) == ["README.md", "sub/deep/b"]
    (folder / "sub/a").unlink()
    (folder / "sub/a").symlink_to("nowhere")
    assert drafts.conflicts(draft, folder) == ["README.md", "sub/a", "sub/deep/b"]
    (folder / "sub/b").write_text("draft of sub/a\n")
    (folder / "sub/a").unlink()
    (folder / "sub/a").symlink_to("b")
    assert "sub/a" in drafts.conflicts(draft, folder)


def test_compared_by_content(draft: Path, folder: Path) -> None:
    """A file of the same length and time is not the same file."""
    (folder / "README.md").write_text("DRAFT of README.md\n")
    for place in (draft, folder):
        os.utime(place / "README.md", (0, 0))
    assert drafts.conflicts(draft, folder) == ["README.md"]


@pytest.mark.parametrize("leads", ["out", "into .git"])
def test_links(draft: Path, folder: Path, tmp_path: Path, leads: str) -> None:
    """Nothing is written through a link out of the folder, nor through one to git's own."""
    (folder / "sub/a").rename(folder / "a")
    (folder / "sub").rmdir()
    (folder / "sub").symlink_to(tmp_path if leads == "out" else ".git")
    with pytest.raises(Refused, match=r"p/sub(/deep)? leads out of .*/p; nothing was written\.$"):
        drafts.conflicts(draft, folder)


@pytest.mark.parametrize("state", ["committed", "changed", "staged", "untracked", "ignored", "a link", "not there"])
def test_in_git(folder: Path, state: str) -> None:
    """Git could bring back what is committed as it stands, and nothing else."""
    file = folder / "README.md"
    if state in {"changed", "staged"}:
        file.write_text("other\n")
        git(folder, "update-index", *(["README.md"] if state == "staged" else []))
    elif state in {"untracked", "ignored"}:
        git(folder, "rm", "--quiet", "--cached", "README.md")
        (folder / ".git/info/exclude").write_text("README.md\n" if state == "ignored" else "")
    elif state == "a link":
        file.unlink()
        file.symlink_to("sub/a")
    elif state == "not there":
        file.unlink()
    assert drafts.in_git(folder, "README.md") == (state == "committed")


def test_settle(folder: Path) -> None:
    """What git could not bring back is refused unasked; the rest is asked for, all at once."""
    asked: list[str] = []

    def yes(question: str) -> bool:
        asked.append(question)
        return True

    drafts.settle(folder, [], yes)
    assert not asked
    drafts.settle(folder, ["README.md", "sub/a"], yes)
    assert asked == ["These files are there already: README.md, sub/a. Replace them? Git keeps the old ones."]
    with pytest.raises(Refused, match=r"p has other content in README\.md, sub/a; --overwrite replaces it\.$") as no:
        drafts.settle(folder, ["README.md", "sub/a"], lambda question: False)
    assert no.value.code == STOPPED
    (folder / "sub/a").write_text("changed")
    with pytest.raises(Refused, match=r"other content in sub/a, which git could not bring back; move it away first\.$"):
        drafts.settle(folder, ["README.md", "sub/a"], yes)
    assert len(asked) == 1


def test_into_a_repository(draft: Path, folder: Path) -> None:
    """What may be replaced is, what is the same stays untouched, and no second repository comes along."""
    same = (folder / "sub/a").stat()
    assert drafts.place(draft, folder, ["README.md"]) == ""
    assert (folder / "README.md").read_text() == "draft of README.md\n"
    assert (folder / "sub/a").stat() == same
    assert git(folder, "status", "--porcelain") == " M README.md\n?? .copier-answers.yml\n?? sub/deep/\n"


@pytest.mark.parametrize("may", [[], ["sub/a"], ["README.md"]])
def test_second_look(draft: Path, folder: Path, may: list[str]) -> None:
    """What is not to be replaced, or can no longer be brought back, stops it."""
    (folder / "README.md").write_text("not committed\n")
    with pytest.raises(Refused, match=r"p has changed in the meantime, in README\.md; nothing was written\.$"):
        drafts.place(draft, folder, may)
    assert sorted(path.name for path in folder.iterdir()) == [".git", "README.md", "sub"]


@pytest.mark.parametrize("there", [True, False])
def test_with_a_commit(draft: Path, tmp_path: Path, there: bool) -> None:
    """A first commit holds all that came, and nothing that was there."""
    (draft / ".git/config").unlink()
    (draft / ".git").rmdir()
    folder = tmp_path / "around/p"
    if there:
        folder.mkdir(parents=True)
        (folder / "mine").touch()
    assert drafts.place(draft, folder, commit=True) == ""
    assert git(folder, "ls-files").splitlines() == sorted(drafts.files(draft))
    assert git(folder, "status", "--porcelain") == ("?? mine\n" if there else "")


def test_destination(folder: Path, tmp_path: Path) -> None:
    """What is no folder, what lies below a file, a link that leads nowhere, a project, the root: none can become one."""
    drafts.check(folder)
    drafts.check(folder / "new/deep")
    (tmp_path / "nowhere").symlink_to("gone")
    for place in (folder / "README.md", folder / "README.md/x", tmp_path / "nowhere"):
        with pytest.raises(Refused, match=r"(README\.md|nowhere) is not a folder\.$"):
            drafts.check(place)
    with pytest.raises(Refused, match=r"^/ is no place for a project; name a folder in it\.$"):
        drafts.check(Path("/"))
    (folder / drafts.ANSWERS).symlink_to("gone")
    with pytest.raises(Refused, match=r"p is made from a template already; `gradient switch` changes how it ships\.$"):
        drafts.check(folder)


def test_in_repository(folder: Path, tmp_path: Path) -> None:
    """A folder, there or not, lies where it really is."""
    (tmp_path / "link").symlink_to(folder / "sub")
    assert drafts.in_repository(tmp_path / "link/new")
    assert drafts.in_repository(folder)
    assert not drafts.in_repository(tmp_path / "new")


def test_drafting(tmp_path: Path) -> None:
    """The draft is called as the folder, and goes; an interrupt says that nothing was written."""
    with drafts.drafting(tmp_path / "p") as place:
        place.mkdir(parents=True)
        assert place.name == "p"
    assert not place.parent.exists()
    with interrupts.handled():
        with pytest.raises(Refused, match="Stopped; nothing was written") as stopped, drafts.drafting(tmp_path / "p"):
            raise KeyboardInterrupt
        assert stopped.value.code == 130
        interrupts.too_late()
        with pytest.raises(Refused, match="Stopped, but all was done"), drafts.drafting(tmp_path / "p"):
            raise KeyboardInterrupt
