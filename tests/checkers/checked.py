"""Which projects the checkers look at.

Shared files are the same bytes whatever is shipped, and a strategy owns its files: each kind of project with all that
it can be shipped as has every file that a project can have.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from table.cases import KINDS, allowed
from workshop import CATALOGUE

Project = Callable[[str], Path]
WHOLE = {"author_email": "me@example.org", "repository": "https://example.org/my-app"}


def _shipped(ids: Iterable[str], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - answers are of several types
    first, *others = ids
    return {**WHOLE, "strategy": first, "also_ship": others, **more}


def _every() -> dict[str, dict[str, Any]]:
    kinds = {str(kind): _shipped([case.strategy for case in allowed(kind)], **kind.answers) for kind in KINDS}
    first = next(iter(kinds.values()))
    extras = {"with all extras": {**first, "extras": list(CATALOGUE["extras"])}}
    return kinds | extras | {"proprietary": {**first, "license": "proprietary"}}


CHECKED = _every()
