"""What the proofs of the one-file strategies share: building again, breaking a file, putting compiled code to use."""

import shutil
from pathlib import Path
from subprocess import CompletedProcess
from zipfile import ZipFile

from workshop import CATALOGUE, Workshop, commit, nox

# Each line of starter code that a user would change to call the compiled function, and what they would write there.
CALLS = {
    "cli": ("words.py", "WORD.findall(text)", 'WORD.findall(text * count_lines(b"\\n"))'),
    "library": ("releases.py", "found[-1]", 'found[-count_lines(b"\\n")]'),
    "service": ("app.py", '{"status": "ok"}', '{"status": "ok" * count_lines(b"\\n")}'),
}


def cases(strategy: str) -> list[tuple[str, str]]:
    """Return the shapes and the kinds of code that a strategy allows and that differ in what is built."""
    row = CATALOGUE["strategies"][strategy]
    return [(shape, code) for shape in row["shapes"] for code in ("pure", "compiled") if code in row["code"]]


def made(workshop: Workshop, folder: Path, strategy: str, shape: str, code: str) -> Path:
    """Return a project that is built; if it has compiled code, it is in the given folder, and the code is called."""
    if code == "pure":
        return workshop.built(strategy=strategy, shape=shape)
    project = workshop.copy(folder, strategy=strategy, shape=shape, code=code)
    name, line, call = CALLS[shape]
    file = project / "src/my_app" / name
    text = file.read_text()
    assert line in text
    first_import = "from collections" if "from collections" in text else "from starlette"
    text = text.replace(line, call).replace(first_import, f"from my_app._core import count_lines\n{first_import}", 1)
    file.write_text(text)
    commit(project)
    nox(project, "-t", "build")
    return project


def again(project: Path, folder: Path, *options: str) -> Path:
    """Build a project a second time, from a copy in another folder; return the copy."""
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns(".nox", "dist"))
    nox(folder, "-t", "build", *options)
    return folder


def without(archive: Path, part: str, folder: Path) -> Path:
    """Copy a .pyz file into a folder, all but the entries with a part in their name; return the folder."""
    target = folder / archive.name
    target.write_bytes(archive.read_bytes().split(b"\n", 1)[0] + b"\n")
    with ZipFile(archive) as old, ZipFile(target, "a") as new:
        kept = [entry for entry in old.infolist() if part not in entry.filename]
        assert 0 < len(kept) < len(old.infolist())
        for entry in kept:
            new.writestr(entry, old.read(entry))
    return folder


def assert_works(result: "CompletedProcess[str]", shape: str) -> None:
    """Check that a smoke test passed, and that a service finished its work before it stopped."""
    assert result.returncode == 0, result.stdout
    if CATALOGUE["shapes"][shape]["port"]:
        assert '{"status":"ok"}' in result.stdout
        assert "Application shutdown complete" in result.stdout
        assert "Finished server process" in result.stdout


def assert_fails(result: "CompletedProcess[str]", *messages: str) -> None:
    """Check that a program failed, and said why."""
    assert result.returncode != 0, result.stdout
    for message in messages:
        assert message in result.stdout
