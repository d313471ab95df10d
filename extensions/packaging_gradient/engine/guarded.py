"""Copier's copying, with one thing refused: a file where git would look for its settings, which can name programs to run."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from copier._main import Worker
from copier._settings import SettingsModel

from packaging_gradient.placing.names import of_git
from packaging_gradient.refusal import Refused


class Guarded(Worker):
    """Copier at work. It runs git in the new project while it still writes there, so a look at the result is too late."""

    @cached_property
    def match_exclude(self) -> Callable[[Path], bool]:
        """Tell whether a file is left out; Copier asks before it writes one. Raises Refused for one of git's own."""
        # A template that is a repository as a whole has a .git of its own, which Copier leaves out.
        left_out: Callable[[Path], bool] = super().match_exclude

        def asked(path: Path) -> bool:
            if left_out(path):
                return True
            check(path)
            return False

        return asked


def check(path: Path) -> None:
    """Refuse a file in a folder of git's own, whatever file system it comes to lie on."""
    if of_git(str(path)):
        raise Refused(f"The template would write {path}, and git takes its settings from there; nothing was written.")


def run_copy(address: str, folder: Path, **options: Any) -> Worker:  # noqa: ANN401 - handed through to Copier
    """Do what `copier.run_copy` does. Raises Refused where the template would write what is git's own."""
    with Guarded(src_path=address, dst_path=folder, settings=SettingsModel.from_file(), **options) as worker:
        worker.run_copy()
    for path in folder.rglob("*"):
        check(path.relative_to(folder))
    return worker
