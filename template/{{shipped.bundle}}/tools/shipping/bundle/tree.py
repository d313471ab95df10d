"""What a bundle installs: commands, Python with all packages, units of systemd, and what sets it up."""

import shutil
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import nox
from packaging.utils import canonicalize_name
from shipping import common, frozen, system
from shipping.artifact import start
from shipping.bundle import interpreter, libraries
from shipping.project import Project

HERE = common.HERE / "bundle"
SETTINGS: dict[str, Any] = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
# A script for the shell and for Python: it has the Python of its own tree run it, and follows links to it.
LAUNCHER = """\
#!/bin/sh
'''exec' "$(dirname -- "$(realpath -- "$0")")/../embedded/bin/python3" -I "$0" "$@"
' '''
import sys

"""


def make(session: nox.Session, tree: Path) -> None:
    """Fill a folder with all that is installed."""
    project = common.project(session)
    facts = described(session, project)
    packages = common.stage(session, *SETTINGS["packages"])
    services = declared(project)
    commands = [*project.commands, *map(first_word, services.values())]
    launch(session, tree / "bin", packages, commands)
    python = interpreter.copy(session, tree / "embedded", SETTINGS["leave_out"])
    needing = ([tree, packages], [python.original], SETTINGS["libraries"])
    libraries.gather(session, tree / "embedded/lib", *needing)
    libraries.relocate(session, tree / "embedded")
    shutil.copytree(packages, python.packages(session), dirs_exist_ok=True)
    frozen.check(session, tree, SETTINGS["glibc"], "bundle/settings.toml")
    python.compile(session, tree, f"/opt/{facts['NAME']}")
    (tree / "units").mkdir()
    for name, service in services.items():
        write(tree / f"units/{name}.service", "service.in", unit(facts, name, service))
    write(tree / "setup", "setup.in", facts, 0o755)


def described(session: nox.Session, project: Project) -> dict[str, str]:
    """What the files say of the project."""
    name = canonicalize_name(project.name)
    common.main_command(session)  # ends with one line where there is none
    return {
        "NAME": name,
        "USER": name[:31],  # as long as the name of a user can be
        "VERSION": project.version,
        "COMMAND": project.command.name,
        "SUMMARY": project.metadata.metadata.get("Summary") or name,
        "HOMEPAGE": project.page,
        "ROOT": "@ROOT@",  # which setup knows
    }


def declared(project: Project) -> dict[str, dict[str, Any]]:
    """The services, by the names of their units: the main command if it is one, and what settings declare."""
    main = {canonicalize_name(project.name): {"start": project.command.name}}
    return (main if SETTINGS["service"] else {}) | SETTINGS.get("services", {})


def first_word(service: dict[str, Any]) -> str:
    """The command that a service starts."""
    return str(service["start"]).split()[0]


def launch(session: nox.Session, target: Path, packages: Path, commands: list[str]) -> None:
    """Write the commands; each is one of the project, or of a package that goes in."""
    groups = ("console_scripts", "gui_scripts")
    found = distributions(path=[str(packages)])
    points = {
        point.name: point for one in found for point in one.entry_points if point.group in groups
    }
    target.mkdir(parents=True)
    for name in dict.fromkeys(commands):
        if name not in points:
            session.error(
                f"a service in bundle/settings.toml starts {name}, which nothing that goes in has as a command"
            )
        (target / name).write_text(LAUNCHER + start(points[name].value), encoding="utf-8")
        (target / name).chmod(0o755)


def unit(facts: dict[str, str], name: str, service: dict[str, Any]) -> dict[str, str]:
    """What the unit of a service says. In it, a percent sign begins what is replaced, unless settings wrote it."""
    environment = service.get("environment", {})
    lines = [f'Environment="{key}={value}"' for key, value in environment.items()]
    escaped = {key: fact.replace("%", "%%") for key, fact in facts.items()}
    return escaped | {"UNIT": name, "START": service["start"], "ENVIRONMENT": "\n".join(lines)}


def write(target: Path, template: str, facts: dict[str, str], mode: int = 0o644) -> None:
    """Write a file from its template beside this module."""
    text = (HERE / template).read_text(encoding="utf-8")
    target.write_text(system.complete(text, facts), encoding="utf-8")
    target.chmod(mode)
