"""YAML that somebody else wrote is read in bounded time and memory; what people really write is read as it is."""

import contextlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from packaging_gradient import safe_yaml
from packaging_gradient.switching import syntax
from person.bad_values import BOMB
from person.command import COMMAND, gradient
from project.hostile import HUNDREDS

TEXTS = {"a": "1.10", "b": "no", "c": "2026-01-01", "d": "", "e": ["7", "x"], "f": "9" * 5000, "g": "x"}
WRITTEN = f"a: 1.10\nb: no\nc: 2026-01-01\nd:\ne: [7, &x x]\nf: {TEXTS['f']}\ng: *x\n"


def test_texts() -> None:
    """Values of answers are what was written, where YAML would make numbers, dates and booleans of them."""
    assert safe_yaml.texts(WRITTEN) == TEXTS
    assert safe_yaml.values("a: 1.10\nb: no\n") == {"a": 1.1, "b": False}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "line 2: "),
        ("a: 1\n---\nb: 2", "expected a single document in the stream, but found another document"),
        ("a: *b", "undefined alias"),
        ("a: !!bool abc", "a value that does not go with its type"),
        ("a: !!timestamp abc", "a value that does not go with its type"),
        ("a: 2020-13-45", "a value that does not go with its type"),
        ("a: !x 1", "line 1: could not determine a constructor"),
        (f"a: {'9' * 5000}", "a value that does not go with its type"),
        ("a: \0", "a character that YAML does not allow, at position 3"),
        ("a: \ud800", "a character that is none"),
        (BOMB.decode(), "with its aliases written out it is longer than 200,000 characters"),
        ("&a [*a]", "a is a part of itself"),
        ("[" * 101 + "]" * 101, "nested deeper than 100 levels"),
        ("x" * 200_001, "longer than 200,000 characters"),
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_unreadable(text: str, said: str) -> None:
    """Each has its reason, and the line where there is one."""
    with pytest.raises(safe_yaml.Unreadable) as refused:
        safe_yaml.values(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "text", ["[" * 100 + "]" * 100, "x" * 199_999, "a: &a [x]\nb: [" + "*a, " * 40_000 + "]"], ids=len
)
def test_just_readable(text: str) -> None:
    """What stays below the bounds is read."""
    assert safe_yaml.values(text)


@HUNDREDS
@given(text=some.text(alphabet="a1:-?[]{}&*!|>'\"%#~,. \n\t\x00\ud800é", max_size=80))
def test_any_text(text: str) -> None:
    """Whatever it is, it is read or refused."""
    for read in (safe_yaml.values, safe_yaml.texts):
        with contextlib.suppress(safe_yaml.Unreadable):
            read(text)


def test_a_pipe(tmp_path: Path) -> None:
    """Answers can come out of a pipe, also in parts: `--data-file <(make-them)`."""
    line = (
        f"{' '.join(COMMAND)} advise --defaults --data-file <(echo 'shape: library'; sleep 0.3; echo 'users: everyone')"
    )
    run = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("place", ["a data file", "answers", "a file of the user"])
def test_bomb(app: Path, tmp_path: Path, place: str) -> None:
    """400 bytes that stand for gigabytes cost a second and no memory, wherever they lie."""
    file = {"answers": app / ".copier-answers.yml"}.get(place, tmp_path / "bomb.yml")
    file.write_bytes(BOMB + b"k: &k {description: *a10}\n<<: *k\n")
    read = f"import sys; from packaging_gradient.switching.syntax import fault; sys.exit(not fault({file.name!r}, open({str(file)!r}, 'rb').read()))"
    commands = {
        "a data file": [*COMMAND, "advise", "--defaults", f"--data-file={file}"],
        "answers": [*COMMAND, "switch", "docker", str(app)],
        "a file of the user": [COMMAND[0], "-c", read],
    }
    limited = ["bash", "-c", 'ulimit -t 10 -v 1000000; exec "$@"', "limited", *commands[place]]
    run = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert run.returncode == (0 if "user" in place else 2), run.stderr
    assert ("200,000" in run.stderr) == ("user" not in place)


def test_user_file_that_is_not_read(app: Path) -> None:
    """What is too much to read was so before, and does not hinder a switch."""
    assert "200,000" in str(syntax.fault("a.yml", BOMB))
    (app / "settings.yml").write_bytes(BOMB + (app / "settings.yml").read_bytes())
    subprocess.run(["git", "-C", str(app), "commit", "--quiet", "-am", "Mine"], check=True)
    assert "settings.yml" in gradient("switch", "docker", app, "--data", "urls=x")
    assert BOMB in (app / "settings.yml").read_bytes()
