"""Whether a template that a project names may be rendered: it comes with the project, so it may be anybody's."""

import sys

import typer
from copier import load_settings
from copier._settings import is_trusted_repository

from packaging_gradient import source
from packaging_gradient.refusal import STOPPED, Refused, plain
from packaging_gradient.source import Source


def agree(template: Source) -> None:
    """Ask before a template is fetched and rendered that is neither the command's own nor in Copier's list of trusted ones.

    Raises Refused where the answer is no, or where there is nobody to ask.
    """
    if known(template):
        return
    shown = plain(f"{template.address}, version {template.ref}")
    if not sys.stdin.isatty():
        raise Refused(
            f"The project's template is not this command's own: {shown}. Nothing was rendered. If you trust it, name it "
            f"with --template, or add it to `trust` in the settings of Copier."
        )
    print(f"The project's template is not this command's own: {shown}.", file=sys.stderr)
    if not typer.confirm("Do you trust it? It decides what is written here.", default=False, err=True):
        raise Refused("Nothing was rendered.", STOPPED)


def known(template: Source) -> bool:
    """Tell whether a template is the command's own, or in Copier's list of trusted ones."""
    return source.is_own(template.address) or _listed(template.address)


def _listed(address: str) -> bool:
    trusted = load_settings().trust
    return any(is_trusted_repository(trusted, written) for written in (address, address.removeprefix("git+")))
