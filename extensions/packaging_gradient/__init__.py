"""The `gradient` command, the decision table as typed data, and the Jinja extension that offers both to templates."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from packaging_gradient.table.jinja import GradientExtension

__all__ = ["GradientExtension"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attribute can be anything
    """Import the extension when it is asked for: `gradient --help` needs neither Jinja nor YAML."""
    if name == "GradientExtension":
        from packaging_gradient.table.jinja import GradientExtension

        return GradientExtension
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
