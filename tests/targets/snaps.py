"""The commands that stand in for snapcraft and snapd, and what they leave out."""

import os
import sys
from pathlib import Path

from targets import require, snapd

HERE = Path(__file__).parent
COMMAND = """\
#!/bin/sh
export HOME={home} XDG_CACHE_HOME={cache} PATH="/usr/sbin:/usr/bin:/sbin:/bin:$PATH" PYTHONPATH={tests}
exec {python} -m targets.{module} {arguments} "$@"
"""
LACKING = (
    "craft-parts and `snap pack` for snapcraft and its translation of the recipe; this Debian for core24; "
    "bubblewrap for snapd, AppArmor and the filter of system calls"
)


def installed(project: Path, folder: Path) -> list[str]:
    """Install the snap that a project has built, in a store of its own in a folder; return what starts it."""
    [file] = (project / "dist").glob("*.snap")
    store = folder / "snap-store"
    store.mkdir(parents=True, exist_ok=True)
    snapd.install(store, file)
    return [
        "env",
        f"PYTHONPATH={HERE.parent}",
        sys.executable,
        "-m",
        "targets.snapd",
        str(store),
        "run",
        file.name.split("_")[0],
    ]


def commands(folder: Path) -> Path:
    """Write the commands into a new folder, with a store of snaps that is theirs; return it."""
    require("snap", "unsquashfs", "bwrap", "mmdebstrap", "python3")
    made = folder / "snap-commands"
    made.mkdir()
    for name, module, arguments in (("snapcraft", "snapcraft", made), ("snap", "snapd", folder / "snap-store")):
        own = {"home": Path.home(), "cache": os.environ.get("XDG_CACHE_HOME", ""), "tests": HERE.parent}
        text = COMMAND.format(**own, python=sys.executable, module=module, arguments=arguments)
        (made / name).write_text(text)
        (made / name).chmod(0o755)
    (made / "craftctl").symlink_to(Path(sys.executable).with_name("craftctl"))
    return made
