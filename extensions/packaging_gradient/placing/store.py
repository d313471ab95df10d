"""What git keeps of a project's files, and what it would keep of others; nothing is written into the repository."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from packaging_gradient.git import git, line, split

# Modes as git writes them; what else there is are symbolic links and submodules.
PLAIN, PROGRAM = "100644", "100755"
# On Windows a file is a program by the end of its name, and git takes none for one.
MODES = sys.platform != "win32"


class Entry(NamedTuple):
    """A file as git keeps it: its mode and the name of its content."""

    mode: str
    blob: str


Tree = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Store:
    """A project's repository, with an index and a place for new objects that are ours and go with the scratch folder.

    Names of files are relative to the project, which may be a folder of a larger repository.
    """

    folder: Path
    prefix: str
    variables: Mapping[str, str]

    def git(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run git in the project, with our index and objects."""
        return git(self.folder, *arguments, given=given, variables=self.variables)

    def head(self) -> Tree:
        """Return what the last commit holds of the project."""
        fields = [entry.partition("\t") for entry in split(self.git("ls-tree", "-r", "-z", "HEAD"))]
        return {name: Entry(about.split()[0], about.split()[2]) for about, _, name in fields}

    def kept(self, file: Path, name: str) -> Entry:
        """Keep a file as git would if it had that name in the project: with line ends and filters as set up there."""
        blob = self.git("hash-object", "-w", f"--path={name}", "--", str(file))
        return Entry(PROGRAM if MODES and file.stat().st_mode & 0o100 else PLAIN, blob.decode().strip())

    def keep(self, content: bytes) -> str:
        """Keep some content as it is; return its name."""
        return self.git("hash-object", "-w", "--stdin", given=content).decode().strip()

    def content(self, entry: Entry) -> bytes:
        """Return what is kept."""
        return self.git("cat-file", "blob", entry.blob)

    def check_out(self, tree: Tree, folder: Path) -> None:
        """Write files as git would check them out in the project, but into another folder, which is empty."""
        self._index(tree)
        whole = folder.with_name("checked-out")
        self.git("checkout-index", "--all", f"--prefix={whole}/")
        if tree:
            folder.rmdir()
            (whole / self.prefix).rename(folder)

    def differing(self, tree: Tree) -> list[str]:
        """Return which files of the project are not there, or not what git keeps under their names."""
        self._index(tree)
        return sorted(set(split(self.git("ls-files", "--modified", "--deleted", "-z"))))

    def _index(self, tree: Tree) -> None:
        """Have the index hold these files alone, with nothing said of when they were last looked at."""
        lines = [f"{entry.mode} {entry.blob}\t{self.prefix}{name}\0" for name, entry in tree.items()]
        self.git("read-tree", "--empty")
        self.git("update-index", "-z", "--index-info", given=os.fsencode("".join(lines)))


def store(folder: Path, scratch: Path) -> Store:
    """Return the store of the project in a folder."""
    objects = folder / line(folder, "rev-parse", "--git-path", "objects")
    # Quoted, for git takes a colon in it for the start of another path.
    quoted = str(objects).replace("\\", "\\\\").replace('"', '\\"')
    new = scratch / "objects"
    new.mkdir()
    made = Store(
        folder,
        prefix=line(folder, "rev-parse", "--show-prefix"),
        variables={
            "GIT_OBJECT_DIRECTORY": str(new),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": f'"{quoted}"',
            "GIT_INDEX_FILE": str(scratch / "index"),
        },
    )
    # Whether git turns line ends also depends on what it holds already.
    made.git("read-tree", "HEAD")
    return made
