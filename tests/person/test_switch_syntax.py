"""After a switch, each file that programs could read can still be read."""

from pathlib import Path

import pytest

from packaging_gradient.switching import syntax
from person.command import gradient
from project.trees import read
from workshop import commit


@pytest.mark.parametrize(
    ("name", "edits", "said"),
    [
        ("pyproject.toml", {"[tool.one]": '[project.urls]\nMine = "y"\n\n[tool.one]'}, "at line 15"),
        ("settings.yml", {"two: 2": "urls: [y]\ntwo: 2"}, "line 8: 'urls' is there twice"),
        ("data.json", {'"a": 1,': '"a": [1,', '"c": 3': "3]"}, "line 5: Expecting ',' delimiter"),
        ("info.py", {"a = 1": "def a():", "b = 2": "    b = 2"}, "line 4: expected an indented block"),
    ],
)
def test_no_longer_parses(app: Path, name: str, edits: dict[str, str], said: str) -> None:
    """A merge that would leave a file unreadable is refused, whatever the options, and file and line are named."""
    edit(app / name, edits)
    before = read(app)
    for option in ([], ["--dry-run"], ["--force"]):
        told = gradient("switch", "docker", app, "--data", "urls=x", *option, fails=1)
        assert f"{name} holds an edit of yours that does not go with the change" in told
        assert said in told
    assert read(app) == before
    gradient("switch", "docker", app)


def test_did_not_parse_before(app: Path) -> None:
    """A file that could not be read before is merged as any other."""
    edit(app / "info.py", {"a = 1": "a = ("})
    gradient("switch", "docker", app, "--data", "urls=x")
    assert (app / "info.py").read_text().startswith("a = (\n\n\nurls = 'x'\n")


def edit(file: Path, edits: dict[str, str]) -> None:
    """Replace words in a file and commit that."""
    for old, new in edits.items():
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))
    commit(file.parent)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("a.toml", b"[a]\n[b]\n", b"[a]\n[a]\n"),
        ("a.toml", "é = 1".replace("é", "'é'").encode(), b"a = 'caf\xe9'"),
        ("a.yml", b"a: !mine 1\n---\na: 1\n", b"a: 1\nb: 2\na: 3\n"),
        ("a.yaml", b"a: &b [1]\nc: *b\n", b"a: [\n"),
        ("a.json", b'{"a": 1}', b'{"a": 1'),
        ("a.py", b"# coding: latin-1\na = '\xe9'\n", b"a = (\n"),
        ("a.py", b"a = '\\d'\n", b"a = '\xe9'\n"),
        ("a.txt", b"\xff[", None),
    ],
)
def test_fault(name: str, good: bytes, bad: bytes | None) -> None:
    """What can be read and what cannot."""
    assert syntax.fault(name, good) is None
    assert bad is None or syntax.fault(name, bad)


@pytest.mark.parametrize("content", [b"", b"# p\n" * 5, b"Common to all.\n\n# p\n", b"\r\n# p\r\n\r\nCommon to all."])
def test_file_that_renders_the_same(app: Path, content: bytes) -> None:
    """A file that the template makes the same before and after is not touched, whatever the user has made of it."""
    (app / "README.md").write_bytes(content)
    (app / "noxfile.py").write_bytes(b"def a(\n" + content)
    commit(app)
    shown = gradient("switch", "docker", app, "--data", "urls=x")
    assert not {"README.md", "noxfile.py"} & {line[2:] for line in shown.splitlines()}
    assert (app / "README.md").read_bytes() == content
    assert (app / "noxfile.py").read_bytes() == b"def a(\n" + content
