"""After `gradient adopt`: strategies change and the template is released anew, and what is theirs is left alone."""

from pathlib import Path

import pytest
from copier import run_copy

from person.command import gradient
from person.repositories import OWN, options, plain, repository
from project.trees import Tree, assert_equal, read
from project.updates import update
from workshop import Workshop, commit, git

# Files of theirs that a project from the template has, too.
THEIRS = OWN | {name: f"# Mine: {name}\n" for name in ("noxfile.py", "CHANGELOG.md", "LICENSE", ".editorconfig")}
BASE = "template/{{based.package}}"


def adopted(workshop: Workshop, folder: Path, by: str, **answers: str) -> Path:
    """Make a repository of theirs, adopt it by our command or by plain Copier, and commit that."""
    project = repository(folder / "weather", THEIRS)
    if by == "gradient":
        gradient("adopt", project, *options(workshop, **answers))
    else:
        found = {"existing": True, "project_name": "Weather", "command": "weather"}
        run_copy(str(workshop.template), project, data=found | answers, defaults=True, quiet=True)
    commit(project)
    return project


def theirs(project: Path) -> Tree:
    """Return the files of theirs."""
    return {name: file for name, file in read(project).items() if name in THEIRS}


@pytest.mark.parametrize("by", ["gradient", "copier"])
def test_another_strategy(workshop: Workshop, tmp_path: Path, by: str) -> None:
    """Both `copier update` and `gradient switch` touch the strategy's files and the answers file, and nothing else."""
    project = adopted(workshop, tmp_path, by, strategy="zipapp")
    own = theirs(project)
    update(project, strategy="docker")
    assert_equal(project, own | plain(workshop, tmp_path / "docker", strategy="docker"))
    commit(project)
    gradient("switch", "shiv", project)
    assert_equal(project, own | plain(workshop, tmp_path / "shiv", strategy="shiv"))


@pytest.mark.parametrize("by", ["gradient", "copier"])
def test_a_release(workshop: Workshop, tmp_path: Path, by: str) -> None:
    """A release that changes every file that a project begins with does not touch theirs; one of a strategy's comes."""
    template = workshop.clone(tmp_path / "template")
    project = adopted(Workshop(template, tmp_path), tmp_path, by, strategy="zipapp")
    own = theirs(project)
    for file in [*(template / BASE).rglob("*"), template / "template/tools/shipping/common.py"]:
        if file.is_file():
            file.write_text(f"# Released anew\n{file.read_text()}")
    commit(template)
    git(template, "tag", "2.0.0")
    update(project)
    assert theirs(project) == own
    assert git(project, "diff", "--name-only").split() == [".copier-answers.yml", "tools/shipping/common.py"]
    assert_equal(project, own | plain(Workshop(template, tmp_path), tmp_path / "new", strategy="zipapp"))


def test_own_dockerfile(workshop: Workshop, tmp_path: Path) -> None:
    """A file of theirs in the place of a strategy's outlives an update."""
    project = repository(tmp_path / "weather", OWN | {"Dockerfile": "FROM scratch\n"})
    gradient("adopt", project, *options(workshop, strategy="docker"))
    commit(project)
    update(project, also_ship=["sdist"])
    assert (project / "Dockerfile").read_text() == "FROM scratch\n"
    commit(project)
    assert "Dockerfile would be deleted, with your edits" in gradient("switch", "zipapp", project, fails=1)


def test_own_dockerfile_at_a_switch(workshop: Workshop, tmp_path: Path) -> None:
    """A file of theirs in the place of one that a switch would bring stays, and is named; the others come."""
    project = repository(tmp_path / "weather", OWN | {"Dockerfile": "FROM scratch\n"})
    gradient("adopt", project, *options(workshop, strategy="zipapp"))
    commit(project)
    assert "Dockerfile is your own and is kept." in gradient("switch", "docker", project)
    assert (project / "Dockerfile").read_text() == "FROM scratch\n"
    assert (project / "compose.yaml").exists()
