"""Every strategy is released as its workflow says: act runs that, from the tag to what is published."""

import json
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from project.bills import inside, named, sbom
from targets.forge import Forge
from targets.starters import starter
from workshop import CATALOGUE, Workshop, commit, marks


def started(workshop: Workshop, target: Path, strategy: str, **answers: object) -> Path:
    """Return a new project that can be released."""
    row = CATALOGUE["strategies"][strategy]
    where = "https://example.com/my-app"  # an app id of example.org is not released
    answers = {"shape": row["shapes"][-1], "code": row["code"][0], "repository": where, **answers}
    return workshop.copy(target, strategy=strategy, **answers)


@pytest.mark.parametrize("strategy", [pytest.param(id, marks=marks(id)) for id in CATALOGUE["strategies"]])
def test_rehearsal(
    workshop: Workshop,
    target: Path,
    tmp_path: Path,
    prepare: Callable[[str], None],
    record_property: Callable[[str, object], None],
    strategy: str,
) -> None:
    """The artifact is built twice, listed, used by a job that has nothing else of the build, signed and published."""
    prepare(strategy)
    forge = Forge(started(workshop, target, strategy), tmp_path / "forge")
    workflow = f"release-{strategy}.yml"
    said = forge.run(workflow)
    [folder] = forge.stored
    check_lists(forge.project, strategy, folder)
    if f"smoke_{strategy}" in forge.changed(workflow):  # else it is installed by a tool that is not here
        assert "* verify: success" in said
        assert f"* smoke_{strategy}: success" in said
    signed = [line for line in forge.asked if line.startswith("attest ")]
    assert [line for line in signed if line.endswith(".cdx.json")]
    assert [line for line in signed if not line.endswith(".cdx.json")]
    assert published(forge) == {file.name for file in folder.iterdir()} - kept(forge)
    record_property("not rehearsed", f"{strategy}: {', '.join(forge.left_out(workflow))}")


def published(forge: Forge) -> set[str]:
    """Return the files that came where users fetch them: the package index, the container registry, the release page."""
    ways = ("upload ", f"gh release upload {forge.tag} ", "podman manifest add released oci-archive:")
    lines = [line.removeprefix(way) for line in forge.asked for way in ways if line.startswith(way)]
    return {Path(word).name for line in lines for word in line.split() if word != "--clobber"}


def kept(forge: Forge) -> set[str]:
    """Return the files that are not published: an index and a registry take no lists, which the attestations hold."""
    on_page = any(line.startswith("gh release upload") for line in forge.asked)
    lists = [file.name for folder in forge.stored for file in folder.iterdir() if file.suffix in (".json", ".sha256")]
    return {*([] if on_page else lists)}


def check_lists(project: Path, strategy: str, folder: Path) -> None:
    """Check that the checksums are right, and that the SBOM names exactly what is inside, or else what is required."""
    [checksums], [bill] = folder.glob("*.sha256"), folder.glob("*.cdx.json")
    subprocess.run(["sha256sum", "--check", "--quiet", checksums.name], cwd=folder, check=True)
    files = [folder / line.split()[1] for line in checksums.read_text("utf-8").splitlines()]
    assert {*files, checksums, bill} == {*folder.iterdir()}
    carried = [found for file in files if (found := inside(file, "my-app"))]
    assert [named(sbom(folder))] * len(carried) == carried
    row = CATALOGUE["strategies"][strategy]
    # A package may have a longer name than the module that it brings.
    dependency = starter(row["shapes"][-1]).dependency.lower()
    needed = [part for part in sbom(folder)["components"] if part["name"].startswith(dependency)]
    declared = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert bool(needed) == bool(declared)
    assert not ("all its dependencies" in row["carries"] and any(part.get("isExternal") for part in needed))


def test_a_second_build_with_other_bytes(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """What differs from build to build is not released."""
    project = started(workshop, target, "zipapp")
    pack = project / "tools/shipping/zipapp/pack.py"
    text = pack.read_text("utf-8")
    assert "program = guard(" in text
    pack.write_text(text.replace("program = guard(", 'program = f"# {os.urandom(9)!r}\\n" + guard('), "utf-8")
    commit(project)
    forge = Forge(project, tmp_path / "forge")
    assert "my-app.pyz: a second build gave other bytes" in forge.run("release-zipapp.yml", fails=True)
    assert not forge.stored
    assert not forge.asked


def test_what_was_changed_on_the_way(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A file that is not what was built is not used, signed or published."""
    forge = Forge(started(workshop, target, "zipapp"), tmp_path / "forge", tampered="my-app.pyz")
    assert "my-app.pyz is not the file that was built" in forge.run("release-zipapp.yml", fails=True)
    assert forge.stored
    assert not forge.asked


def test_a_pull_request_is_a_dry_run(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """It builds and tries, and signs and publishes nothing. An SBOM that lacks a package is not taken for right."""
    forge = Forge(started(workshop, target, "zipapp"), tmp_path / "forge")
    assert "* smoke_zipapp: success" in forge.run("release-zipapp.yml", event="pull_request")
    assert not forge.asked
    [folder] = forge.stored
    check_lists(forge.project, "zipapp", folder)
    bill = folder / "zipapp.cdx.json"
    content = json.loads(bill.read_text("utf-8"))
    del content["components"][0]
    bill.write_text(json.dumps(content), "utf-8")
    with pytest.raises(AssertionError):
        check_lists(forge.project, "zipapp", folder)


@pytest.mark.parametrize(
    "strategy",
    [
        pytest.param(id, marks=[*marks(id), *([] if id in ("sdist", "wheel") else [pytest.mark.all_builds])])
        for id in CATALOGUE["strategies"]
    ],
)
def test_what_is_private(
    workshop: Workshop, target: Path, tmp_path: Path, prepare: Callable[[str], None], strategy: str
) -> None:
    """A proprietary project is released as others are, but not on the package index: one sentence says so."""
    prepare(strategy)
    forge = Forge(started(workshop, target, strategy, license="proprietary"), tmp_path / "forge")
    workflow = f"release-{strategy}.yml"
    on_index = "pypi-publish" in forge.changed(workflow)
    said = forge.run(workflow, fails=on_index)
    assert ("The project says that it is private" in said) == on_index
    assert bool(published(forge)) != on_index
    [folder] = forge.stored
    [licence] = sbom(folder)["metadata"]["component"]["licenses"]
    assert licence == {"license": {"name": "LicenseRef-Proprietary"}}
