"""The Python of a bundle: the one that builds it, copied with its standard library."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import nox

FACTS = """
import json, os, platform, sys, sysconfig
print(json.dumps({
    "prefix": sys.base_prefix,
    "program": os.path.realpath(sys._base_executable),
    "library": sysconfig.get_path("stdlib"),
    "version": platform.python_version(),
}))
"""
# Where packages of the system's own Python lie, what embeds Python, and what each machine has of its own.
OWN = ["__pycache__", "site-packages", "dist-packages", "config-*", "EXTERNALLY-MANAGED"]
OWN += ["sitecustomize.py", "usercustomize.py"]


@dataclass(frozen=True)
class Interpreter:
    """A copy of a Python: its program, the one that this was copied from, and its version."""

    program: Path
    original: Path
    version: str

    def packages(self, session: nox.Session) -> Path:
        """The folder in which it looks for packages."""
        code = "import json, site; print(json.dumps(site.getsitepackages()))"
        said = session.run(
            str(self.program), "-IB", "-c", code, silent=True, external=True, log=False
        )
        home = self.program.parents[1]
        return next(path for path in map(Path, json.loads(str(said))) if home in path.parents)

    def compile(self, session: nox.Session, tree: Path, place: str) -> None:
        """Make the bytecode, for nobody can write it where the bundle is installed."""
        # A hash seed, so that the bytes are the same each time; some files are for another Python.
        options = ["-q", "-f", "--invalidation-mode=unchecked-hash", "-s", str(tree), "-p", place]
        run = [str(self.program), "-m", "compileall", *options, str(tree / "embedded")]
        env = {"PYTHONHASHSEED": "0"}
        session.run(*run, env=env, external=True, success_codes=[0, 1], silent=True)


def copy(session: nox.Session, target: Path, leave_out: list[str]) -> Interpreter:
    """Copy the Python of a session into a folder."""
    said = session.run("python", "-c", FACTS, silent=True, log=False)
    facts = json.loads(str(said))
    short = facts["version"].rpartition(".")[0]
    library = target / Path(facts["library"]).relative_to(facts["prefix"])
    ignored = shutil.ignore_patterns(*OWN, *leave_out)
    shutil.copytree(facts["library"], library, ignore=ignored, ignore_dangling_symlinks=True)
    program = target / f"bin/python{short}"
    program.parent.mkdir()
    shutil.copyfile(facts["program"], program)
    program.chmod(0o755)
    (program.parent / "python3").symlink_to(program.name)
    (target / "lib").mkdir(exist_ok=True)
    return Interpreter(program, Path(facts["program"]), facts["version"])
