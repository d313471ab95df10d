"""CPU of `copier copy --defaults` over that of `copier --version`, and its growth with each strategy more."""

import re
import shutil
import sys
from functools import partial
from pathlib import Path
from statistics import linear_regression
from tempfile import TemporaryDirectory

from measure import cpu, medians

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from workshop import CATALOGUE, commit, git, snapshot

COPIER = [sys.executable, "-m", "copier"]
LIMIT = 1.9
PLANNED = 27
REPETITIONS = 9
IDS = list(CATALOGUE["strategies"])


def released(template: Path) -> Path:
    """Commit and tag a template, and pack its objects as a fresh clone has them."""
    commit(template)
    git(template, "tag", "--force", "1.0.0")
    git(template, "gc", "--quiet")
    return template


def empty(folder: Path) -> Path:
    """A template with one question and one file: what Copier itself costs."""
    folder.mkdir()
    (folder / "copier.yml").write_text("project_name: my-app\n", "utf-8")
    (folder / "README.md.jinja").write_text("# {{ project_name }}\n", "utf-8")
    return released(folder)


def grown(template: Path, folder: Path, more: int) -> Path:
    """The template with more strategies: copies, in turn, of those that the default answers leave inactive."""
    shutil.copytree(template, folder)
    for number in range(more):
        id = IDS[1:][number % (len(IDS) - 1)]
        double(folder, id, f"{id}_{number}")
    return released(folder)


def double(template: Path, id: str, name: str) -> None:
    """Give a template one more strategy, a copy of the row and the folder of another."""
    source = template / f"template/{{{{shipped.{id}}}}}"
    shutil.copytree(source, source.with_name(f"{{{{shipped.{name}}}}}"))
    table = template / "extensions/catalogue.yml"
    text = table.read_text("utf-8")
    [row] = re.findall(rf"^      {id}:\n(?:        .*\n)+", text[text.index("\n    strategies:\n") :], re.MULTILINE)
    table.write_text(text.replace(row, row + row.replace(id, name, 1)), "utf-8")


def copying(template: Path, place: Path, *options: str) -> float:
    """The CPU time of one copy. Copier's own clone goes to the same place as the result."""
    target = place / "out"
    shutil.rmtree(target, ignore_errors=True)
    command = [*COPIER, "copy", "--defaults", "--quiet", *options, str(template), str(target)]
    return cpu(command, TMPDIR=str(place))


def main(place: Path) -> None:
    """Print the ratios, and what each inactive strategy adds. Exits with 1 above the limit."""
    template = snapshot(place / "template")
    sizes = {f"{len(IDS) + more} strategies": more for more in (0, 10, PLANNED - len(IDS))}
    templates = {"empty template": empty(place / "empty")}
    templates |= {name: grown(template, place / f"more-{more}", more) for name, more in sizes.items()}
    runs = {"copier --version": partial(cpu, [*COPIER, "--version"])}
    found = medians(runs | {name: partial(copying, folder, place) for name, folder in templates.items()}, REPETITIONS)
    base = found["copier --version"]
    for name, seconds in found.items():
        print(f"{name:24} {seconds * 1000:6.0f} ms   {seconds / base:5.2f}")
    slope = linear_regression(list(sizes.values()), [found[name] for name in sizes]).slope
    print(f"{'each inactive strategy':24} {slope * 1000:6.1f} ms   {slope / base:5.3f}")
    if found[next(iter(sizes))] / base > LIMIT:
        sys.exit(f"above {LIMIT}")


if __name__ == "__main__":
    memory = Path("/dev/shm")  # so that the disk is not measured
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        main(Path(folder))
