"""Write the SBOM of artifacts, in the format CycloneDX: sbom.py TARGET PROJECT FOLDER ARTIFACT ...

PROJECT is the folder of the project's sdist and wheel. FOLDER has what is inside the artifacts, as an
installer leaves it, and purls.txt where there are packages of other systems.
"""

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import Distribution, distributions
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from shipping.project import Project

VERSION = SchemaVersion.V1_7


def digest(file: Path) -> HashType:
    """The checksum of a file."""
    return HashType(alg=HashAlgorithm.SHA_256, content=sha256(file.read_bytes()).hexdigest())


def package(found: Distribution, kind: ComponentType = ComponentType.LIBRARY) -> Component:
    """A package that is inside."""
    name = canonicalize_name(found.name)
    expression = found.metadata.get("License-Expression")
    return Component(
        type=kind,
        name=name,
        version=found.version,
        description=found.metadata.get("Summary"),
        licenses=[LicenseFactory().make_from_string(expression)] if expression else [],
        purl=PackageURL("pypi", name=name, version=found.version),
        bom_ref=name,
    )


def required(requirement: Requirement) -> Component:
    """A package that is not inside, and that an installer brings."""
    name = canonicalize_name(requirement.name)
    return Component(
        name=name,
        is_external=True,
        purl=PackageURL("pypi", name=name),
        properties=[Property(name="python:requires-dist", value=str(requirement))],
        bom_ref=name,
    )


def library(file: Path) -> Component:
    """A library of the system that is inside."""
    return Component(name=file.name, hashes=[digest(file)], bom_ref=file.name)


def libraries(folder: Path) -> list[Path]:
    """The libraries of the system, where those who bundle them put them."""
    found = [*folder.glob("*.libs/*"), *folder.rglob(".dylibs/*")]
    return sorted(found, key=lambda file: file.name)


def listed(file: Path, *, external: bool) -> list[Component]:
    """The packages of other systems of which a file has the purls: they are inside, or an installer brings them."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    purls = map(PackageURL.from_string, lines)
    return [
        Component(
            name=purl.name,
            version=purl.version,
            is_external=external or None,
            purl=purl,
            bom_ref=str(purl),
        )
        for purl in purls
    ]


def python(version: str) -> Component:
    """The Python that is inside."""
    return Component(
        type=ComponentType.PLATFORM,
        name="python",
        version=version,
        cpe=f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*",
        purl=PackageURL("generic", name="python", version=version),
        bom_ref="python",
    )


def described(project: Project, artifacts: list[Path]) -> Component:
    """The project, with the checksums of its artifacts."""
    kind = ComponentType.APPLICATION if project.commands else ComponentType.LIBRARY
    component = package(project.metadata, kind)
    for file in artifacts:
        reference = ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION, url=XsUri(file.name), hashes=[digest(file)]
        )
        component.external_references.add(reference)
    return component


def requirements(found: Distribution) -> list[Requirement]:
    """What a package requires, whichever extras are chosen."""
    parsed = (Requirement(line) for line in found.requires or [])
    return [one for one in parsed if "extra ==" not in str(one.marker)]


def add(bom: Bom, parts: dict[str, Component], packages: dict[str, Distribution]) -> None:
    """Add components, and what each package depends on."""
    bom.components.update(part for part in parts.values() if part is not bom.metadata.component)
    for name, found in packages.items():
        needed = {canonicalize_name(one.name) for one in requirements(found)}
        bom.register_dependency(parts[name], [parts[one] for one in needed & parts.keys()])


def bill(project: Project, folder: Path, artifacts: list[Path], options: argparse.Namespace) -> Bom:
    """Name all that is inside."""
    root = described(project, artifacts)
    time = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    identity = uuid5(NAMESPACE_URL, " ".join(sorted(str(digest(file)) for file in artifacts)))
    bom = Bom(serial_number=identity, metadata=BomMetaData(component=root, timestamp=time))
    packages = {canonicalize_name(one.name): one for one in distributions(path=[str(folder)])}
    parts = {name: package(found) for name, found in packages.items()}
    if options.declared:
        parts |= {part.name: part for part in map(required, requirements(project.metadata))}
    add(bom, parts | {root.name: root}, packages | {root.name: project.metadata})
    bom.components.update(library(file) for file in libraries(folder))
    bom.components.update(listed(folder / "purls.txt", external=options.declared))
    version = options.python_inside or (options.python and platform.python_version())
    bom.components.update([python(version)] if version else [])
    return bom


def main(options: argparse.Namespace) -> None:
    """Write the SBOM; stop if it does not keep to the schema."""
    bom = bill(Project(options.project), options.folder, options.artifacts, options)
    text = make_outputter(bom, OutputFormat.JSON, VERSION).output_as_string(indent=2)
    fault = JsonStrictValidator(VERSION).validate_str(text)
    if fault:
        sys.exit(f"{options.target.name} does not keep to CycloneDX: {fault}")
    options.target.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("target", "project", "folder"):
        parser.add_argument(name, type=Path)
    parser.add_argument("artifacts", type=Path, nargs="+")
    parser.add_argument("--declared", action="store_true", help="name what the project requires")
    parser.add_argument("--python", action="store_true", help="name this Python, which is inside")
    parser.add_argument("--python-inside", metavar="VERSION", help="name another Python")
    main(parser.parse_args())
