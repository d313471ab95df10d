"""What is recorded of an address: as Copier takes it, for every machine, and never with a password."""

import subprocess
from pathlib import Path

import pytest
import yaml

from packaging_gradient import origin
from packaging_gradient.git import run
from person.command import gradient
from workshop import Workshop, git


@pytest.mark.parametrize(
    ("address", "recorded"),
    [
        ("https://example.org/t.git", "https://example.org/t.git"),
        ("https://example.org/t", "git+https://example.org/t"),
        ("https://mia:s3cret@example.org/t.git", "https://example.org/t.git"),
        ("https://s3cret@example.org/t", "git+https://example.org/t"),
        ("https://mia:p@s3cret@example.org:8443/t.git", "https://example.org:8443/t.git"),
        ("ssh://git:s3cret@example.org:22/t.git", "ssh://git@example.org:22/t.git"),
        ("ssh://git@example.org/t", "git+ssh://git@example.org/t"),
        ("git@example.org:team/t.git", "git@example.org:team/t.git"),
        ("mia@example.org:team/t", "git+mia@example.org:team/t"),
        ("example.org:/srv/t", "git+example.org:/srv/t"),
        ("file:///srv/t", "git+file:///srv/t"),
        ("/srv/t.git", ""),
        ("../t", ""),
        ("C:\\src\\t", ""),
        ("C:/src/t", ""),
        ("ext::sh -c touch% x", ""),
        ("persistent-https://example.org/t", ""),
        ("", ""),
    ],
    ids=ascii,
)
def test_address(address: str, recorded: str) -> None:
    """An address is written as Copier takes it, without a password; a folder and a program are no address."""
    assert origin.public(address) == recorded


def test_the_users_own_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user's settings put into the address, a token for instance, is not recorded."""
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "https://example.org/t.git")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "url.https://s3cret@example.org/.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://")
    assert "s3cret" in run(tmp_path, "remote", "get-url", "origin").stdout.decode()
    assert origin.of(tmp_path) == "https://example.org/t.git"


def test_password_of_a_named_template(workshop: Workshop, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token in the address that is named is used, and stays out of the project."""
    monkeypatch.setenv("COPIER_CACHE_DIR", str(target.with_name("cache")))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.file://{workshop.template}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://mia:s3cret@example.org/t.git")
    gradient("new", target, "--defaults", "--template=https://mia:s3cret@example.org/t.git")
    answers = yaml.safe_load((target / ".copier-answers.yml").read_text("utf-8"))
    assert (answers["_src_path"], answers["_commit"]) == ("https://example.org/t.git", "1.0.0")
    found = subprocess.run(["grep", "-r", "s3cret", str(target)], capture_output=True, text=True, check=False)
    assert found.stdout == ""
