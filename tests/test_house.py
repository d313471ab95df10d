"""Our own repository lives as it preaches: the field's checkers find nothing, and what is published was built and used."""

import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from packaging_gradient import safe_yaml
from workshop import ROOT, git, snapshot

BIN = Path(sys.executable).parent
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
FORMS = sorted(ROOT.glob(".github/ISSUE_TEMPLATE/*.yml"))
SCHEMA = "check-jsonschema --builtin-schema=vendor."
# No address is known yet at which the project is published, nor one at which its authors read mail.
UNKNOWN = "AuthorEmail,Url"
CHECKS = {
    "repo-review": "repo-review .",
    "pyroma": f"pyroma --quiet --min=10 --skip-tests={UNKNOWN} .",
    "validate-pyproject": "validate-pyproject pyproject.toml",
    "zizmor": "zizmor --offline --persona=auditor --quiet .github",
    "shellcheck": "shellcheck .ci/run .ci/release",
    "hooks": "pre-commit validate-config .pre-commit-config.yaml",
    "workflows": f"{SCHEMA}github-workflows {' '.join(str(file.relative_to(ROOT)) for file in WORKFLOWS)}",
    "renovate": f"{SCHEMA}renovate .github/renovate.json",
    "forms": f"{SCHEMA}github-issue-forms {' '.join(str(file.relative_to(ROOT)) for file in FORMS)}",
}
# What each of them would find, in a copy: a file, what stands in it, what comes instead, and what is then said of it.
PLANTED = {
    "repo-review": ("pyproject.toml", "warn_unreachable = true\n", "", "MY103"),
    "pyroma": ("pyproject.toml", 'keywords = ["', 'nokeywords = ["', ""),
    "validate-pyproject": ("pyproject.toml", 'requires-python = ">=', 'requires-python = "~', "requires-python"),
    "zizmor": (".github/workflows/tests.yml", "persist-credentials: false", "", "credential persistence"),
    "shellcheck": (".ci/run", '"$@"; else', "$@; else", "SC2068"),
    "hooks": (".pre-commit-config.yaml", "language: unsupported", "language: none", "Expected one of"),
    "workflows": (".github/workflows/tests.yml", "runs-on:", "runs_on:", "runs_on"),
    "renovate": (".github/renovate.json", '"extends": [', '"extends": [1, ', "extends"),
    "forms": (".github/ISSUE_TEMPLATE/bug.yml", "type: textarea", "type: area", "area"),
}


def run(*command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the tests' environment; all it prints is in stdout."""
    whole = {**os.environ, "NO_COLOR": "1", **environment}
    return subprocess.run(
        [str(BIN / command[0]) if (BIN / command[0]).exists() else command[0], *command[1:]],
        cwd=folder,
        env=whole,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with what is not committed yet, for checks that leave something behind or that something is planted in."""
    return snapshot(tmp_path_factory.mktemp("house") / "clone")


@pytest.mark.parametrize("check", CHECKS)
def test_checked(clone: Path, check: str) -> None:
    """A checker finds nothing here, and finds what is planted."""
    found = run(*CHECKS[check].split(), folder=clone)
    assert found.returncode == 0, found.stdout
    name, old, new, said = PLANTED[check]
    before = (clone / name).read_text("utf-8")
    assert old in before
    (clone / name).write_text(before.replace(old, new), "utf-8")
    try:
        found = run(*CHECKS[check].split(), folder=clone)
    finally:
        (clone / name).write_text(before, "utf-8")
    assert found.returncode != 0
    assert said in found.stdout


def test_rights() -> None:
    """Each job has its time, and the one that publishes alone may sign: on a tag, after all others, with no stored token."""
    signing = []
    for file in WORKFLOWS:
        workflow = safe_yaml.values(safe_yaml.file(file))
        assert workflow["permissions"] == {}
        assert "secrets." not in file.read_text("utf-8")
        for name, job in workflow["jobs"].items():
            assert job["timeout-minutes"] <= 60
            if "write" in job.get("permissions", {}).values():
                signing.append(name)
                assert job["if"] == "github.ref_type == 'tag'"
                assert set(job["needs"]) == workflow["jobs"].keys() - {name}
    assert signing == ["publish"]


def test_release(clone: Path) -> None:
    """The script of the release leaves what is published, and stops at a tag that is not the version."""
    made = run("bash", ".ci/release", folder=clone, PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    assert made.returncode == 0, made.stdout
    dist = clone / "dist"
    version = re.findall(r"^version = \"(.*)\"", (clone / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[0]
    assert f"gradient {version}" in made.stdout
    [sdist], [wheel] = dist.glob("*.tar.gz"), dist.glob("*.whl")
    assert {path.name for path in dist.iterdir()} == {sdist.name, wheel.name, "sbom.cdx.json", "SHA256SUMS"}
    assert run("sha256sum", "--check", "SHA256SUMS", folder=dist).returncode == 0
    named = {component["name"] for component in json.loads((dist / "sbom.cdx.json").read_text("utf-8"))["components"]}
    assert {"copier", "typer", "rich"} <= named
    assert not named & {"pytest", "ruff", "packaging-gradient"}
    with tarfile.open(sdist) as archive:
        tops = {Path(name).parts[1] for name in archive.getnames()}
    meant = {"CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "copier.yml", "extensions", "pyproject.toml"}
    assert tops - {".gitignore"} == meant


@pytest.mark.parametrize(
    ("planted", "said"),
    [("tag", "The tag is 9.9.9, and pyproject.toml says"), ("time", "differ")],
)
def test_release_that_must_not_be(clone: Path, planted: str, said: str) -> None:
    """A tag that is not the version, and a build that is another each time, publish nothing."""
    environment = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    if planted == "tag":
        environment |= {"GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": "9.9.9"}
    script = (clone / ".ci/release").read_text("utf-8")
    changed = clone / ".ci/changed"
    moving = (
        'date +%N >>extensions/packaging_gradient/py.typed; uv build --quiet --no-create-gitignore --out-dir="$scratch'
    )
    again = 'uv build --quiet --no-create-gitignore --out-dir="$scratch'
    changed.write_text(script.replace(again, moving) if planted == "time" else script, "utf-8")
    made = run("bash", ".ci/changed", folder=clone, **environment)
    git(clone, "checkout", "--quiet", "--", ".")
    changed.unlink()
    assert made.returncode == 1
    assert said in made.stdout
    assert not (clone / "dist/SHA256SUMS").exists() or planted == "tag"
