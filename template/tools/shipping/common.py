"""What the sessions of all ways to ship share."""

import os
import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import nox
from shipping.artifact import LEFTOVERS
from shipping.clones import clear, clone, git
from shipping.project import HERE, ROOT, SETTINGS, Project, UnfitError

DIST = ROOT / "dist"
# For the scripts that sessions run: where they find this package.
PATHS = {"PYTHONPATH": str(HERE.parent)}
# The time of the last commit, so that building it again gives the same bytes.
commit_time = git("log", "-1", "--format=%ct").stdout.strip()
os.environ.setdefault("SOURCE_DATE_EPOCH", commit_time or "1577836800")
# The linker of Visual C++ knows no such time: this keeps it from writing the real one.
if os.name == "nt":
    os.environ["LINK"] = f"{os.environ.get('LINK', '')} /Brepro".strip()


def cache(session: nox.Session) -> Path:
    """The folder that all sessions share."""
    return session.cache_dir.resolve()


def scratch(session: nox.Session) -> Path:
    """The folder of one session."""
    return Path(session.create_tmp()).resolve()


def requirements(folder: str = "") -> list[str]:
    """The options that install the tools of one way to ship; without a name, those of all."""
    return [f"--requirement={HERE / folder / 'requirements.txt'}"]


def checkout(session: nox.Session) -> Path:
    """Copy what git tracks, as it is now, so that nothing else can get into an artifact; return the copy."""
    if git("rev-parse", "--verify", "HEAD").returncode:
        session.warn("There is no git commit, so any file in this folder can get into the sdist.")
        return ROOT
    untracked = git("ls-files", "--others", "--exclude-standard").stdout.splitlines()
    if untracked:
        session.warn(f"Git does not track {', '.join(untracked[:9])}: left out.")
    clone(session, cache(session) / "tree")
    return tree(session)


def tree(session: nox.Session) -> Path:
    """The copy of what git tracks that the session `dist` has made, or the folder itself where git has none."""
    copy = cache(session) / "tree"
    return copy / git("rev-parse", "--show-prefix").stdout.strip() if copy.exists() else ROOT


@nox.session(default=False)
def dist(session: nox.Session) -> None:
    """Build the sdist, and the wheel from it: what every artifact grows from."""
    session.install(*requirements())
    tree = checkout(session)
    leave_out(tree, ".copier-answers.yml")
    folder = cache(session) / "dist"
    clear(folder)
    session.run("python", "-m", "build", "--installer=uv", f"--outdir={folder}", str(tree))


def leave_out(tree: Path, name: str) -> None:
    """Remove a file from a copy without a change that git would see, and put into the version."""
    if tree != ROOT and (tree / name).exists():
        git("update-index", "--skip-worktree", name, folder=tree)
        (tree / name).unlink()


def project(session: nox.Session) -> Project:
    """What the session `dist` has built, or else what came into dist/ from elsewhere."""
    built = cache(session) / "dist"
    return Project(built if built.exists() else DIST)


def main_command(session: nox.Session) -> str:
    """Where the command that the project declares first starts, as module:function."""
    try:
        return project(session).command.value
    except UnfitError as error:
        stop(session, str(error))


def stop(session: nox.Session, reason: str) -> NoReturn:
    """Fail for a reason that is a sentence; nox sets its full stop."""
    session.error(reason.removesuffix("."))


def locked(session: nox.Session) -> list[str]:
    """The options that hold an installation to uv.lock, where there is one."""
    if not (ROOT / "uv.lock").exists():
        return []
    if not nox.virtualenv.HAS_UV:
        session.error("uv.lock is there, and uv is needed to read it: install uv")
    file = scratch(session) / "constraints.txt"
    options = ["--locked", "--no-default-groups", "--no-emit-project", "--no-hashes", "--quiet"]
    options += [f"--extra={extra}" for extra in SETTINGS["extras"]]
    export = [nox.virtualenv.UV, "export", f"--project={ROOT}", *options, f"--output-file={file}"]
    session.run_install(*export, external=True)
    return [f"--constraint={file}"]


def stage(session: nox.Session, *options: str) -> Path:
    """Install the wheel with all it needs into a fresh folder, without what an installer leaves behind."""
    folder = scratch(session) / "stage"
    clear(folder)
    session.install(f"--target={folder}", *options, *locked(session), project(session).requirement)
    tidy(folder)
    return folder


def tidy(folder: Path) -> None:
    """Remove what an installer leaves beside packages: it tells of this machine, and no program needs it."""
    clear(folder / "bin")
    for pattern in (".lock", *(f"*.dist-info/{name}" for name in LEFTOVERS)):
        for left in folder.glob(pattern):
            left.unlink()


def place(session: nox.Session, *files: Path) -> None:
    """Copy artifacts into dist/."""
    DIST.mkdir(exist_ok=True)
    for file in files:
        shutil.copy2(file, DIST)
        session.log(f"built dist/{file.name}")


def discard(*patterns: str) -> None:
    """Remove what an earlier build left in dist/."""
    DIST.mkdir(exist_ok=True)
    for path in (path for pattern in patterns for path in DIST.glob(pattern)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def checksums() -> dict[str, str]:
    """What came into dist/ from elsewhere, each file with its checksum."""
    lines = [line for file in DIST.glob("*.sha256") for line in file.read_text().splitlines()]
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def artifact(session: nox.Session, suffix: str = "") -> Path:
    """The one file that was built, or else came into dist/ from elsewhere."""
    if (cache(session) / "dist").exists():
        return DIST / f"{project(session).name}{suffix}"
    [name] = (name for name in checksums() if name.endswith(suffix))
    (DIST / name).chmod(0o755)  # an upload forgets that it can be run
    return DIST / name


def smoke(
    session: nox.Session,
    *command: str,
    trial: Sequence[str] = ("--help",),
    env: dict[str, str] | None = None,
) -> None:
    """Use what was built: by the project's own tests/smoke.py, or else by a trial.

    What opens a window is started and has to stay open.
    """
    own = ROOT / "tests/smoke.py"
    script = own if own.exists() else HERE / "stays_open.py"
    has_script = own.exists() or opens_window()
    arguments = ["python", str(script), *command] if has_script else [*command, *trial]
    session.run(*arguments, env=env, external=True)


def opens_window() -> bool:
    """Whether pyproject.toml declares the command as one with a window; the wheel may be elsewhere."""
    file = ROOT / "pyproject.toml"
    declared = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    groups = [declared.get("project", {}).get(key, {}) for key in ("scripts", "gui-scripts")]
    wanted = SETTINGS["command"] or next(iter({**groups[0], **groups[1]}), None)
    return wanted in groups[1]


def trial(session: nox.Session) -> list[str]:
    """What to ask of the command, or of Python for a library."""
    found = project(session)
    return ["--help"] if found.commands else ["-c", f"import {', '.join(found.modules)}"]


def installed(session: nox.Session) -> list[str]:
    """What to run to use the project where a session has installed it: its command, or Python for a library."""
    commands = project(session).commands
    name = project(session).command.name if commands else "python"
    # By its path: Windows would look beside the Python that runs tests/smoke.py first.
    found = shutil.which(name, path=session.bin) or session.error(f"{name} was not installed")
    return [found] if commands else [found, "-I"]
