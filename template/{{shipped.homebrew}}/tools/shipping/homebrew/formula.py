"""Write the formula of the project: formula.py FOLDER TARGET [OPTION ...]

FOLDER has the project's sdist and wheel. The options are those that hold a resolution to uv.lock.
"""

import json
import platform
import re
import sys
import tomllib
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from resources import SYSTEMS, Resource, resolve, resources
from shipping.project import Project

SETTINGS = tomllib.loads(Path(__file__).with_name("settings.toml").read_text(encoding="utf-8"))
FORMULA = """\
class {title} < Formula
  include Language::Python::Virtualenv

{stated}

  def install
    virtualenv_install_with_resources
  end

{service}  test do
    system {test}
  end
end
"""
SERVICE = """\
  service do
    run opt_bin/{command}
    keep_alive true
    log_path var/{log}
    error_log_path var/{log}
  end

"""


def ruby(text: str) -> str:
    """A text as a literal of Ruby that stands for nothing else."""
    return re.sub(r"#(?=[{$@])", r"\\#", json.dumps(text, ensure_ascii=False))


def title(name: str) -> str:
    """The class of a formula, as brew derives it from the formula's name."""
    return "".join(part.capitalize() for part in name.split("-"))


def description(summary: str) -> str:
    """A summary in the form that `brew style` asks for: no article first, no full stop last."""
    text = re.sub(r"^(an?|the) ", "", summary.strip(), flags=re.IGNORECASE).rstrip(".")
    return text[:1].upper() + text[1:]


def links(project: Project) -> dict[str, str]:
    """The addresses that the metadata names: the repository, and the homepage."""
    metadata = project.metadata.metadata
    pairs = [text.split(", ", 1) for text in metadata.get_all("Project-URL") or []]
    urls = {re.sub(r"\W", "", label).lower(): url.rstrip("/") for label, url in pairs}
    labels = ("repository", "source", "sourcecode", "github")
    repository = next((urls[label] for label in labels if label in urls), "")
    homepage = metadata.get("Home-page") or urls.get("homepage") or repository
    return {"repository": repository, "homepage": homepage}


def address(project: Project) -> str:
    """Where users fetch the sdist; a file of this machine where nothing says where it is published."""
    repository = links(project)["repository"]
    if "{repository}" in SETTINGS["url"] and not repository:
        return project.sdist.as_uri()
    file = project.sdist.name
    return str(SETTINGS["url"]).format(repository=repository, version=project.version, file=file)


def head(project: Project) -> list[str]:
    """What the formula says of the project."""
    said = {
        "desc": description(project.metadata.metadata.get("Summary") or project.name),
        "homepage": links(project)["homepage"],
        "url": address(project),
        "sha256": sha256(project.sdist.read_bytes()).hexdigest(),
        "license": project.metadata.metadata.get("License-Expression", ""),
    }
    return [f"{key} {ruby(text)}" for key, text in said.items() if text]


def needs() -> list[str]:
    """The formulae that this one needs, those for building first."""
    python = ".".join(platform.python_version_tuple()[:2])
    run = sorted([*SETTINGS["depends_on"], f"python@{python}"])
    return [
        *(f"depends_on {ruby(name)} => :build" for name in sorted(SETTINGS["depends_on_to_build"])),
        *(f"depends_on {ruby(name)}" for name in run),
    ]


def stanza(resource: Resource) -> list[str]:
    """How a formula states a resource, with a blank line before it."""
    lines = [f"url {ruby(resource.url)}", f"sha256 {ruby(resource.sha256)}"]
    return ["", f"resource {ruby(resource.name)} do", *indented(lines), "end"]


def stanzas(found: list[Resource]) -> list[str]:
    """How a formula states resources: those of one system first, in a block of its own."""
    lines = []
    for system in SYSTEMS:
        alone = [line for one in found if one.systems == (system,) for line in stanza(one)]
        if alone:
            lines += ["", f"on_{system} do", *indented(alone[1:]), "end"]
    both = [line for one in found if len(one.systems) == len(SYSTEMS) for line in stanza(one)]
    return lines + both


def indented(lines: list[str]) -> list[str]:
    """Lines as the body of what surrounds them."""
    return [f"  {line}" if line else "" for line in lines]


def formula(name: str, project: Project, found: list[Resource]) -> str:
    """The text of the formula."""
    command = ruby(project.command.name)
    service = SERVICE.format(command=command, log=ruby(f"log/{name}.log"))
    test = f'bin/{command}, "--help"'
    if SETTINGS["service"]:  # which may know no --help, and would serve on
        test = f'libexec/"bin/python", "-c", {ruby(f"import {project.modules[0]}")}'
    lines = [*head(project), "", *needs(), *stanzas(found)]
    return FORMULA.format(
        title=title(name),
        stated="\n".join(indented(lines)),
        service=service if SETTINGS["service"] else "",
        test=test,
    )


def main(folder: str, target: str, *options: str) -> None:
    """Choose the resources, and write the formula that lists them."""
    project = Project(Path(folder))
    with TemporaryDirectory() as work:
        packages = resolve(project.requirement, list(options), Path(work))
    text = formula(Path(target).stem, project, resources(packages, project.name))
    Path(target).parent.mkdir(exist_ok=True)
    Path(target).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
