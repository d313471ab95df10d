"""Every line of a generated CONTRIBUTING, README and guide works as it stands, from a new clone up to publishing.

What cannot be had here has a stand-in: conda (printed/conda.py), its channel and the base images (the fixture `prepare`).
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from printed import conda, lines, shell
from printed.places import machine
from printed.readers import Reader, guide, own_lines, readers
from project.updates import expected
from table.cases import CASES, Case
from workshop import CATALOGUE, ROOT, Workshop, marks

# What a project that existed says where one that began here says "nox".
NOX = "nox -f tools/shipping/noxfile.py"
STAND_INS = ("APPIMAGE_", "BRIEFCASE_", "BUILDAH_", "CONDA_", "CONTAINERS_", "DPKG_", "FLATPAK_", "RATTLER_")


# What is there on a machine that builds, beside git and uv or Python: what its distribution has for building programs.
BUILDING = ("cc", "gcc", "c++", "g++", "ld", "as", "ar", "ranlib", "ldd", "objcopy", "objdump", "readelf", "strip")
# What a distribution with apt has, for what it builds packages with.
APT = ("make", "dpkg", "dpkg-deb", "dpkg-query", "apt-cache", "fakeroot")
# What makeself and its installers use beside it.
PACKING = (
    *("makeself", "find", "xargs", "sort", "awk", "cut", "tr", "wc", "head", "tail", "dd", "du", "df", "date", "expr"),
    *("id", "mv", "test", "cksum", "md5sum", "sha256sum"),
)
# What makes an AppImage, and what the stand-in for its runtime uses.
MOUNTING = ("mksquashfs", "unsquashfs", "squashfuse", "fusermount3", "rmdir")
# What makes a snap, and what the stand-in for snapcraft uses.
SNAPS = ("snap", "snapcraft", "unsquashfs")
ENGINE = ("podman", "runc", "ip", "iptables", "ip6tables", "nsenter", "newuidmap", "newgidmap")
FLATPAK = ("bwrap", "flatpak", "flatpak-builder", "eu-strip")


def marked(reader: Reader) -> object:
    """Leave the second machine to `bare_machines`, but for one strategy.

    Once the project is set up, nothing depends on which of the two has done it.
    """
    left = reader.place != lines.PLACES[0] and reader.strategy != READERS[0].strategy
    bare = [pytest.mark.bare_machines] if left else []
    return pytest.param(reader, marks=[*bare, *marks(reader.strategy)], id=str(reader))


READERS = [reader for strategy in CATALOGUE["strategies"] for reader in readers(strategy)]


@pytest.mark.parametrize("reader", [marked(reader) for reader in READERS])
def test_guide(
    workshop: Workshop, target: Path, tmp_path: Path, prepare: Callable[[str], None], reader: Reader
) -> None:
    """A person sets the project up as CONTRIBUTING says, uses it as the README says, then types what the guide says."""
    prepare(reader.strategy)
    project = workshop.copy(target, **reader.answers)
    own = lines.at(reader.place, own_lines(project))
    # What the checks find does not depend on how the project is shipped: once on each machine is enough.
    typed = own if reader.strategy == READERS[0].strategy else [line for line in own if line != "nox"]
    typed += lines.at(reader.place, guide((project / f"docs/shipping/{reader.strategy}.md").read_text("utf-8")))
    environment = equipped(tmp_path / "machine", reader)
    code, shown = shell.type_in(typed, project, environment)
    print(f"{reader}:\n{shown}")
    assert code == 0, shown
    for verb in ("build", "smoke"):
        assert f"Session {verb}_{reader.strategy} was successful" in shown
    assert list((project / "dist").iterdir())


def equipped(folder: Path, reader: Reader) -> dict[str, str]:
    """Make the machine of a reader, who has what the target must have, too; return its environment variables."""
    row = CATALOGUE["strategies"][reader.strategy]
    tools = {"containers": ENGINE, "fuse": MOUNTING, "flatpak": FLATPAK, "makeself": PACKING, "snapd": SNAPS}
    used = [command for need in {*row["needs"], *row["build_needs"]} for command in tools.get(need, ())]
    environment = machine(folder, reader.place, *BUILDING, *APT, *used)
    if "conda" in row["needs"]:
        conda.write(folder / "commands/conda", conda.__file__)
    return environment | stand_ins()


def stand_ins() -> dict[str, str]:
    """Return the variables by which the fixtures say where the stand-ins for registries are."""
    return {name: value for name, value in os.environ.items() if name.startswith(STAND_INS)}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_guide_has_a_reader(workshop: Workshop, case: Case) -> None:
    """No guide, of whatever shape and code, has a line that nobody types."""
    typed = {line.text for reader in readers(case.strategy) for line in printed(workshop, **reader.answers)}
    said = {line.text for line in printed(workshop, **case.answers)}
    assert said
    assert said <= typed


@pytest.mark.parametrize("strategy", CATALOGUE["strategies"])
def test_guide_of_a_project_that_existed(workshop: Workshop, strategy: str) -> None:
    """Its lines are the same, but for the name of what runs them: the line of our README that runs it."""
    answers = readers(strategy)[0].answers
    existing = [line.text for line in printed(workshop, existing=True, command="my-app", **answers)]
    assert any(line.startswith(NOX) for line in existing)
    assert [line.replace(NOX, "nox") for line in existing] == [line.text for line in printed(workshop, **answers)]
    assert f"$ {NOX} -t build\n$ {NOX} -t smoke\n" in (ROOT / "README.md").read_text("utf-8")


def printed(workshop: Workshop, **answers: object) -> list[lines.Line]:
    """Return the lines of the guide of a project."""
    _, text = expected(workshop, **answers)[f"docs/shipping/{answers['strategy']}.md"]
    return guide(text.decode())
