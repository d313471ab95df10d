"""The reading and the typing of printed lines: what they find, and that a line which is wrong is noticed."""

from pathlib import Path

import pytest

from printed import lines, shell
from printed.places import machine
from workshop import ROOT

TEXT = """# Title

Set up once, with [uv](https://example.org):

```console
$ uv sync
Resolved 3 packages
```

Without uv, with Python 3.11:

```console
$ python3 -m venv .venv
```

## Use

Then, and `$ this` is no line of its own:

```console
$ nox
$ nox -t build
```

```yaml
# team.yml
a: 1
```

## Publish

```console
$ uv publish
```
"""


def test_lines() -> None:
    """Each has its section, and its machine by the paragraph before the block; what is printed there is no line."""
    assert lines.lines(TEXT, "## Publish") == [
        lines.Line("Title", ("uv",), "uv sync"),
        lines.Line("Title", ("python",), "python3 -m venv .venv"),
        lines.Line("Use", ("uv", "python"), "nox"),
        lines.Line("Use", ("uv", "python"), "nox -t build"),
    ]
    assert [line.text for line in lines.lines(TEXT)][-1] == "uv publish"


def test_by_section() -> None:
    """On each machine, what is for it, in order."""
    assert list(lines.by_section("uv", lines.lines(TEXT, "## Publish"))) == [
        ("Title", ["uv sync"]),
        ("Use", ["nox", "nox -t build"]),
    ]


def test_files() -> None:
    """A block that begins with the name of a file is that file."""
    assert lines.files(TEXT) == {"team.yml": "a: 1\n"}


@pytest.mark.parametrize("text", ["$ nox\n", "```console\n$ nox\n"], ids=["outside a block", "a block without an end"])
def test_unclear(text: str) -> None:
    """What would be missed is an error."""
    with pytest.raises(ValueError, match="block"):
        lines.lines(text)


@pytest.mark.parametrize(
    ("typed", "code", "shown"),
    [
        (["cd sub", "mkdir there", "ls"], 0, "there"),
        (["nox -t build"], 127, "nox: command not found"),
        (["false", "mkdir there"], 1, "ended with 1"),
        (["false && true", "mkdir there"], 1, "ended with 1"),
        (["cd nowhere", "mkdir there"], 1, "ended with 1"),
        (["python3 -V"], 127, "python3: command not found"),
        (["read -p 'Name: ' name", 'test -z "$name"'], 0, "Name: "),
    ],
    ids=["right", "not there", "fails", "half of it fails", "no such folder", "the other machine's", "asks"],
)
def test_typing(tmp_path: Path, typed: list[str], code: int, shown: str) -> None:
    """One shell types all, as long as each line ends well; a question gets Enter."""
    (tmp_path / "work/sub").mkdir(parents=True)
    ended, said = shell.type_in(typed, tmp_path / "work", machine(tmp_path / "machine", "uv"))
    assert (ended, shown in said) == (code, True), said
    assert f"$ {typed[0]}" in said
    assert list(tmp_path.rglob("there")) == (
        [tmp_path / "work/sub/there"] if code == 0 and "mkdir there" in typed else []
    )


def test_address() -> None:
    """Of a line that names the repository, that word is all that is replaced."""
    assert "git clone file:///x.git here\n" in shell.script([f"git clone {shell.REPOSITORY} here"], "file:///x.git")


@pytest.mark.parametrize("place", lines.PLACES)
def test_machine(tmp_path: Path, place: str) -> None:
    """It has its own tool, and not the other's; and what the tests run with is not there."""
    other = {"uv": "python3", "python": "uv"}[place]
    typed = [f"! command -v {name}" for name in (other, "python", "pip", "nox", "pipx", "copier")]
    typed += ["command -v git", {"uv": "command -v uvx", "python": "command -v python3"}[place]]
    code, said = shell.type_in(typed, tmp_path, machine(tmp_path / "machine", place))
    assert code == 0, said


def test_no_line_needs_a_tool_from_elsewhere() -> None:
    """There is one way to call the verbs: `nox`, in the environment that is set up once."""
    texts = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "copier.yml", *(ROOT / "template").rglob("*.md*")]
    texts += (ROOT / "extensions").rglob("*.py")
    calls = ("uv run nox", "uvx nox", "pipx run nox", "uv tool run nox", ".venv/bin/nox")
    assert len(texts) > 20
    assert [(str(file), call) for file in texts for call in calls if call in file.read_text("utf-8")] == []
