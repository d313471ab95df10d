"""A small template with the traits that matter to a switch, so that tests of it do not hang on what ours holds today."""

from pathlib import Path

from copier import run_copy

from workshop import commit, git

QUESTIONS = """\
_subdirectory: template
_envops: {keep_trailing_newline: true}
strategy: {type: str, choices: [zipapp, docker], default: zipapp}
also_ship: {type: str, multiselect: true, choices: [zipapp, docker], default: []}
urls: {type: str, default: ""}
"""

PROJECT = """\
[project]
name = "p"
version = "1"
description = "{{ urls or 'A project' }}"

[tool.one]
a = 1
b = 2
c = 3
d = 4

{% if urls -%}
[project.urls]
Home = "{{ urls }}"
{%- endif %}
"""

FILES = {
    "{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers|to_nice_yaml }}",
    "README.md": "# p\n\nCommon to all.\n",
    "noxfile.py": "# Common to all.\n",
    "pyproject.toml.jinja": PROJECT,
    "settings.yml.jinja": "one: 1\n\ntwo: 2\n\nthree: 3\n\n{% if urls %}urls: [{{ urls }}]\n{% endif %}",
    "data.json.jinja": '{\n "a": 1,\n\n\n{% if urls %} "urls": "{{ urls }}",\n{% endif %}\n\n "c": 3\n}\n',
    "info.py.jinja": "a = 1\n\n\n{% if urls %}urls = '{{ urls }}'\n{% endif %}\n\nb = 2\n",
    "{% if 'zipapp' in strategy %}.{% endif %}/docs/shipping/zipapp.md": "# Zipapp\n\nBuild it.\n\nRun it.\n",
    "{% if 'docker' in strategy %}.{% endif %}/docs/shipping/docker.md": "# Docker\n",
    "{% if 'docker' in strategy %}.{% endif %}/Dockerfile": "FROM scratch\n",
    "{% if 'docker' in strategy %}.{% endif %}/tools/shipping/docker/p.spec": "spec\n",
    "{% if 'docker' in strategy %}.{% endif %}/tools/shipping/docker/run.sh": "#!/bin/sh\n",
}


def template(folder: Path) -> Path:
    """Make the template, with one commit and one tag."""
    folder.mkdir(parents=True)
    (folder / "copier.yml").write_text(QUESTIONS)
    for name, text in FILES.items():
        file = folder / "template" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755 if name.endswith(".sh") else 0o644)
    commit(folder)
    git(folder, "tag", "1.0.0")
    return folder


def project(source: Path, folder: Path, **answers: str) -> Path:
    """Make a project from it, committed."""
    run_copy(str(source), folder, data=answers, defaults=True, quiet=True)
    commit(folder)
    return folder
