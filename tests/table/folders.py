"""Which files of a generated project come from which folder of the template."""

from pathlib import Path

from workshop import CATALOGUE, ROOT

TEMPLATE = ROOT / "template"
PARTS = "_parts"
# What the folders of single ids are named after, and the group of the table that has these ids.
GROUPS = {"based": "bases", "shaped": "shapes", "compiled": "languages", "shipped": "strategies", "added": "extras"}
OWNERS = {id: TEMPLATE / f"{{{{{name}.{id}}}}}" for name, group in GROUPS.items() for id in CATALOGUE[group]}
# What the names of files ask for, as "my-app" answers; a unit and manifests are there where a program serves.
NAMES = {
    "package_name": "my_app",
    "project_name": "my-app",
    "facts.unit": "service.in",
    "facts.manifests": "kubernetes",
}


def files(folder: Path) -> set[str]:
    """Return what a folder of the template adds to "my-app", parts and the folders of single ids left out."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    left_out = {PARTS, *(owner.name for owner in OWNERS.values())}
    names = (path.as_posix().removesuffix(".jinja") for path in paths if not left_out & set(path.parts))
    return {named(name) for name in names}


def named(name: str) -> str:
    """Return the name of a file as it is in "my-app"."""
    for asked, answer in NAMES.items():
        name = name.replace(f"{{{{{asked}}}}}", answer)
    return name


COMMON = files(TEMPLATE)
OWNED = {id: files(folder) for id, folder in OWNERS.items()}
