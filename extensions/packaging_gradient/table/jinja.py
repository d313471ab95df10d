"""The Jinja extension that gives any environment the decision table and the decision rule."""

from functools import cache

from jinja2 import Environment
from jinja2.environment import TemplateModule
from jinja2.ext import Extension

from packaging_gradient.table import raw, resource


@cache
def macros() -> TemplateModule:
    """Return the macros of advise.jinja, compiled apart so that no host's delimiters or escaping can change them."""
    return Environment().from_string(resource("advise.jinja")).module


class GradientExtension(Extension):
    """Adds two globals: `catalogue`, the table as plain data, and `advise`, the macros that decide over it."""

    def __init__(self, environment: Environment) -> None:
        """Add them to an environment."""
        super().__init__(environment)
        environment.globals.update(catalogue=raw(), advise=macros())
