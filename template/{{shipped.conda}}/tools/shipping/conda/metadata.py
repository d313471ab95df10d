"""What the metadata of a project says, in the words of a conda recipe."""

import json
import re
from itertools import product
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from shipping.project import Project

Names = dict[str, str | None]
PLATFORMS = [("posix", "linux", "Linux"), ("posix", "darwin", "Darwin"), ("nt", "win32", "Windows")]
# What the metadata of older build backends says instead of an SPDX expression.
LICENSES = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
}


class UntranslatableError(Exception):
    """A requirement that a conda package cannot state."""


def verdicts(marker: Marker | None, pythons: list[str]) -> set[bool]:
    """What a marker says on all the platforms and Pythons that one package serves."""
    names = ("os_name", "sys_platform", "platform_system", "python_version", "python_full_version")
    places = (
        (*platform, python, f"{python}.99") for platform, python in product(PLATFORMS, pythons)
    )
    return {
        marker is None or marker.evaluate({"extra": "", **dict(zip(names, place, strict=True))})
        for place in places
    }


def translate(text: str, names: Names, pythons: list[str]) -> list[str]:
    """A requirement as conda writes it; none where it never applies or the recipe has it by hand."""
    needed = Requirement(text)
    extras = f"[{','.join(sorted(needed.extras))}]" if needed.extras else ""
    name = canonicalize_name(needed.name) + extras
    holds = verdicts(needed.marker, pythons)
    if names.get(name, name) is None or holds == {False}:
        return []
    if needed.url or holds != {True} or (extras and name not in names):
        raise UntranslatableError(f"{text} (under `names`: '{name}': ~)")
    return [f"{names.get(name, name)} {needed.specifier}".strip()]


def translated(texts: list[str], names: Names, pythons: list[str]) -> list[str]:
    """All requirements as conda writes them. Raises UntranslatableError that names each that it cannot say."""
    found, problems = [], []
    for text in texts:
        try:
            found += translate(text, names, pythons)
        except UntranslatableError as error:
            problems.append(str(error))
    if problems:
        raise UntranslatableError(
            f"A conda package cannot say {'; '.join(problems)}. In recipe.yaml, write what these "
            "stand for under `requirements`, and the names with ~ under `names`."
        )
    return found


def license_of(project: Project) -> str | None:
    """The licence as an SPDX expression, if the metadata lets one tell."""
    metadata = project.metadata.metadata
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    try:
        return str(canonicalize_license_expression(said))
    except InvalidLicenseExpression:
        classifiers = [text.split(" :: ")[-1] for text in metadata.get_all("Classifier") or []]
        return next((LICENSES[text] for text in classifiers if text in LICENSES), None)


def about(project: Project) -> dict[str, Any]:
    """What a recipe tells about a project."""
    metadata = project.metadata.metadata
    pairs = [text.split(", ", 1) for text in metadata.get_all("Project-URL") or []]
    urls = {re.sub(r"\W", "", label).lower(): url for label, url in pairs}
    labels = ("repository", "source", "sourcecode", "github")
    source = next((urls[label] for label in labels if label in urls), None)
    found = {
        "summary": metadata.get("Summary"),
        "license": license_of(project),
        "license_file": metadata.get_all("License-File"),
        "homepage": metadata.get("Home-page") or urls.get("homepage", source),
        "repository": source,
    }
    if "${{" in (found["summary"] or ""):  # which would be taken for an expression
        found["summary"] = "${{ " + json.dumps(found["summary"], ensure_ascii=False) + " }}"
    return {key: value for key, value in found.items() if value}
