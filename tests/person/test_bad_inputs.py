"""Whatever the command is given, it ends with a known code and at most one line, in time, and a refusal changes nothing."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from packaging_gradient import safe_yaml
from packaging_gradient.cli import app as command
from packaging_gradient.existing import changes
from packaging_gradient.refusal import BAD_INPUT, STOPPED
from person import small
from person.bad_inputs import Case, cases
from person.bad_values import CONTENTS, Make
from person.repositories import OWN, repository
from workshop import git

CASES = list(cases())
# No case may take longer, in seconds; most take a hundredth of one.
LONGEST = 20


@pytest.fixture(scope="session")
def world(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project, a repository to adopt, and what else can be in the way; each case gets a copy."""
    folder = tmp_path_factory.mktemp("world") / "world"
    small.project(source, folder / "app")
    repository(folder / "lib", OWN)
    for name in ("empty", "readonly", "unborn", "broken/.git", "weird"):
        (folder / name).mkdir(parents=True)
    git(folder / "unborn", "init", "--quiet")
    git(folder, "init", "--quiet", "--bare", "bare")
    (folder / "weird/.git").write_text("gitdir: /nowhere\n")
    (folder / "file").write_text("text\n")
    (folder / "loop").symlink_to("loop")
    (folder / "dangling").symlink_to("nowhere")
    (folder / "readonly").chmod(0o555)
    for hooks in [*folder.rglob("hooks")]:
        shutil.rmtree(hooks)
    return folder


@pytest.fixture
def place(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy for one case, where it runs."""
    shutil.copytree(world, tmp_path / "world", symlinks=True)
    os.mkfifo(tmp_path / "world/pipe")
    monkeypatch.chdir(tmp_path / "world")
    return tmp_path / "world"


class Late(BaseException):
    """It took too long. No error that the command could tell of."""


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Fail what takes too long."""

    def late(*_: object) -> None:
        raise Late

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def make(path: Path, content: Make, source: Path) -> None:
    """Put something in the place of a file."""
    path.unlink(missing_ok=True)
    if callable(content):
        content(path)
    else:
        path.write_bytes(content.replace(b"{source}", bytes(source)))


def seen(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the modes of all there is, with what files hold and where links lead; git's own index aside."""
    found = {}
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        held = (
            bytes(path.readlink())
            if path.is_symlink()
            else path.read_bytes()
            if path.is_file() and path.stat().st_size < 2**30
            else b""
        )
        if path.name != "index":
            found[str(path.relative_to(folder))] = mode, held
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_bad_input(case: Case, place: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line on stderr and a known exit code, or success; where it is refused, everything is as it was."""
    for name, content in case.made.items():
        make(place / name, content, source)
    before = seen(place)
    for name, value in case.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(safe_yaml, "PATIENCE", 0.1)
    arguments = [argument.replace("{source}", str(source)) for argument in case.arguments]
    with in_time():
        run = CliRunner().invoke(command, arguments, prog_name="gradient")
    assert run.exit_code in (0, STOPPED, BAD_INPUT), run.output
    assert len(run.stderr.splitlines()) == bool(run.exit_code), run.stderr
    assert run.stderr.isprintable() or run.stderr[:-1].isprintable()
    if run.exit_code:
        assert seen(place) == before


@pytest.mark.parametrize("name", ["noxfile.py", ".gitignore"])
@pytest.mark.parametrize("content", CONTENTS)
def test_files_that_adopting_would_change(place: Path, source: Path, name: str, content: str) -> None:
    """Whatever they hold, a change of them is offered or not; nothing changes by itself."""
    make(place / "lib" / name, CONTENTS[content], source)
    (place / "draft/tools/shipping").mkdir(parents=True)
    before = seen(place)
    with in_time():
        found = changes.wanted(place / "lib", place / "draft")
    assert all(change.name in (".gitignore", "noxfile.py") and change.diff for change in found)
    assert seen(place) == before


def test_how_many() -> None:
    """There are as many as were promised, and no two are the same."""
    assert len({case.id for case in CASES}) == len(CASES) >= 500


def test_a_break_shows(place: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: a fault of ours has another code, and whatever changes is seen."""
    monkeypatch.setenv("TMPDIR", str(place.parent))
    before = seen(place)
    (place / "app/README.md").chmod(0o600)
    assert seen(place) != before
    monkeypatch.setattr("packaging_gradient.safe_yaml.texts", lambda text: 1 / 0)
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        test_bad_input(Case("", ["advise", "--data", "target_has=[a]"]), place, source, monkeypatch)
