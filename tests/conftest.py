"""Fixtures that all tests share."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

import portable
from targets import require
from workshop import Workshop, locked, snapshot

# Elsewhere than on Linux, what can run there.
collect_ignore = [] if sys.platform == "linux" else [str(file) for file in portable.LINUX_ALONE]

# uv, nox and ruff are those of the environment the tests run in, also where that is not activated.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
# Where uv is installed, each `gradient new` would ask the package index; the tests of that say so.
os.environ["GRADIENT_NO_LOCK"] = "1"


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Start three processes for two cores: a quarter of the time, each waits for a disk, a network or a clock."""
    cores = yield
    return cores + cores // 2


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workshop:
    """The template's snapshot and the store of built projects, one for all processes of the run."""
    base = tmp_path_factory.getbasetemp()
    store = (base if worker_id == "master" else base.parent) / "workshop"
    store.mkdir(exist_ok=True)
    template = store / "template"
    with locked(store / "template.lock"):
        if not (template / ".git").exists():
            snapshot(template)
    # The crates that projects in Rust need are compiled once in a run. What is built from them lies elsewhere.
    os.environ.setdefault("CARGO_BUILD_BUILD_DIR", str(store / "cargo"))
    # What mypy knows of the standard library and of pytest holds for every project. Two processes would lock each other out.
    os.environ.setdefault("MYPY_CACHE_DIR", str(base / "mypy"))
    return Workshop(template, store)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder for a new project, not there yet."""
    return tmp_path / "my-app"


@pytest.fixture(scope="session")
def podman() -> Iterator[None]:
    """Have every podman that the tests start keep to storage of their own, where the base images are stand-ins."""
    from targets import containers

    with containers.podman():
        yield


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have one process run all that use podman: another would import the images, too, and wait for its turn."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "podman" in fixtures or ("prepare" in fixtures and "docker" in item.name):
            item.add_marker(pytest.mark.xdist_group("podman"))


@pytest.fixture
def podman_turn(podman: None, workshop: Workshop, request: pytest.FixtureRequest) -> Iterator[None]:
    """Have no other test use podman at the same time: those with storage of their own upset each other's firewall rules."""
    groups = {mark.args[0] for mark in request.node.iter_markers("xdist_group")}
    assert "podman" in groups, "what uses podman belongs to the group of that name"
    with locked(workshop.store / "podman.lock"):
        yield


@pytest.fixture
def channels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have conda packages built from the stand-in channel, with a package cache for each test."""
    from targets import channel

    require("gcc")
    monkeypatch.setenv("CONDA_CHANNEL", channel.channel())
    monkeypatch.setenv("RATTLER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # where a package of one name is built once at a time


@pytest.fixture
def briefcase(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Briefcase take the template of the tests, and packages that are quick to pack."""
    from targets import installers

    for name, value in installers.STAND_INS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def quick_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Debian packages that are quick to pack: one with Qt in it takes a minute otherwise."""
    from targets import installers

    for name, value in installers.QUICK.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]) -> None:
    """Have AppImages built with what stands in for their runtime."""
    from targets import appimages

    record_property("stand-in", appimages.STAND_IN)
    monkeypatch.setenv("APPIMAGE_RUNTIME", str(appimages.runtime()))


@pytest.fixture
def flatpaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have flatpak find the stand-ins for the runtime and its SDK."""
    from targets import flatpaks

    monkeypatch.setenv("FLATPAK_USER_DIR", str(flatpaks.installation()))


@pytest.fixture
def snaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]) -> None:
    """Have snaps built and run by what stands in for snapcraft and snapd."""
    from targets import snaps

    monkeypatch.setenv("PATH", f"{snaps.commands(tmp_path)}:{os.environ['PATH']}")
    record_property("stand-in", snaps.LACKING)


@pytest.fixture
def rust(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a compiler that works in every home, as conda's builds have one of their own: rustup's looks into one."""
    if shutil.which("rustc"):
        run = ["rustc", "--print=sysroot"]
        sysroot = subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()
        monkeypatch.setenv("PATH", f"{sysroot}/bin{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def prepare(request: pytest.FixtureRequest, rust: None) -> Callable[[str], None]:
    """Have in place what stands in for what the build of a strategy fetches; call it with the strategy's id."""
    stand_ins = {
        "appimage": "runtime",
        "briefcase": "briefcase",
        "conda": "channels",
        "deb": "quick_packages",
        "docker": "podman_turn",
        "flatpak": "flatpaks",
        "snap": "snaps",
    }

    def by_id(strategy: str) -> None:
        if strategy in stand_ins:
            request.getfixturevalue(stand_ins[strategy])

    return by_id


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what stood in for the real thing, and what was left out of a rehearsal, as tests have recorded it."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    properties = [pair for report in reports for pair in getattr(report, "user_properties", [])]
    named = sorted({f"{name}: {value}" for name, value in properties if name in ("stand-in", "not rehearsed")})
    for line in named:
        terminalreporter.write_line(line)
