"""docker: the image runs read-only, without privileges and without a network; every build gives the same image."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from targets import artifacts, containers
from targets.images import labels, load, run, without
from workshop import CATALOGUE, Workshop, commit, git, nox

pytestmark = pytest.mark.xdist_group("podman")  # the tests share what one process prepares

SHAPES = CATALOGUE["strategies"]["docker"]["shapes"]
Projects = Callable[[str, str], Path]

REPOSITORY = "https://example.org/my-app"
# What a user does with compiled code: call it. The project cannot start without it.
CALL = "\nfrom my_app._core import count_lines\n\nLINES = count_lines(b'one\\ntwo\\n')\n"
CLOSED = ["podman", "run", "--rm", "--read-only", "--cap-drop=all", "--security-opt=no-new-privileges"]
LABELS = {
    "title": "my-app",
    "description": "A Python project that is easy to ship.",
    "version": "0.1.0",
    "licenses": "MIT",
}
REPORT = Path(containers.__file__).with_name("inside.py").read_text("utf-8")


@pytest.fixture(scope="session")
def projects(workshop: Workshop, podman: None, tmp_path_factory: pytest.TempPathFactory) -> Projects:
    """Projects of a shape and a kind of code, built. Where there is compiled code, the starter calls it."""

    @cache
    def project(shape: str, code: str) -> Path:
        if code == "pure":
            return workshop.built(shape=shape, strategy="docker")
        answers = {"shape": shape, "strategy": "docker", "code": code, "repository": REPOSITORY}
        folder = workshop.copy(tmp_path_factory.mktemp(code) / "my-app", **answers)
        with (folder / "src/my_app/__init__.py").open("a") as module:
            module.write(CALL)
        commit(folder)
        nox(folder, "-t", "build")
        return folder

    return project


@pytest.fixture(autouse=True)
def stand_ins(podman_turn: None, record_property: Callable[[str, object], None]) -> None:
    """Have the test report name what the images are really built on."""
    record_property("stand-in", containers.STAND_INS)


def smoke(project: Path, image: str, shape: str) -> "subprocess.CompletedProcess[str]":
    """Run the project's own smoke test with an image, without any network; a service and who asks it share a loopback."""
    if CATALOGUE["shapes"][shape]["port"]:
        prefix, options = containers.alone(), ["--network=host", "--env=MY_APP_PORT"]
    else:
        prefix, options = [], ["--network=none", "--interactive"]
    return run(*prefix, sys.executable, "tests/smoke.py", *CLOSED, *options, image, cwd=project)


@pytest.mark.parametrize(("shape", "code"), artifacts.marked("docker"))
def test_docker_runs(projects: Projects, shape: str, code: str) -> None:
    """The image that was saved does its work as nobody in particular, writes nowhere and reaches nobody."""
    project = projects(shape, code)
    image = load(project)
    result = smoke(project, image, shape)
    assert result.returncode == 0, result.stdout
    source = {"source": REPOSITORY} if code == "compiled" else {}
    assert labels(image) == LABELS | source | {"revision": git(project, "rev-parse", "HEAD").strip()}
    inside = run(*CLOSED, "--network=none", "--entrypoint=python", image, "-c", REPORT)
    assert json.loads(inside.stdout) == {
        "user": 10001,
        "lines": 2 if code == "compiled" else None,
        "/": "Read-only file system",
        "/opt/app": "Read-only file system",
        "network": "Network is unreachable",
        "privileges": [0, 0, 0],
        "bytecode": 1,
    }


def test_docker_names_no_commit_that_it_is_not_built_from(projects: Projects) -> None:
    """What differs from the last commit is labelled with none."""
    project = projects("cli", "pure")
    ask = "import sys; from shipping.docker.labels import revision; print(revision(sys.argv[1]))"
    head = git(project, "rev-parse", "HEAD").strip()
    for built, named in ((head, head), ("0" * 40, "None")):
        assert run("env", "PYTHONPATH=tools", sys.executable, "-c", ask, built, cwd=project).stdout.strip() == named


def test_docker_service_stops_gracefully(projects: Projects) -> None:
    """Asked to stop, the service in the container ends its own way, and the container with it."""
    project = projects("service", "pure")
    said = smoke(project, load(project), "service").stdout
    assert "Application shutdown complete." in said
    assert "Finished server process [1]" in said


def test_docker_service_is_published(projects: Projects, tmp_path: Path) -> None:
    """The project's own verb reaches the service through a published port."""
    containers.require_published_ports()
    project = shutil.copytree(projects("service", "pure"), tmp_path / "my-app")
    assert '{"status":"ok"}' in nox(project, "-s", "smoke_docker")


@pytest.mark.parametrize(
    ("code", "left_out", "missing"), [("pure", "click*", "click"), ("compiled", "my_app/_core.abi3.so", "my_app._core")]
)
def test_docker_needs_all_its_parts(projects: Projects, code: str, left_out: str, missing: str) -> None:
    """Without a dependency, or without the compiled code, the program in the image does not start."""
    project = projects("cli", code)
    result = smoke(project, without(load(project), left_out), "cli")
    assert result.returncode != 0
    assert f"ModuleNotFoundError: No module named '{missing}'" in result.stdout


def unbuilt(projects: Projects, folder: Path) -> Path:
    """Copy a project without what was built."""
    return shutil.copytree(projects("cli", "pure"), folder / "my-app", ignore=shutil.ignore_patterns("dist"))


def test_docker_refuses_what_is_not_locked(projects: Projects, tmp_path: Path) -> None:
    """A dependency whose hash is not the one in the lock file does not get into an image."""
    project = unbuilt(projects, tmp_path)
    assert run("uv", "lock", cwd=project).returncode == 0
    lock = project / "uv.lock"
    lock.write_text(re.sub("sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", lock.read_text()))
    commit(project)
    output = nox(project, "-t", "build", fails=True)
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in output
    assert f"Expected sha256 {'0' * 64}" in output
    assert not (project / "dist/my-app.oci.tar").exists()


def test_docker_takes_packages_from_an_index_of_your_own(projects: Projects, tmp_path: Path) -> None:
    """The pip configuration that names it is used in the build: one that allows no index fails it."""
    project = unbuilt(projects, tmp_path)
    (tmp_path / "pip.conf").write_text("[global]\nno-index = true\nfind-links = /nowhere/of-our-own\n")
    output = nox(project, "-t", "build", fails=True, PIP_CONFIG_FILE=str(tmp_path / "pip.conf"))
    assert "/nowhere/of-our-own" in output
    assert "No matching distribution found for build" in output


def test_docker_names_the_missing_engine(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """Where no container engine is, the build says so in one line, and makes no image."""
    for tool in ("git", "uv"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    project = workshop.copy(target, strategy="docker", shape="cli")
    output = nox(project, "-t", "build", fails=True, PATH=str(tmp_path))
    assert "Session build_docker aborted: needs podman or docker, and neither is installed." in output
    assert "Traceback" not in output


def test_docker_builds_the_same_image_twice(projects: Projects, tmp_path: Path) -> None:
    """A build elsewhere, with nothing cached, gives the same archive."""
    first = projects("cli", "compiled")
    second = shutil.copytree(first, tmp_path / "again", ignore=shutil.ignore_patterns(".nox", "dist"))
    with containers.podman():
        nox(second, "-t", "build")
    assert (first / "dist/my-app.oci.tar").read_bytes() == (second / "dist/my-app.oci.tar").read_bytes()


def test_docker_release_names_what_is_inside(projects: Projects, tmp_path: Path) -> None:
    """A release builds the same image twice, and its SBOM has the packages of Python and of Debian that are in it."""
    project = shutil.copytree(projects("cli", "pure"), tmp_path / "my-app")
    nox(project, "-s", "release_docker")
    [file] = (project / "dist/release/docker").glob("*.cdx.json")
    purls = {part["purl"].split("?")[0] for part in json.loads(file.read_text())["components"]}
    assert any(purl.startswith("pkg:pypi/click@") for purl in purls)
    assert any(purl.startswith("pkg:deb/debian/libc6@") for purl in purls)
    assert any(purl.startswith("pkg:generic/python@3.13") for purl in purls)
    assert not any("mmdebstrap" in purl or "/build@" in purl for purl in purls)


@pytest.mark.parametrize("shape", SHAPES)
def test_docker_files_pass_their_linters(workshop: Workshop, tmp_path: Path, shape: str) -> None:
    """The linter of Dockerfiles and the schema of Compose files find nothing, and do find a flaw."""
    project = workshop.copy(tmp_path / "my-app", strategy="docker", shape=shape)
    schema = ["check-jsonschema", "--builtin-schema=vendor.compose-spec"]
    for name, command, flaw in (
        ("Dockerfile", ["hadolint"], ("-slim", "-slim\nRUN cd /tmp && sudo ls")),
        ("compose.yaml", schema, ("read_only", "readonly")),
    ):
        file = project / name
        assert run(*command, file).stdout.strip() in ("", "ok -- validation done")
        file.write_text(file.read_text().replace(*flaw))
        assert run(*command, file).returncode == 1
