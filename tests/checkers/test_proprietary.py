"""A proprietary project is uploaded nowhere: neither by who follows its guides, nor by an index that is asked to take it."""

import re
import subprocess
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from checkers.checked import CHECKED, Project
from printed import lines
from workshop import Workshop

CLASSIFIER = "Private :: Do Not Upload"
# What takes files to an index that anyone can read, and the place where others build from one.
UPLOADS = re.compile(r"\b(?:uv|twine|hatch|flit|poetry) (?:publish|upload)\b|staged-recipes")


class Index(ThreadingHTTPServer):
    """Stands in for the package index, which says of itself that it refuses all classifiers that begin with Private."""

    def __init__(self) -> None:
        """Listen on a port of this machine."""
        super().__init__(("127.0.0.1", 0), Upload)
        self.answers: list[int] = []

    @property
    def url(self) -> str:
        """Where uploads go."""
        return f"http://127.0.0.1:{self.server_address[1]}/legacy/"


class Upload(BaseHTTPRequestHandler):
    """One upload."""

    def do_POST(self) -> None:
        """Take it, or refuse it."""
        form = self.rfile.read(int(self.headers["Content-Length"]))
        answer = HTTPStatus.BAD_REQUEST if b"\r\n\r\nPrivate ::" in form else HTTPStatus.OK
        assert isinstance(self.server, Index)
        self.server.answers.append(answer)
        self.send_response(answer)
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def index() -> Iterator[Index]:
    """An index on this machine."""
    with Index() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def publish(project: Path, typed: list[str], index: Index, home: Path) -> bool:
    """Type lines in a built project; return whether all of them ended well."""
    uv = ["env", f"UV_PUBLISH_URL={index.url}", "UV_PUBLISH_TOKEN=x", "UV_KEYRING_PROVIDER=disabled", f"HOME={home}"]
    runs = [subprocess.run([*uv, "sh", "-c", line], cwd=project, check=False) for line in typed]
    return all(run.returncode == 0 for run in runs)


def publishing(project: Path) -> list[str]:
    """Return the lines that the guide of the sdist has for publishing."""
    found = lines.lines((project / "docs/shipping/sdist.md").read_text("utf-8"))
    return [line.text for line in found if line.section == "Publish"]


@pytest.mark.parametrize(("license", "answers"), [("MIT", [200, 200]), ("proprietary", [])])
def test_the_guide_is_followed(
    workshop: Workshop, tmp_path: Path, index: Index, license: str, answers: list[int]
) -> None:
    """What is free gets to the index by the lines of its guide, and what is proprietary does not."""
    project = workshop.built(strategy="sdist", shape="cli", **({} if license == "MIT" else {"license": license}))
    assert publish(project, publishing(project), index, tmp_path)
    assert index.answers == answers


def test_the_index_refuses_it(workshop: Workshop, tmp_path: Path, index: Index) -> None:
    """Whoever uploads it all the same has built it with the classifier, in the sdist and in the wheel."""
    project = workshop.built(strategy="sdist", shape="cli", license="proprietary")
    for file in sorted((project / "dist").iterdir()):
        assert not publish(project, [f"uv publish {file}"], index, tmp_path)
    assert index.answers == [400, 400]


def test_no_guide_uploads(checked: Project) -> None:
    """However it is shipped; and the same search finds it where a project may be uploaded."""
    for name in CHECKED:
        project = checked(name)
        guides = [file.read_text("utf-8") for file in (project / "docs/shipping").glob("*.md")]
        assert any(UPLOADS.search(guide) for guide in guides) == (name != "proprietary")
        assert (CLASSIFIER in (project / "pyproject.toml").read_text("utf-8")) == (name == "proprietary")
