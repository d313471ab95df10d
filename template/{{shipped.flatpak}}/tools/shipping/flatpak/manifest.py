"""Write the manifests of the project: manifest.py FOLDER TARGET PYTHON [OPTION ...]

FOLDER has the project's sdist and wheel. TARGET becomes a folder with a manifest for this machine in
`build`, and one for Flathub in `flathub`. PYTHON is the version of the runtime's. The options are those
that hold a resolution to uv.lock.
"""

import json
import os
import shutil
import sys
import tomllib
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.utils import canonicalize_name
from shipping import desktop
from shipping.project import Project
from sources import Python, Source

SETTINGS = tomllib.loads(Path(__file__).with_name("settings.toml").read_text(encoding="utf-8"))
# What a program needs to open a window: a display, shared memory for it, and the graphics card.
WINDOW = ["--device=dri", "--share=ipc", "--socket=fallback-x11", "--socket=wayland"]
# The SDK has pip, and a project that requires pip brings another one. It looks for nothing
# elsewhere, and leaves alone what the SDK has.
INSTALL = "python3 -m pip install --no-index --no-deps --no-compile --ignore-installed"
# Where a build finds its tools, those that are programs, too.
TOOLS = 'PATH="$PWD/tools/bin:$PATH" PYTHONPATH="$PWD/tools"'
# Bytecode that is not compared with the time of a file, which differs from build to build. Some files
# may be for another Python.
COMPILE = "python3 -m compileall -q --invalidation-mode=unchecked-hash /app/lib || true"


def resolved(
    project: Project, python: Python, options: list[str]
) -> tuple[list[Source], list[Source]]:
    """The files of what the project needs to run, and of what builds it."""
    with TemporaryDirectory() as work:
        needed = python.resolve([project.requirement], options, Path(work))
        tools = python.resolve(project.build_requires, [], Path(work))
    own = canonicalize_name(project.name)
    needed = [one for one in needed if canonicalize_name(one["name"]) != own]
    return python.sources(needed), python.sources(tools)


def dependencies(files: list[Source]) -> dict[str, Any]:
    """The step that installs what the project needs to run."""
    commands = [f"{INSTALL} --prefix=/app *.whl"]
    return step("dependencies", commands if files else [], files)


def own(project: Project, sdist: Source, tools: list[Source]) -> dict[str, Any]:
    """The step that builds the project from its sdist, and adds its launcher, metainfo and icon."""
    build = f"{INSTALL} --prefix=/app --no-build-isolation ./{project.sdist.name}"
    commands = [
        f"{INSTALL} --target=tools tools/*.whl",
        f"{TOOLS} {build}",
        COMPILE,
        "cp --recursive share /app",
    ]
    share = {"type": "dir", "path": "share", "dest": "share"}
    tools = [tool | {"dest": "tools"} for tool in tools]
    return step(canonicalize_name(project.name), commands, [sdist, share, *tools])


def step(name: str, commands: list[str], sources: list[Source]) -> dict[str, Any]:
    """A step of a build: commands, and the files that lie where they run."""
    return {
        "name": name,
        "buildsystem": "simple",
        "build-commands": commands,
        "sources": sources,
    }


def manifest(project: Project, modules: list[dict[str, Any]]) -> dict[str, Any]:
    """The manifest: what the program is, what it runs on, what it may do, and how it is built."""
    permissions = [*(WINDOW if project.is_windowed else []), *SETTINGS["permissions"]]
    return {
        "id": desktop.app_id(project),
        "runtime": "org.freedesktop.Platform",
        "runtime-version": SETTINGS["runtime"],
        "sdk": "org.freedesktop.Sdk",
        "command": project.command.name,
        "finish-args": permissions,
        "modules": modules,
    }


def write(project: Project, folder: Path, modules: list[dict[str, Any]]) -> None:
    """Write a manifest, with what it takes from the folder that it is in."""
    desktop.write(
        project, folder / "share", project.command.name, int(os.environ["SOURCE_DATE_EPOCH"])
    )
    content = manifest(project, modules)
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (folder / f"{content['id']}.json").write_text(text, encoding="utf-8")


def main(folder: str, target: str, version: str, *options: str) -> None:
    """Write both manifests, which differ in where the sdist comes from."""
    project = Project(Path(folder))
    needed, tools = resolved(project, Python(version), list(options))
    file = project.sdist.name
    url = SETTINGS["url"].format(page=project.page, version=project.version, file=file)
    digest = sha256(project.sdist.read_bytes()).hexdigest()
    places: dict[str, Source] = {"build": {"path": file}, "flathub": {"url": url, "sha256": digest}}
    for name, place in places.items():
        sdist = {"type": "file"} | place
        modules = [dependencies(needed), own(project, sdist, tools)]
        write(project, Path(target) / name, modules)
    shutil.copy2(project.sdist, Path(target) / "build")


if __name__ == "__main__":
    main(*sys.argv[1:])
