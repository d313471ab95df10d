"""A stranger's application is built and used in every way that its shape and its code allow, or refused with a way out."""

import socket
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from applications import places
from applications.strangers import APPLICATIONS, Application, ship, state, wire
from targets import windows
from workshop import Workshop

# These run by default: each application once, each strategy once at least, and what costs little.
COVERING = {
    "pyfiglet": ["zipapp", "shiv", "homebrew", "pyinstaller"],
    "yamllint": ["sdist", "zipapp", "briefcase", "deb", "rpm", "appimage", "snap"],
    "httpie": ["shiv", "briefcase"],
    "datasette": ["zipapp"],
    "attrs": ["sdist", "conda"],
    "MarkupSafe": ["wheel", "conda"],
    "check-jsonschema": ["zipapp", "cx_freeze"],
    "pypiserver": ["cx_freeze", "deb", "rpm", "bundle"],
    "commitizen": ["zipapp"],
    "pycodestyle": ["module"],
    "speedtest-cli": ["module"],
    "git-filter-repo": ["module", "pex"],
    "autopep8": ["module"],
    "codespell": ["docker"],
    "novelWriter": ["sdist"],
}


def case(name: str, strategy: str) -> object:
    """Return one case: marked, unless it runs by default."""
    rest = [] if strategy in COVERING[name] else [pytest.mark.all_applications]
    return pytest.param(APPLICATIONS[name], strategy, id=f"{name}-{strategy}", marks=rest)


CASES = [case(name, strategy) for name, row in APPLICATIONS.items() for strategy in row.strategies]


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def assert_works(project: Path, application: Application, strategy: str) -> None:
    """Use what was built, and see it do its work."""
    prefix = places.start(project, application, strategy)
    code = ["-c"] if application.is_library else []
    for one in application.uses:
        done = places.use(prefix, [*code, *one["run"]], one.get("given", ""))
        assert (done.returncode, one["prints"] in done.stdout) == (one["exit"], True), done.stdout
    if application.serves:
        port = free_port()
        arguments = [word.format(port=port) for word in application.serves["run"]]
        said = places.ask(prefix, arguments, f"http://127.0.0.1:{port}{application.serves['path']}")
        assert application.serves["prints"] in said
    if application.opens:
        assert_opens(prefix, application.opens, project.parent / "window.png")


def assert_opens(prefix: list[str], opens: dict[str, Any], photograph: Path) -> None:
    """Open the window of what was built, and see in a photograph that all is in it."""
    with TemporaryDirectory(dir="/tmp") as folder:
        command = [*prefix, *(word.format(folder=folder) for word in opens["run"])]
        with windows.opened(command, opens["title"]):
            whole = windows.until(lambda: windows.colours(windows.picture()) > opens["colours"])
            photograph.write_bytes(windows.picture())
    assert whole, f"something is missing in the window: see {photograph}"


@pytest.mark.parametrize(("application", "strategy"), CASES)
def test_application(
    workshop: Workshop,
    prepare: Callable[[str], None],
    tmp_path: Path,
    application: Application,
    strategy: str,
) -> None:
    """It is built with nothing of its own changed. What is refused is refused in words that say what to do instead."""
    prepare(strategy)
    project = wire(workshop, application, tmp_path / application.name)
    if application.opens and strategy not in application.refused:
        state(project, application, strategy)  # no build fails without these facts, so that a window would show it
    for refusals in (application.refused, application.out):
        if strategy in refusals:
            assert refusals[strategy] in ship(project, strategy, fails=True)
            assert not list((project / "dist").glob("*"))
            state(project, application, strategy)
    if strategy not in application.out:
        said = ship(project, strategy)
        assert ("The window stayed open" in said) == bool(application.opens)
        with windows.screen() if application.opens else nullcontext():
            assert_works(project, application, strategy)
