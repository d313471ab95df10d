"""Size and starts of one application by every freezer and maker of .pyz files, beside what the tool's own quickstart makes.

A first start has nothing unpacked and nothing cached in its home; a next one has. Both are CPU time.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import cpu, medians
from quickstarts import MAKERS, Maker, run

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from targets import containers
from workshop import CATALOGUE, Workshop, commit, git, nox, snapshot

REPETITIONS = 9
LIMITS = {"size": 1.02, "first": 1.1, "next": 1.1}
UNITS = {"size": (1e-6, "MB"), "first": (1000, "ms"), "next": (1000, "ms")}
PYTHON = (".pyz", ".pex")  # these need one
DOCKERFILE = """\
FROM python:3.13
WORKDIR /app
COPY . .
RUN pip install .
CMD ["my-app"]
"""


@dataclass(frozen=True)
class Way:
    """A way to ship, with the option that its settings are given: what our build leaves in dist/."""

    strategy: str
    built: str
    maker: Maker
    folder: bool = False

    @property
    def title(self) -> str:
        """What its rows are called."""
        return f"{self.strategy}, folder" if self.folder else self.strategy


WAYS = [Way(*row) for row in MAKERS if row[0] in CATALOGUE["strategies"]]


def ours(project: Path, way: Way, folder: Path) -> Path:
    """Build it by the project's own verb; return the program, unpacked if it comes so."""
    settings = project / f"tools/shipping/{way.strategy}/settings.toml"
    if way.folder and "folder = false" in settings.read_text("utf-8"):
        settings.write_text(settings.read_text("utf-8").replace("folder = false", "folder = true"), "utf-8")
        commit(project)
    nox(project, "-s", f"build_{way.strategy}")
    file = project / "dist" / way.built
    if not way.folder:
        return file.rename(folder / file.name)
    shutil.unpack_archive(file, folder / "unpacked", "gztar")
    return folder / "unpacked/my-app/my-app"


def size(program: Path, folder: bool) -> int:
    """The bytes of a program, or of all in its folder."""
    paths = program.parent.rglob("*") if folder else [program]
    return sum(path.lstat().st_size for path in paths if path.is_file() and not path.is_symlink())


def start(program: Path, home: str | None = None) -> float:
    """The CPU time of a start with a home of its own, or one that an earlier start has left."""
    python = [sys.executable, "-I"] if program.suffix in PYTHON else []
    with TemporaryDirectory() as fresh:
        own = home or fresh
        environment = {"HOME": own, "TMPDIR": own, "XDG_CACHE_HOME": f"{own}/.cache"}
        return cpu([*python, str(program), "--version"], **environment)


def row(title: str, what: str, theirs: float, found: float) -> bool:
    """Print one line of the table; return whether ours is worse."""
    scale, unit = UNITS[what]
    ratio = found / theirs
    print(f"{title:20} {what:6} {theirs * scale:10.2f} {found * scale:10.2f} {unit:3} {ratio:6.2f}", flush=True)
    return ratio > LIMITS[what]


def compare(project: Path, way: Way, folder: Path) -> Iterator[bool]:
    """Measure one way to ship; yield whether ours is worse."""
    folder.mkdir()
    pins = project / f"tools/shipping/{way.strategy}/requirements.txt"
    pinned = [line.split(";")[0].strip() for line in pins.read_text("utf-8").splitlines()] if pins.exists() else []
    found = {"ours": ours(project, way, folder), "theirs": way.maker(project, folder, pinned)}
    sizes = {name: size(program, way.folder) for name, program in found.items()}
    yield row(way.title, "size", sizes["theirs"], sizes["ours"])
    first = medians({name: partial(start, program) for name, program in found.items()}, REPETITIONS)
    yield row(way.title, "first", first["theirs"], first["ours"])
    homes = {name: folder / f"home-{name}" for name in found}
    for home in homes.values():
        home.mkdir()
    runs: dict[str, Callable[[], float]] = {
        name: partial(start, program, str(homes[name])) for name, program in found.items()
    }
    again = medians(runs, REPETITIONS)
    yield row(way.title, "next", again["theirs"], again["ours"])


def images(project: Path, folder: Path) -> Iterator[bool]:
    """Compare the image with the quickstart's; the size of each has that of its base."""
    with containers.podman():
        recipe = folder / "Dockerfile"
        recipe.write_text(DOCKERFILE, "utf-8")
        run("podman", "build", "--quiet", f"--file={recipe}", "--tag=quickstart", project)
        nox(project, "-s", "build_docker")
        inspect = ("podman", "image", "inspect", "--format={{.Size}}")
        yield row("docker", "size", int(run(*inspect, "quickstart")), int(run(*inspect, "my-app")))


def main() -> None:
    """Print the table, of all ways or of those named. Exits with 1 where ours is worse."""
    named = sys.argv[1:] or [*(way.strategy for way in WAYS), "docker"]
    ways = [way for way in WAYS if way.strategy in named]
    print("application: the command-line starter, with click")
    print(f"{'':27} {'quickstart':>10} {'ours':>10} {'':3} {'ratio':>6}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        workshop = Workshop(snapshot(folder / "template"), folder)
        first, *others = dict.fromkeys([*(way.strategy for way in WAYS), "docker"])
        project = workshop.copy(folder / "my-app", strategy=first, also_ship=others)
        worse = [bad for way in ways for bad in compare(project, way, folder / way.title)]
        git(project, "clean", "--quiet", "--force", "-x", "build", "src")
        worse += images(project, folder) if "docker" in named else []
    if any(worse):
        sys.exit("ours is worse")


if __name__ == "__main__":
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    main()
