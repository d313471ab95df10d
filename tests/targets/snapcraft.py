"""Stands in for snapcraft, which is itself a snap: snapcraft.py COMMANDS pack. The parts are run by the library that snapcraft uses.

What snapcraft puts between them and `snap pack` is here, as far as the recipes of the tests have it. It builds for this
machine's own Debian, with what is installed on it, and with the `craftctl` that lies in the folder COMMANDS.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import craft_parts
import yaml
from craft_parts import packages
from craft_parts.packages.base import DummyRepository

from targets.roots import PACKAGES, root, root_of

# What meta/snap.yaml takes over as it is.
KEPT = ("name", "title", "version", "summary", "description", "license", "base", "grade", "confinement", "plugs")
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
TRIPLET = f"{platform.machine()}-linux-gnu"


class Staged(DummyRepository):
    """Stages packages of this machine's Debian: what they have, with what they depend on, and the base does not.

    No package is installed: the machine is not the test's to change. What the parts need is named in packages.txt.
    """

    @classmethod
    def fetch_stage_packages(cls, **asked: object) -> list[str]:
        """Return the names of the packages."""
        names = asked["package_names"]
        assert isinstance(names, list)
        return names

    @classmethod
    def unpack_stage_packages(cls, *, install_path: Path, stage_packages: list[str] | None = None, **_: object) -> None:
        """Copy what the base lacks; what is linked stays linked."""
        base, whole = root("base"), root_of("staged", (*PACKAGES["base"], *(stage_packages or ())))
        found = [path.relative_to(whole) for path in whole.rglob("*") if path.is_symlink() or path.is_file()]
        lacking = [str(name) for name in found if not os.path.lexists(base / name)]
        if lacking:
            subprocess.run(["cp", "--archive", "--parents", *lacking, str(install_path)], cwd=whole, check=True)


def primed(recipe: dict[str, Any], work: Path) -> Path:
    """Run the parts with the system's own programs; return the folder with what they leave."""
    os.environ["PATH"] = f"{sys.argv[1]}:/usr/sbin:/usr/bin:/sbin:/bin"
    packages.Repository = Staged  # type: ignore[assignment]
    manager = craft_parts.LifecycleManager(
        {"parts": recipe["parts"]},
        application_name="stand_in",
        cache_dir=work / "cache",
        work_dir=work,
        base=recipe["base"],
        project_name=recipe["name"],
        ignore_local_sources=["snap", "*.snap"],
    )
    actions = manager.plan(craft_parts.Step.PRIME)
    with manager.action_executor() as context:
        context.execute(actions, stdout=sys.stderr, stderr=sys.stderr)
    return work / "prime"


def described(recipe: dict[str, Any]) -> dict[str, Any]:
    """Return what the snap says of itself."""
    machine = MACHINES[platform.machine()]
    if machine not in recipe["platforms"]:
        sys.exit(f"no platform to build for: this machine is {machine}")
    apps = {}
    for name, app in recipe["apps"].items():
        apps[name] = {key: fact for key, fact in app.items() if key not in ("common-id", "desktop")}
    places = [f"$SNAP/{place}" for lib in ("lib", "usr/lib") for place in (lib, f"{lib}/{TRIPLET}")]
    environment = {
        "LD_LIBRARY_PATH": ":".join(places),
        "PATH": "$SNAP/usr/sbin:$SNAP/usr/bin:$SNAP/sbin:$SNAP/bin:$PATH",
    }
    own = {"architectures": [machine], "environment": environment | recipe.get("environment", {}), "apps": apps}
    return {key: recipe[key] for key in KEPT if key in recipe} | own


def main() -> None:
    """Build the snap of this folder, as its recipe says."""
    recipe = yaml.safe_load(Path("snap/snapcraft.yaml").read_text("utf-8"))
    prime = primed(recipe, Path.cwd())
    shutil.copytree("snap/gui", prime / "meta/gui")
    facts = described(recipe)
    (prime / "meta/snap.yaml").write_text(yaml.safe_dump(facts, sort_keys=False), "utf-8")
    name = f"{facts['name']}_{facts['version']}_{facts['architectures'][0]}.snap"
    pack = ["/usr/bin/snap", "pack", f"--filename={name}", "--compression=lzo", str(prime), "."]
    sys.exit(subprocess.run(pack, check=False).returncode)


if __name__ == "__main__":
    main()
