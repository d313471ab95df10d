"""Where the command finds its template."""

import json
import shutil
from importlib import metadata
from pathlib import Path

import pytest

from packaging_gradient import source
from packaging_gradient.refusal import Refused
from packaging_gradient.verbs.new import make
from workshop import Workshop, git


def test_template_named(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template may be named by any path, which is made absolute, or by a URL, which stays."""
    monkeypatch.chdir(workshop.template.parent)
    assert source.find("template") == source.Source(str(workshop.template.resolve()))
    assert source.find("https://example.org/t.git", "2.0") == source.Source("https://example.org/t.git", "2.0")
    with pytest.raises(Refused, match="There is no template at /"):
        source.find("nowhere")


def test_template_is_the_checkout(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout, the template is the checkout at its last commit."""
    monkeypatch.setattr(source, "CHECKOUT", workshop.template)
    assert source.find(None) == source.Source(str(workshop.template), head(workshop.template))
    assert source.find(None, "1.0.0").ref == "1.0.0"


def test_uncommitted_changes_are_left_out(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A checkout with changes is used without them, and that is said: a commit with them could not be found again."""
    clone = workshop.clone(tmp_path / "clone")
    monkeypatch.setattr(source, "CHECKOUT", clone)
    (clone / "template/mine.txt").write_text("mine")
    assert "left out" in source.find(None).note
    answers = {"project_name": "mine"}
    assert "left out" in make(tmp_path / "p", source.find(None), answers, defaults=True, overwrite=False, locks=False)
    assert not (tmp_path / "p/mine.txt").exists()


def test_checkout_without_git(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An unpacked archive serves, too; it has no version."""
    shutil.copytree(workshop.template, tmp_path / "t", ignore=shutil.ignore_patterns(".git"))
    monkeypatch.setattr(source, "CHECKOUT", tmp_path / "t")
    assert source.find(None) == source.Source(str(tmp_path / "t"))


@pytest.mark.parametrize(
    ("recorded", "address", "ref"),
    [
        ({"url": "https://example.org/t", "vcs_info": {"commit_id": "abc"}}, "git+https://example.org/t", "abc"),
        ({"url": "file:///tmp/some.whl", "archive_info": {}}, "git+https://example.org/home", "1.2.3"),
        (None, "git+https://example.org/home", "1.2.3"),
    ],
    ids=["repository", "wheel", "index"],
)
def test_template_of_an_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, recorded: object, address: str, ref: str
) -> None:
    """Installed, the template is where the command was installed from, else the tag of its version in its repository."""
    installed(monkeypatch, tmp_path, "Project-URL: Repository, https://example.org/home", recorded)
    assert source.find(None) == source.Source(address, ref)


def test_template_of_an_installed_folder(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Installed from a checkout, the template is that checkout."""
    installed(monkeypatch, tmp_path, "", {"url": workshop.template.as_uri(), "dir_info": {}})
    assert source.find(None) == source.Source(str(workshop.template), head(workshop.template))


def test_no_template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is none, one sentence says what to do."""
    installed(monkeypatch, tmp_path, "Project-URL: Homepage, https://example.org/", None)
    with pytest.raises(Refused, match=r"No template found: .* use --template"):
        source.find(None)


def installed(monkeypatch: pytest.MonkeyPatch, folder: Path, urls: str, recorded: object) -> None:
    """Make the command believe that it is installed, with this line of metadata and this direct_url.json."""
    record = folder / "packaging_gradient-1.2.3.dist-info"
    record.mkdir()
    (record / "METADATA").write_text(f"Metadata-Version: 2.4\nName: packaging-gradient\nVersion: 1.2.3\n{urls}\n")
    if recorded:
        (record / "direct_url.json").write_text(json.dumps(recorded))
    monkeypatch.setattr(source, "CHECKOUT", folder)
    monkeypatch.setattr(metadata, "distribution", lambda name: metadata.Distribution.at(record))


def head(repository: Path) -> str:
    """Return the commit that a repository is at."""
    return git(repository, "rev-parse", "HEAD").strip()


def test_how_it_is_called(workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is printed works where it is printed: a checkout's command is on no PATH, an installed one is."""
    monkeypatch.setattr(source, "CHECKOUT", workshop.template)
    assert source.called() == [str(workshop.template / "bootstrap"), "gradient"]
    monkeypatch.setattr(source, "CHECKOUT", tmp_path)
    assert source.called() == ["gradient"]
