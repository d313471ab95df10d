"""What `gradient adopt` would like to change in files of theirs: shown, and made only on a yes."""

from pathlib import Path

import pytest

from packaging_gradient.existing.noxfile import loading
from person.command import COMMAND, gradient
from person.repositories import SRC, declared, options, repository, take_what_is_offered
from person.terminal import ENTER, Terminal
from project.trees import read
from workshop import Workshop, commit, git, nox

OWN = SRC | declared("hatchling.build")
NOXFILE = '"""Mine."""\n\nimport os\n\nimport nox\n\n\n@nox.session\ndef tests(session):\n    """Test."""\n'
LOADED = 'runpy.run_path("tools/shipping/noxfile.py")'
WITH_NOXFILE = OWN | {"noxfile.py": NOXFILE, ".gitignore": ".nox\n/dist"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import nox\nX = 1\n", f"import runpy\n\nimport nox\n\n{LOADED}\nX = 1\n"),
        ("import os\n\nimport nox\n", f"import os\nimport runpy\n\nimport nox\n\n{LOADED}\n"),
        ("import shutil\nimport nox\n", f"import runpy\nimport shutil\nimport nox\n\n{LOADED}\n"),
        ("import runpy, nox\n", f"import runpy, nox\n\n{LOADED}\n"),
        (
            "from __future__ import annotations\nfrom nox import session\n",
            f"from __future__ import annotations\nimport runpy\n\nfrom nox import session\n\n{LOADED}\n",
        ),
        ("import nox\r\nX = '\x0c'\r\n", f"import runpy\r\n\r\nimport nox\r\n\r\n{LOADED}\r\nX = '\x0c'\r\n"),
        (f"import nox, runpy\n{LOADED}\n", None),
        ("", None),
        ("import nox\n@nox.session\ndef build_x(s): ...\n", None),
        ("import nox\n@nox.session(name='build_x')\ndef other(s): ...\n", None),
    ],
)
def test_loading(tmp_path: Path, before: str, after: str | None) -> None:
    """Two lines load the sessions, before anything that the noxfile sets itself; where names clash, there are none."""
    (tmp_path / "tools/shipping/x").mkdir(parents=True)
    (tmp_path / "tools/shipping/x/sessions.py").write_text("import nox\n@nox.session()\ndef build_x(s): ...\n")
    assert loading(before, tmp_path) == (before if after is None else after)


def test_ignored_by_one_person(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one person has git ignore everywhere is not ignored in the repository."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    (tmp_path / "config").write_text(f"[core]\nexcludesFile = {tmp_path / 'ignored'}\n")
    (tmp_path / "ignored").write_text("dist/\n")
    project = repository(tmp_path / "p", OWN)
    assert ".gitignore was left" in gradient("adopt", project, *options(workshop))


def test_shown_and_left(workshop: Workshop, tmp_path: Path) -> None:
    """Without a terminal nothing changes; what is shown can be applied as it stands, and then works."""
    project = repository(tmp_path / "p", WITH_NOXFILE)
    said = gradient("adopt", project, *options(workshop, strategy="zipapp"))
    assert git(project, "diff", "HEAD") == ""
    assert "noxfile.py was left as it is" in said
    assert ".gitignore was left" not in said
    patch = tmp_path / "patch"
    patch.write_text(said[said.index("--- a/noxfile.py") : said.index("\n+ docs")])
    git(project, "apply", str(patch))
    listed = nox(project, "--list-sessions")
    names = {line.split()[1] for line in listed.splitlines() if line.startswith(("* ", "- "))}
    assert {"tests", "build_zipapp"} <= names


@pytest.mark.parametrize(("answer", "changed"), [("y", True), ("n", False), ("", False)])
def test_asked(workshop: Workshop, tmp_path: Path, answer: str, changed: bool) -> None:
    """At a terminal, each file is a question of its own; only a yes changes it, and its permissions stay."""
    project = repository(tmp_path / "p", OWN | {"noxfile.py": NOXFILE, ".gitignore": "x"})
    (project / "noxfile.py").chmod(0o755)
    commit(project)
    before = read(project)
    terminal = Terminal([*COMMAND, "adopt", str(project), f"--template={workshop.template}"], tmp_path)
    take_what_is_offered(terminal)
    terminal.expect("Change noxfile.py?")
    terminal.type(answer + ENTER)
    terminal.expect("Change .gitignore?")
    terminal.type("y" + ENTER)
    assert terminal.ended() == 0
    after = read(project)
    assert after[".gitignore"][1] == b"x\ndist/\n"
    assert after["noxfile.py"][0] == before["noxfile.py"][0]
    assert (after["noxfile.py"] != before["noxfile.py"]) == (LOADED in (project / "noxfile.py").read_text()) == changed


def test_not_committed(workshop: Workshop, tmp_path: Path) -> None:
    """A file that git could not bring back is not even asked for."""
    project = repository(tmp_path / "p", WITH_NOXFILE)
    (project / "noxfile.py").write_text(f"{NOXFILE}\nX = 1\n")
    terminal = Terminal([*COMMAND, "adopt", str(project), f"--template={workshop.template}"], tmp_path)
    take_what_is_offered(terminal)
    assert terminal.ended() == 0
    assert "noxfile.py was left as it is" in terminal.shown
    assert (project / "noxfile.py").read_text() == f"{NOXFILE}\nX = 1\n"


@pytest.mark.parametrize("content", [b"def (\n", b"\xff\n", b"import nox\n\0"])
def test_broken_noxfile(workshop: Workshop, tmp_path: Path, content: bytes) -> None:
    """A noxfile that nox could not load either is left alone, and no reason to stop."""
    project = repository(tmp_path / "p", OWN)
    (project / "noxfile.py").write_bytes(content)
    commit(project)
    assert "noxfile.py was left" not in gradient("adopt", project, *options(workshop))


def test_gitignore_in_any_encoding(workshop: Workshop, tmp_path: Path) -> None:
    """Bytes that are no UTF-8 and a missing line break are shown, and cannot upset the terminal."""
    project = repository(tmp_path / "p", OWN)
    (project / ".gitignore").write_bytes(b"caf\xe9\x1b[2J")
    commit(project)
    said = gradient("adopt", project, *options(workshop))
    assert "-caf\\udce9\\x1b[2J\n\\ No newline at end of file\n+caf\\udce9\\x1b[2J\n+dist/\n" in said
