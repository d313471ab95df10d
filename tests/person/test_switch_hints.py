"""What a person is told besides: what git ignores, where earlier edits are, and which lock is stale."""

import shlex
import subprocess
from pathlib import Path

import pytest

from person.command import gradient
from workshop import commit, git

GUIDE = "docs/shipping/zipapp.md"
SPEC = "tools/shipping/docker/p.spec"


def hint(said: str, words: str) -> str:
    """Return the one line that has some words in it."""
    [line] = [line for line in said.splitlines() if words in line]
    return line


def obey(line: str, folder: Path) -> None:
    """Run the command that a hint ends in, as it stands."""
    subprocess.run(shlex.split(line[line.index(": git ") + 2 :]), cwd=folder, check=True, capture_output=True)


def told(app: Path, *arguments: str, folder: Path | None = None) -> str:
    """Switch; return what was said, which a dry run has said before."""
    where = () if folder else (app,)
    shown = gradient("switch", *arguments, *where, "--dry-run", folder=folder)
    said = gradient("switch", *arguments, *where, folder=folder)
    assert said.startswith(shown)
    return said


@pytest.mark.parametrize("place", [".gitignore", ".git/info/exclude"])
@pytest.mark.parametrize("inside", [True, False], ids=["inside", "outside"])
def test_ignored(app: Path, place: str, inside: bool) -> None:
    """A new file that git would not add is named, with the command that adds it."""
    (app / place).write_text("*.spec\n")
    commit(app)
    line = hint(told(app, "docker", folder=app if inside else None), "git ignores")
    assert line.startswith(f"git ignores {SPEC}: add it with: git ")
    obey(line, app if inside else Path.cwd())
    assert git(app, "diff", "--cached", "--name-only") == f"{SPEC}\n"


def test_ignored_everywhere(app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is where the user's own git ignores it, in all repositories."""
    (tmp_path / "git").mkdir()
    (tmp_path / "git/ignore").write_text("*.spec\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert hint(told(app, "docker"), "git ignores").startswith(f"git ignores {SPEC}:")


def test_nothing_to_hint(app: Path) -> None:
    """Where there is nothing worth knowing, nothing is said, there and back."""
    for strategy in ("docker", "zipapp"):
        lines = gradient("switch", strategy, app).splitlines()
        assert lines[-1].startswith("Switched.")
        assert all(line[:2] in {"+ ", "- ", "~ "} for line in lines[:-1])
        commit(app)


def test_edits_of_an_earlier_time(app: Path) -> None:
    """Edits that a forced switch let go are found again, at once and when their strategy returns."""
    with (app / GUIDE).open("a") as file:
        file.write("Mine.\n")
    commit(app)
    mine = (app / GUIDE).read_text()
    said = told(app, "docker", "--force")
    obey(hint(said, "Git keeps what you edited"), Path.cwd())
    assert (app / GUIDE).read_text() == mine
    git(app, "rm", "--quiet", "--force", GUIDE)
    commit(app)
    commit(app, "Something else")
    line = hint(told(app, "zipapp"), f"{GUIDE} was another before it went")
    assert "Mine." not in (app / GUIDE).read_text()
    obey(line, Path.cwd())
    assert (app / GUIDE).read_text() == mine


def test_edits_merged_from_a_branch(app: Path) -> None:
    """They are found as well where the switch came from a branch, and in a folder of a larger repository."""
    top, app = app, app / "apps/p"
    (top / "apps/p").mkdir(parents=True)
    for name in ("README.md", "docs", ".copier-answers.yml", "noxfile.py", "info.py", "data.json", "settings.yml"):
        git(top, "mv", name, f"apps/p/{name}")
    with (app / GUIDE).open("a") as file:
        file.write("Mine.\n")
    commit(top)
    git(top, "checkout", "--quiet", "-b", "ship")
    gradient("switch", "docker", app, "--force")
    commit(top)
    git(top, "checkout", "--quiet", "main")
    (top / "other").touch()
    commit(top)
    git(top, "merge", "--quiet", "--no-edit", "ship")
    obey(hint(told(app, "zipapp"), f"{GUIDE} was another before it went"), Path.cwd())
    assert "Mine." in (app / GUIDE).read_text()


def test_lock(app: Path) -> None:
    """A lock that no longer matches is named, and only then."""
    (app / "uv.lock").write_text("version = 1\n")
    commit(app)
    assert "uv lock" not in told(app, "docker")
    commit(app)
    assert hint(told(app, "zipapp", "--data", "urls=x"), "uv.lock") == (
        "uv.lock was made for another pyproject.toml; run: uv lock"
    )


def test_no_lock(app: Path) -> None:
    """Where there is no lock, none is spoken of."""
    assert "uv.lock" not in told(app, "docker", "--data", "urls=x")
