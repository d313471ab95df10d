"""`gradient adopt`: a repository that exists gets what ships it, and keeps all that is its own."""

import tomllib
from pathlib import Path

import pytest

from packaging_gradient import closing
from person.command import COMMAND, gradient
from person.repositories import ANSWERS, OWN, SRC, declared, options, plain, repository, take_what_is_offered
from person.terminal import CTRL_C, Terminal
from project.trees import read
from workshop import Workshop, commit, git


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a command-line tool."""
    return repository(tmp_path / "weather", OWN)


@pytest.mark.parametrize("strategy", ["sdist", "zipapp", "docker"])
def test_only_adds(workshop: Workshop, project: Path, tmp_path: Path, strategy: str) -> None:
    """What comes is what plain Copier renders and nothing else; each file is named, and nothing there changes."""
    before = read(project)
    said = gradient("adopt", project, *options(workshop, strategy=strategy))
    came = plain(workshop, tmp_path / "expected", strategy=strategy)
    assert read(project) == before | came
    assert not before.keys() & came.keys()
    assert {f"+ {name}" for name in came} <= {*said.splitlines()}
    assert "  name      Weather\n" in said
    assert f"How to install and publish it: docs/shipping/{strategy}.md" in said
    assert git(project, "diff", "HEAD") == ""


def test_data_wins(workshop: Workshop, project: Path) -> None:
    """What is given wins over what is found."""
    gradient("adopt", project, *options(workshop, project_name="other", shape="library"))
    answers = (project / ANSWERS).read_text()
    assert {"project_name: other", "shape: library", "existing: true"} <= {*answers.splitlines()}
    assert "command:" not in answers


@pytest.mark.parametrize(("command", "starts"), [("alpha", ""), ("weather", "weather"), ("unknown", "")])
def test_command_that_people_type(workshop: Workshop, tmp_path: Path, command: str, starts: str) -> None:
    """Artifacts start it, not the first by name; that is said, and stays when the strategy changes."""
    scripts = 'weather = "weather:main"\nalpha = "weather:main"'
    project = repository(tmp_path / "p", SRC | declared("hatchling.build", scripts=scripts))
    said = gradient("adopt", project, *options(workshop, command=command, strategy="zipapp"))
    settings = project / "tools/shipping/settings.toml"
    assert tomllib.loads(settings.read_text())["command"] == starts
    assert ("What is shipped starts weather" in said) == bool(starts)
    commit(project)
    gradient("switch", "shiv", project)
    assert tomllib.loads(settings.read_text())["command"] == starts


@pytest.mark.parametrize(
    ("backend", "sources", "known"),
    [
        ("scikit_build_core.build", ["c"], True),
        ("maturin", ["rs"], True),
        ("setuptools.build_meta", ["c", "rs"], False),
    ],
)
def test_compiled_code(workshop: Workshop, tmp_path: Path, backend: str, sources: list[str], known: bool) -> None:
    """Compiled code is found, and the strategy fits it; it is said where no strategy has a compiler for it."""
    files = {f"src/weather/_core.{source}": "" for source in sources}
    if not known:
        files["setup.py"] = "from setuptools import setup\n\nsetup(ext_modules=[1], rust_extensions=[1])\n"
    project = repository(tmp_path / "p", SRC | declared(backend) | files)
    said = gradient("adopt", project, *options(workshop))
    assert "code: compiled\n" in (project / ANSWERS).read_text()
    assert ("No strategy installs what compiles Rust" not in said) == known
    assert not (project / "CMakeLists.txt").exists()


def test_theirs_stays(workshop: Workshop, project: Path) -> None:
    """A file that is there stays as it is and is named; so do the ways of working."""
    repository(project, {"Dockerfile": "FROM scratch\n", "compose.yaml": "{}\n", "tox.ini": ""})
    before = read(project)
    said = gradient("adopt", project, *options(workshop, strategy="docker"))
    assert read(project).items() >= before.items()
    assert "Your own files, kept as they are: Dockerfile, compose.yaml.\n" in said
    assert "+ Dockerfile\n" not in said
    assert "Your tasks work as before: tox.\n" in said


def test_hidden_by_gitignore(workshop: Workshop, project: Path) -> None:
    """A new file that git would leave out is named, with the command that adds it."""
    said = gradient("adopt", project, *options(workshop, strategy="pyinstaller"))
    [line] = [line for line in said.splitlines() if "git add --force" in line]
    git(project, *line.partition("git ")[2].split())
    git(project, "add", "--all")
    assert git(project, "status", "--porcelain", "--ignored", "--", "tools").count("!!") == 0


def test_part_of_a_repository(workshop: Workshop, tmp_path: Path) -> None:
    """A project may be a folder of a larger repository."""
    top = repository(tmp_path / "mono", {f"apps/p/{name}": text for name, text in OWN.items()} | {"setup.py": ""})
    assert "code      weather in src/" in gradient("adopt", "apps/p", *options(workshop), folder=top)
    assert (top / "apps/p" / ANSWERS).exists()
    assert not (top / "tools").exists()


def test_says_what_works_here(workshop: Workshop, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with the commands of this machine."""
    monkeypatch.setattr(closing, "machine", lambda: closing.Machine(uv=True, nox=False, python=True))
    said = gradient("adopt", ".", *options(workshop), folder=project)
    lines = ["uv venv", 'uv pip install "nox[uv]"', ". .venv/bin/activate", "nox -f tools/shipping/noxfile.py -t build"]
    assert "try it:\n\n" + "".join(f"  {line}\n" for line in lines) in said


def test_at_a_prompt(workshop: Workshop, project: Path) -> None:
    """What is found is what the questions offer; Enter takes it. Whether the code is there is not asked."""
    terminal = Terminal([*COMMAND, "adopt", "--template", str(workshop.template)], project)
    terminal.expect("Found in")
    take_what_is_offered(terminal)
    assert terminal.ended() == 0
    assert (project / ANSWERS).exists()


def test_interrupted(workshop: Workshop, project: Path) -> None:
    """Ctrl-C leaves the repository as it was."""
    before = read(project)
    terminal = Terminal([*COMMAND, "adopt", "--template", str(workshop.template)], project)
    terminal.expect("building?")
    terminal.type(CTRL_C)
    assert terminal.ended() == 130
    assert terminal.shown.rstrip().endswith("gradient: Stopped; nothing was written.")
    assert read(project) == before
