"""The formula that Homebrew installs the project by, and the sdist that it names."""

import re
import shutil
import sys
from pathlib import Path

import nox
from packaging.utils import canonicalize_name
from shipping import common, release

FOLDER = common.DIST / "homebrew"
# What a formula says of each file that it installs, one after the other.
FILE = re.compile(r'^ *url "(.*)"\n *sha256 "(.*)"', re.MULTILINE)
# What it says for the other system alone.
OTHER = "linux" if sys.platform == "darwin" else "macos"
BLOCK = re.compile(rf"^  on_{OTHER} do\n.*?^  end\n", re.MULTILINE | re.DOTALL)
UNPUBLISHED = "Nobody else can fetch the sdist: set `url` in tools/shipping/homebrew/settings.toml."


def listed(session: nox.Session) -> list[str]:
    """The options that install what the formula lists for this system, and nothing else."""
    [formula], [sdist] = FOLDER.glob("*.rb"), FOLDER.glob("*.tar.gz")
    (_, digest), *others = FILE.findall(BLOCK.sub("", formula.read_text(encoding="utf-8")))
    lines = [f"{url} --hash=sha256:{sha}\n" for url, sha in [(sdist.as_uri(), digest), *others]]
    file = common.scratch(session) / "listed.txt"
    file.write_text("".join(lines), encoding="utf-8")
    return ["--no-deps", "--require-hashes", f"--requirement={file}"]


def is_published(formula: Path) -> bool:
    """Whether the formula names an address that others can reach."""
    return '\n  url "file:' not in formula.read_text(encoding="utf-8")


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_homebrew(session: nox.Session) -> None:
    """Write the formula from the metadata and what the project needs, and put the sdist beside it."""
    project = common.project(session)
    common.main_command(session)
    session.install(*common.requirements("homebrew"))
    common.discard("homebrew")
    name = canonicalize_name(project.name)
    # A formula is a class of Ruby, whose name begins with a letter.
    target = FOLDER / f"{'' if name[0].isalpha() else 'app-'}{name}.rb"
    script = common.HERE / "homebrew/formula.py"
    arguments = [project.folder, target, *common.locked(session)]
    session.run("python", str(script), *map(str, arguments), env=common.PATHS)
    shutil.copy2(project.sdist, FOLDER)
    session.log(f"built dist/homebrew/{target.name}")
    if not is_published(target):
        session.warn(UNPUBLISHED)


@nox.session(default=False, tags=["smoke"], requires=["build_homebrew"])
def smoke_homebrew(session: nox.Session) -> None:
    """Install what the formula lists, as brew does, and use it."""
    session.install(*listed(session))
    common.smoke(session, *common.installed(session), trial=common.trial(session))


@nox.session(default=False, tags=["release"], requires=["build_homebrew"])
def release_homebrew(session: nox.Session) -> None:
    """Build the formula again, and put it into dist/release with the sdist, checksums and SBOM."""
    if not all(map(is_published, FOLDER.glob("*.rb"))):
        common.stop(session, UNPUBLISHED)
    built = release.again(session, "build_homebrew")
    files = release.put(session, "homebrew", {file.name: file for file in built})
    inside = common.scratch(session) / "inside"
    common.clear(inside)
    session.install(f"--target={inside}", *listed(session))
    release.sbom(session, "homebrew", inside, files)
