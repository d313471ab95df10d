"""What is done once gives what is done each time."""

from pathlib import Path

import copier
from jinja2 import Environment

from project.trees import differences, read
from quick import compile_once, run_copy
from workshop import Workshop


def test_a_project_is_the_same(workshop: Workshop, tmp_path: Path) -> None:
    """Rendered as people do, and twice as the tests do; with another answer it is another one."""
    ways = {"theirs": copier.run_copy, "first": run_copy, "second": run_copy, "other": run_copy}
    for name, render in ways.items():
        data = {"project_name": "my-app", "strategy": "shiv" if name == "other" else "docker"}
        render(str(workshop.template), tmp_path / name, data=data, defaults=True, quiet=True)
    theirs, *quick, other = (read(tmp_path / name) for name in ways)
    assert [differences(tree, theirs) for tree in quick] == [[], []]
    assert differences(other, theirs)


def test_what_differs_is_compiled_anew() -> None:
    """Another text, and the same under other settings, or by another name."""
    plain, trimmed = Environment(), Environment(trim_blocks=True)
    once = compile_once(plain, "{% if a %}\nb{% endif %}")
    assert compile_once(Environment(), "{% if a %}\nb{% endif %}") is once
    assert compile_once(plain, "{% if a %}\nc{% endif %}") is not once
    assert compile_once(plain, "{% if a %}\nb{% endif %}", "name") is not once
    assert compile_once(trimmed, "{% if a %}\nb{% endif %}").co_consts != once.co_consts
