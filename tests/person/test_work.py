"""The place where a change is made ready: beside what it changes, and gone afterwards."""

from pathlib import Path

import pytest

from packaging_gradient.placing.journal import FOLDER, Step
from packaging_gradient.placing.unfinished import IGNORED, NAME, beside, work


def test_a_folder_as_a_whole(tmp_path: Path) -> None:
    """A new folder is one step; where it is there, whatever is in it, it is done."""
    place = beside(tmp_path / "p")
    assert place == tmp_path / f".p{NAME}"
    with work(tmp_path, place) as made:
        (made.coming / "p/sub").mkdir(parents=True)
        assert (place / ".gitignore").read_text() == IGNORED
        assert IGNORED.endswith("\n*\n")
        made.apply([Step("p", goes=False, comes=FOLDER)])
        assert (tmp_path / "p/sub").is_dir()
    assert not place.exists()


def test_what_cannot_be_changed(tmp_path: Path) -> None:
    """The system's own words, and the folder."""
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Not a directory") as raised, work(tmp_path / "file", tmp_path / "file" / NAME):
        pass
    assert raised.value.filename == str(tmp_path / "file")
