"""Size and cold start of what a generated project builds, over what the quickstart of the same tool makes of the same code."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import cpu, medians

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from targets import containers
from workshop import Workshop, git, nox, snapshot

REPETITIONS = 9
LIMITS = {"size": 1.02, "start": 1.1}
COMMAND = "my_app.cli:main"
DOCKERFILE = """\
FROM python:3.13
WORKDIR /app
COPY . .
RUN pip install .
CMD ["my-app"]
"""


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command and return what it prints."""
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout


def tools(folder: Path, *packages: str) -> Path:
    """Make an environment with packages in it; return its folder of commands."""
    run("uv", "venv", "--quiet", "--seed", folder)
    run("uv", "pip", "install", "--quiet", f"--python={folder}", *packages)
    return folder / "bin"


def pyinstaller(project: Path, folder: Path, pin: str) -> Path:
    """As its manual begins: one file of a script."""
    start = folder / "my-app.py"
    start.write_text("from my_app.cli import main\n\nmain()\n", "utf-8")
    commands = tools(folder / "env", pin, str(project))
    run(commands / "pyinstaller", "--log-level=ERROR", "--onefile", "--copy-metadata=my-app", start, cwd=folder)
    return folder / "dist/my-app"


def cx_freeze(project: Path, folder: Path, pin: str) -> Path:
    """As its manual begins: a folder of a script, packed as people hand it on."""
    start = folder / "my-app.py"
    start.write_text("from my_app.cli import main\n\nmain()\n", "utf-8")
    commands = tools(folder / "env", pin, str(project))
    run(commands / "cxfreeze", f"--script={start}", f"--target-dir={folder / 'dist/my-app'}", "--silent", cwd=folder)
    return Path(shutil.make_archive(str(folder / "my-app"), "gztar", folder / "dist"))


def shiv(project: Path, folder: Path, pin: str) -> Path:
    """As its README begins."""
    commands = tools(folder / "env", pin, "pip")
    run(commands / "shiv", "-c", "my-app", "-o", folder / "my-app.pyz", project)
    return folder / "my-app.pyz"


def zipapp(project: Path, folder: Path, pin: str) -> Path:
    """As the documentation of the standard library has it for an application with dependencies."""
    run("uv", "pip", "install", "--quiet", f"--target={folder / 'app'}", project)
    options = [f"--main={COMMAND}", "--python=/usr/bin/env python3", f"--output={folder / 'my-app.pyz'}"]
    run(sys.executable, "-m", "zipapp", folder / "app", *options)
    return folder / "my-app.pyz"


QUICKSTARTS = {"zipapp": zipapp, "shiv": shiv, "pyinstaller": pyinstaller, "cx_freeze": cx_freeze}
BUILT = {
    "zipapp": "my-app.pyz",
    "shiv": "my-app.shiv.pyz",
    "pyinstaller": "my-app",
    "cx_freeze": "my-app.cx_freeze.tgz",
}


def program(file: Path, folder: Path) -> Path:
    """What is started: the file, or the executable of the folder that is packed in it."""
    if file.suffix not in (".gz", ".tgz"):
        return file
    shutil.unpack_archive(file, folder, filter="data")
    return folder / "my-app/my-app"


def start(file: Path) -> float:
    """The CPU time of a first start, with nothing unpacked yet."""
    with TemporaryDirectory() as home:
        python = [sys.executable, "-I"] if file.suffix == ".pyz" else []
        return cpu([*python, str(file), "--version"], HOME=home, TMPDIR=home)


def image_size(tag: str) -> int:
    """The size of an image, that of its base included."""
    return int(run("podman", "image", "inspect", "--format={{.Size}}", tag))


def images(project: Path, folder: Path) -> tuple[int, int]:
    """The sizes of the quickstart's image and of ours."""
    with containers.podman():
        recipe = folder / "Dockerfile"
        recipe.write_text(DOCKERFILE, "utf-8")
        run("podman", "build", "--quiet", f"--file={recipe}", "--tag=quickstart", project)
        nox(project, "-s", "build_docker")
        return image_size("quickstart"), image_size("my-app")


def row(strategy: str, theirs: float, ours: float, unit: str, what: str) -> bool:
    """Print one line of the table; return whether ours is worse."""
    ratio = ours / theirs
    print(f"{strategy:12} {what:6} {theirs:10.2f} {ours:10.2f} {unit:3} {ratio:6.2f}", flush=True)
    return ratio > LIMITS[what]


def compare(project: Path, folder: Path) -> Iterable[bool]:
    """Measure each strategy; yield whether ours is worse."""
    for strategy, quickstart in QUICKSTARTS.items():
        pins = project / f"tools/shipping/{strategy}/requirements.txt"
        pin = pins.read_text("utf-8").split("\n")[0] if pins.exists() else ""
        place = folder / strategy
        place.mkdir()
        files = {"theirs": quickstart(project, place, pin), "ours": project / "dist" / BUILT[strategy]}
        sizes = {name: file.stat().st_size / 1e6 for name, file in files.items()}
        yield row(strategy, sizes["theirs"], sizes["ours"], "MB", "size")
        runs: dict[str, Callable[[], float]] = {
            name: partial(start, program(file, place / name)) for name, file in files.items()
        }
        found = medians(runs, REPETITIONS)
        yield row(strategy, found["theirs"] * 1000, found["ours"] * 1000, "ms", "start")


def main() -> None:
    """Print the table. Exits with 1 where ours is worse."""
    print(f"{'':19} {'quickstart':>10} {'ours':>10} {'':3} {'ratio':>6}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        workshop = Workshop(snapshot(folder / "template"), folder)
        project = workshop.copy(
            folder / "my-app", strategy="pyinstaller", also_ship=["zipapp", "shiv", "cx_freeze", "docker"]
        )
        nox(project, "-s", *(f"build_{strategy}" for strategy in QUICKSTARTS))
        worse = list(compare(project, folder))
        git(project, "clean", "--quiet", "--force", "-x", "build", "src")
        theirs, ours = images(project, folder)
        worse.append(row("docker", theirs / 1e6, ours / 1e6, "MB", "size"))
    if any(worse):
        sys.exit("ours is worse")


if __name__ == "__main__":
    main()
