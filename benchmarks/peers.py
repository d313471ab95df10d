"""CPU of `copier copy --defaults` beside that of other templates, over that of `copier --version`, all in one run.

    ./bootstrap python benchmarks/peers.py CLONE [KEY=VALUE...] [CLONE [KEY=VALUE...]]...

Each CLONE is one of a public template; after it come answers that it wants beyond its defaults. Some have Copier load Python
modules as a part of the copy, which must be installed here: so all of them are trusted. Their tasks are not run.
"""

import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from copies import COPIER, copying, empty, released
from measure import cpu, medians

from workshop import git, snapshot

REPETITIONS = 5


def peers(words: list[str]) -> dict[Path, list[str]]:
    """Read what is named: clones, each with the options of its copy."""
    found: dict[Path, list[str]] = {}
    for word in words:
        if "=" in word:
            list(found.values())[-1].append(f"--data={word}")
        else:
            found[Path(word).resolve()] = ["--trust", "--skip-tasks"]
    return found


def taken(clone: Path, place: Path) -> Path:
    """Clone a template once more, to where no disk is measured."""
    git(place, "clone", "--quiet", str(clone), str(place / clone.name))
    return place / clone.name


def files(template: Path, place: Path, options: list[str]) -> int:
    """Copy a template; count the files that it makes."""
    copying(template, place, *options)
    return sum(path.is_file() and ".git" not in path.parts for path in (place / "out").rglob("*"))


def main(place: Path, named: dict[Path, list[str]]) -> None:
    """Print the ratios. Exits with 1 where ours is slower than each of the others."""
    templates: dict[Path, list[str]] = {empty(place / "empty"): [], released(snapshot(place / "ours")): []}
    templates |= {taken(clone, place): options for clone, options in named.items()}
    made = {template.name: files(template, place, options) for template, options in templates.items()}
    runs = {template.name: partial(copying, template, place, *options) for template, options in templates.items()}
    found = medians({"copier --version": partial(cpu, [*COPIER, "--version"]), **runs}, REPETITIONS)
    for name, seconds in found.items():
        count = f"{made[name]} files" if name in made else ""
        print(f"{name:24} {seconds * 1000:6.0f} ms   {seconds / found['copier --version']:5.2f}   {count}")
    if named and found["ours"] > max(found[clone.name] for clone in named):
        sys.exit("ours is the slowest")


if __name__ == "__main__":
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        main(Path(folder), peers(sys.argv[1:]))
