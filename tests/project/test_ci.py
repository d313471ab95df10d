"""ci.yml: act runs its jobs, and the last one says whether all the others passed."""

from pathlib import Path

from targets.forge import Forge, results
from workshop import Workshop, commit

GATE = "All passed"


def test_all_pass(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A new project passes every job, and leaves what it has built."""
    forge = Forge(workshop.copy(target, strategy="sdist"), tmp_path / "forge")
    jobs = results(forge.run("ci.yml", event="pull_request"))
    assert len(jobs) > 4
    assert [name for name, passed in jobs.items() if not passed] == []
    assert [folder.name for folder in forge.stored] == ["dist"]


def test_one_fails(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """Where the tests fail, the gate does, too; what has nothing to do with them passes."""
    project = workshop.copy(target, strategy="sdist")
    (project / "tests/test_wrong.py").write_text(
        '"""Fails."""\n\n\ndef test_wrong() -> None:\n    """Fails."""\n    assert not 1\n'
    )
    commit(project)
    jobs = results(Forge(project, tmp_path / "forge").run("ci.yml", event="pull_request", fails=True))
    assert not jobs.pop(GATE)
    assert jobs.pop("Style and types")
    assert jobs.pop("Build and smoke")
    assert jobs
    assert not any(jobs.values())
