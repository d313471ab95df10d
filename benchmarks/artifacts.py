"""Size and starts of one application by every freezer and maker of .pyz files, beside what the tool's own quickstart makes.

    ./bootstrap python benchmarks/artifacts.py [--application NAME] [STRATEGY...]

NAME is one of tests/applications/applications.toml; without it, the command-line starter is built. What both have made must
work before it is measured. A first start has nothing unpacked and nothing cached in its home; a next one has. Both are CPU
time.
"""

import os
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import cpu, least
from quickstarts import MAKERS, Maker, run
from subjects import Subject, starter, stranger

from applications.places import use
from targets import containers
from targets.artifacts import ENDINGS
from workshop import CATALOGUE, Workshop, commit, git, snapshot

REPETITIONS = 15
LIMITS = {"size": 1.02, "first": 1.1, "next": 1.1}
UNITS = {"size": (1e-6, "MB"), "first": (1000, "ms"), "next": (1000, "ms")}
PYTHON = (".pyz", ".pex")  # these need one
DOCKERFILE = """\
FROM python:3.13
WORKDIR /app
COPY . .
RUN pip install .
CMD ["{command}"]
"""


@dataclass(frozen=True)
class Way:
    """A way to ship, as one file or as a folder, with the quickstart of its tool."""

    strategy: str
    folder: bool
    suffix: str
    maker: Maker

    @property
    def title(self) -> str:
        """What its rows are called."""
        return f"{self.strategy}, folder" if self.folder else self.strategy


WAYS = [Way(*row) for row in MAKERS if row[0] in CATALOGUE["strategies"]]
IDS = list(dict.fromkeys([*(way.strategy for way in WAYS), "docker"]))


def ours(subject: Subject, way: Way, folder: Path) -> Path:
    """Build it by the project's own verb; return the program, unpacked if it comes so."""
    settings = subject.project / f"tools/shipping/{way.strategy}/settings.toml"
    if way.folder and "folder = false" in settings.read_text("utf-8"):
        settings.write_text(settings.read_text("utf-8").replace("folder = false", "folder = true"), "utf-8")
        commit(subject.project)
    subject.build(way.strategy)
    ending = ENDINGS[way.strategy]
    if not way.folder:
        return (subject.project / f"dist/{subject.name}{ending}").rename(folder / f"ours{ending}")
    file = subject.project / f"dist/{subject.name}{ending.removesuffix('.tgz')}.tgz"
    shutil.unpack_archive(file, folder / "unpacked", "gztar")
    return folder / f"unpacked/{subject.name}/{subject.name}{way.suffix}"


def size(program: Path, folder: bool) -> int:
    """The bytes of a program, or of all in its folder."""
    paths = program.parent.rglob("*") if folder else [program]
    return sum(path.lstat().st_size for path in paths if path.is_file() and not path.is_symlink())


def called(program: Path) -> list[str]:
    """The command that starts a program."""
    return [*([sys.executable, "-I"] if program.suffix in PYTHON else []), str(program)]


def home(folder: str) -> dict[str, str]:
    """The variables by which a program finds where it unpacks and caches."""
    return {"HOME": folder, "TMPDIR": folder, "XDG_CACHE_HOME": f"{folder}/.cache"}


def failure(program: Path, subject: Subject) -> str:
    """Use a program; return what it says where it does not do as it must.

    What it must refuse is not tried: what the standard library's zipapp starts loses a command's exit code.
    """
    for one in (one for one in subject.uses if one["exit"] == 0):
        with TemporaryDirectory() as own:
            variables = ["env", *(f"{name}={value}" for name, value in home(own).items())]
            done = use([*variables, *called(program)], one["run"], one.get("given", ""))
        if done.returncode or one["prints"] not in done.stdout:
            return done.stdout or f"exit {done.returncode}, and no word"
    return ""


def start(program: Path, arguments: list[str], own: str | None = None) -> float:
    """The CPU time of a start with a home of its own, or one that an earlier start has left."""
    with TemporaryDirectory() as fresh:
        return cpu([*called(program), *arguments], **home(own or fresh))


def row(title: str, what: str, found: Mapping[str, float]) -> bool:
    """Print one line of the table; return whether ours is worse."""
    scale, unit = UNITS[what]
    ratio = found["ours"] / found["theirs"]
    shown = "".join(f"{found[whose] * scale:11.2f}" for whose in ("theirs", "ours"))
    print(f"{title:20} {what:6}{shown} {unit:3} {ratio:6.2f}", flush=True)
    return ratio > LIMITS[what]


def compare(subject: Subject, way: Way, folder: Path) -> Iterator[bool]:
    """Measure one way to ship; yield whether ours is worse."""
    folder.mkdir()
    pins = subject.project / f"tools/shipping/{way.strategy}/requirements.txt"
    pinned = [line.split(";")[0].strip() for line in pins.read_text("utf-8").splitlines()] if pins.exists() else []
    found = {"ours": ours(subject, way, folder), "theirs": way.maker(subject, folder, pinned)}
    broken = {whose: said for whose, program in found.items() if (said := failure(program, subject))}
    for whose, said in broken.items():
        print(f"{way.title:20} {whose} does not work: {said.splitlines()[-1]}", flush=True)
    if broken:
        yield "ours" in broken
        return
    yield row(way.title, "size", {whose: size(program, way.folder) for whose, program in found.items()})
    first = {whose: partial(start, program, subject.arguments) for whose, program in found.items()}
    yield row(way.title, "first", least(first, REPETITIONS))
    homes = {whose: folder / f"home-{whose}" for whose in found}
    for own in homes.values():
        own.mkdir()
    again: dict[str, Callable[[], float]] = {
        whose: partial(start, program, subject.arguments, str(homes[whose])) for whose, program in found.items()
    }
    yield row(way.title, "next", least(again, REPETITIONS))


def images(subject: Subject, folder: Path) -> Iterator[bool]:
    """Compare the image with the quickstart's; the size of each has that of its base."""
    git(subject.project, "clean", "--quiet", "--force", "-x", "build", "src")
    with containers.podman():
        recipe = folder / "Dockerfile"
        recipe.write_text(DOCKERFILE.format(command=subject.command), "utf-8")
        run("podman", "build", "--quiet", f"--file={recipe}", "--tag=quickstart", subject.project)
        subject.build("docker")
        inspect = ("podman", "image", "inspect", "--format={{.Size}}")
        names = {"ours": subject.name.lower(), "theirs": "quickstart"}
        yield row("docker", "size", {whose: int(run(*inspect, name)) for whose, name in names.items()})


def main() -> None:
    """Print the table, of all ways or of those named. Exits with 1 where ours is worse."""
    parser = ArgumentParser()
    parser.add_argument("--application", metavar="NAME")
    parser.add_argument("strategies", nargs="*", metavar="STRATEGY")
    wanted = parser.parse_args()
    named = wanted.strategies or IDS
    with TemporaryDirectory() as name:
        folder = Path(name)
        workshop = Workshop(snapshot(folder / "template"), folder)
        one = wanted.application
        subject = stranger(workshop, folder, one) if one else starter(workshop, folder, IDS)
        print(f"application: {subject.wheel.name.partition('-py')[0]}, started with {' '.join(subject.arguments)}")
        print(f"{'':27} {'quickstart':>10} {'ours':>10} {'':3} {'ratio':>6}", flush=True)
        ways = [way for way in WAYS if way.strategy in named and subject.carried_by(way.strategy)]
        worse = [bad for way in ways for bad in compare(subject, way, folder / f"way-{way.title}")]
        worse += images(subject, folder) if "docker" in named else []
    if any(worse):
        sys.exit("ours is worse")


if __name__ == "__main__":
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    main()
