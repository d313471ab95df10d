"""Every strategy is released as its workflow says: its own steps build, compare, list and try what is then published."""

import json
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from project.rehearsal import Release, inside, named, sbom, shell
from targets.starters import starter
from workshop import CATALOGUE, Workshop, commit, marks, nox


def started(workshop: Workshop, target: Path, strategy: str, **answers: object) -> Release:
    """Return the release of a new project."""
    row = CATALOGUE["strategies"][strategy]
    where = "https://example.com/my-app"  # an app id of example.org is not released
    answers = {"shape": row["shapes"][-1], "code": row["code"][0], "repository": where, **answers}
    return Release(workshop.copy(target, strategy=strategy, **answers), strategy)


@pytest.mark.parametrize("strategy", [pytest.param(id, marks=marks(id)) for id in CATALOGUE["strategies"]])
def test_rehearsal(
    workshop: Workshop,
    target: Path,
    tmp_path: Path,
    prepare: Callable[[str], None],
    record_property: Callable[[str, object], None],
    strategy: str,
) -> None:
    """The artifact is built twice, listed, and used on a machine that has nothing else of the build."""
    prepare(strategy)
    release = started(workshop, target, strategy)
    folder = release.built()
    check_lists(release, folder)
    if release.steps("smoke", "nox "):  # else it takes a tool that is not here, and is named as left out
        said = release.run("smoke", release.fresh(tmp_path / "clean"))
        assert "* verify: success" in said
        assert f"* smoke_{strategy}: success" in said
    record_property("not rehearsed", f"{strategy}: {', '.join(release.left_out())}")


def check_lists(release: Release, folder: Path) -> None:
    """Check that the checksums are right, and that the SBOM names exactly what is inside, or else what is required."""
    [checksums], [bill] = folder.glob("*.sha256"), folder.glob("*.cdx.json")
    subprocess.run(["sha256sum", "--check", "--quiet", checksums.name], cwd=folder, check=True)
    files = [folder / line.split()[1] for line in checksums.read_text("utf-8").splitlines()]
    assert {*files, checksums, bill} == {*folder.iterdir()}
    for given in release.given("attest", "actions/attest"):
        assert given["subject-checksums"] == f"dist/{checksums.name}"
        assert given.get("sbom-path", f"dist/{bill.name}") == f"dist/{bill.name}"
    carried = [found for file in files if (found := inside(file, "my-app"))]
    assert [named(sbom(folder))] * len(carried) == carried
    row = CATALOGUE["strategies"][release.strategy]
    dependency = starter(row["shapes"][-1]).dependency
    needed = [part for part in sbom(folder)["components"] if part["name"] == dependency]
    carries = row["carries"]
    declared = tomllib.loads((release.project / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert bool(needed) == bool(declared)
    assert not ("all its dependencies" in carries and any(part.get("isExternal") for part in needed))


def test_a_second_build_with_other_bytes(workshop: Workshop, target: Path) -> None:
    """What differs from build to build is not released."""
    release = started(workshop, target, "zipapp")
    pack = release.project / "tools/shipping/zipapp/pack.py"
    text = pack.read_text("utf-8")
    assert "program = guard(" in text
    pack.write_text(text.replace("program = guard(", 'program = f"# {os.urandom(9)!r}\\n" + guard('), "utf-8")
    commit(release.project)
    assert "my-app.pyz: a second build gave other bytes" in release.run("build", release.project, fails=True)
    assert not (release.project / "dist/release").exists()


def test_what_was_changed_on_the_way(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A file that is not what was built is not used, and an SBOM that lacks a package is not taken for right."""
    release = started(workshop, target, "zipapp")
    folder = release.built()
    machine = release.fresh(tmp_path / "clean")
    with (machine / "dist/my-app.pyz").open("ab") as file:
        file.write(b"!")
    assert "my-app.pyz is not the file that was built" in release.run("smoke", machine, fails=True)
    bill = folder / "zipapp.cdx.json"
    content = json.loads(bill.read_text("utf-8"))
    del content["components"][0]
    bill.write_text(json.dumps(content), "utf-8")
    with pytest.raises(AssertionError):
        check_lists(release, folder)


@pytest.mark.parametrize(("strategy", "code"), [("sdist", "pure"), ("wheel", "compiled")])
def test_what_is_private_is_not_uploaded(workshop: Workshop, target: Path, strategy: str, code: str) -> None:
    """The step before the upload ends with one sentence, for a proprietary project alone."""
    for license, result in (("MIT", 0), ("proprietary", 1)):
        release = Release(workshop.copy(target / license, strategy=strategy, code=code, license=license), strategy)
        nox(release.project, "-s", f"build_{strategy}")
        parts = release.project / "dist" / f"{strategy}-linux-x86_64"
        parts.mkdir()
        for file in [*release.project.glob("dist/*.whl"), *release.project.glob("dist/*.tar.gz")]:
            (parts / file.name).write_bytes(file.read_bytes())
        [collect], [refuse] = release.steps("publish", "mkdir "), release.steps("publish", "if unzip")
        assert shell(collect, release.project).returncode == 0
        assert {path.suffix for path in (release.project / "upload").iterdir()} == {".whl", ".gz"}
        said = shell(refuse, release.project)
        assert (said.returncode, "The project says that it is private" in said.stdout) == (result, bool(result))
