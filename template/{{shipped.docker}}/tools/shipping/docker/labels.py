"""What the labels of the image say of it, under the names that the OCI specification gives them."""

import re

from shipping import common
from shipping.project import Project

SOURCES = ("repository", "source", "sourcecode", "github", "homepage")


def source(project: Project) -> str | None:
    """Where the source is, if the metadata says."""
    pairs = [text.split(", ", 1) for text in project.metadata.metadata.get_all("Project-URL") or []]
    urls = {re.sub(r"\W", "", label).lower(): url for label, url in pairs}
    return next((urls[label] for label in SOURCES if label in urls), None)


def revision(built: str) -> str | None:
    """The commit, unless what is built differs from it."""
    head = common.git("rev-parse", "HEAD").stdout.strip()
    return head if built == head else None


def labels(project: Project, built: str) -> list[str]:
    """The options that put labels on an image of a commit."""
    metadata = project.metadata.metadata
    found = {
        "title": project.name,
        "description": metadata.get("Summary"),
        "version": project.version,
        "revision": revision(built),
        "source": source(project),
        "licenses": metadata.get("License-Expression"),
    }
    return [f"--label=org.opencontainers.image.{key}={text}" for key, text in found.items() if text]
