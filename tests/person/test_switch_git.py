"""Whatever the user's git is set to do: a switch comes to the same, or says why it cannot."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from packaging_gradient.git import PINNED
from person.command import gradient
from project.trees import Tree, read
from workshop import commit, git

SWITCH = ("switch", "docker", "--data", "urls=x")

# Each value is the worst one that git takes. {hostile} is a folder with files that these settings may name.
HOSTILE = [
    ("apply.whitespace", "error"),
    ("apply.ignoreWhitespace", "change"),
    ("color.ui", "always"),
    ("column.ui", "always"),
    ("clone.defaultRemoteName", "upstream"),
    ("commit.gpgSign", "true"),
    ("core.attributesFile", "{hostile}/attributes"),
    ("core.autocrlf", "true"),
    ("core.autocrlf", "input"),
    ("core.bigFileThreshold", "1"),
    ("core.eol", "crlf"),
    ("core.excludesFile", "{hostile}/everything"),
    ("core.fileMode", "false"),
    ("core.fsmonitor", "{hostile}/hooks/nothing-changed"),
    ("core.hooksPath", "{hostile}/hooks"),
    ("core.ignoreStat", "true"),
    ("core.quotePath", "false"),
    ("core.safecrlf", "true"),
    ("core.whitespace", "tab-in-indent,blank-at-eof"),
    ("diff.algorithm", "patience"),
    ("diff.autoRefreshIndex", "false"),
    ("diff.context", "0"),
    ("diff.external", "false"),
    ("diff.mnemonicPrefix", "true"),
    ("diff.noprefix", "true"),
    ("init.templateDir", "{hostile}"),
    ("log.showSignature", "true"),
    ("merge.conflictStyle", "diff3"),
    ("status.relativePaths", "true"),
    ("status.showUntrackedFiles", "no"),
    ("submodule.recurse", "true"),
]


@pytest.fixture
def edited(app: Path) -> Path:
    """A project with edits of the user's, blanks at line ends among them, also in a file that a switch changes."""
    (app / "README.md").write_text("# p\n\nCommon to all. \n\tMine.\t\n\n\n")
    project = app / "pyproject.toml"
    project.write_text(project.read_text().replace("c = 3\n", "c = 4  \n"))
    commit(app)
    return app


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files for settings that name some: attributes, patterns, hooks that fail."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "attributes").write_text("* -diff merge=ours whitespace=tab-in-indent\n")
    (folder / "everything").write_text("*\n")
    (folder / "hooks").mkdir()
    for name in ("post-checkout", "post-index-change", "pre-commit", "nothing-changed"):
        (folder / "hooks" / name).write_text("#!/bin/sh\nexit 1\n" if name != "nothing-changed" else "#!/bin/sh\n")
        (folder / "hooks" / name).chmod(0o755)
    return folder


@pytest.fixture
def globally(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Change a setting for all repositories of the user."""

    def change(key: str, value: str) -> None:
        file = tmp_path / "gitconfig"
        git(tmp_path, "config", "--file", str(file), key, value)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))

    return change


def with_lf(tree: Tree) -> Tree:
    """Return a tree as it is without the line ends of Windows."""
    return {name: (mode, content.replace(b"\r\n", b"\n")) for name, (mode, content) in tree.items()}


@pytest.mark.parametrize("place", ["globally", "in the project"])
@pytest.mark.parametrize(("key", "value"), HOSTILE)
def test_settings(
    place: str,
    key: str,
    value: str,
    edited: Path,
    hostile: Path,
    tmp_path: Path,
    globally: Callable[[str, str], None],
) -> None:
    """No setting of the user's git changes what is applied, or what is said of it."""
    shutil.copytree(edited, tmp_path / "expected")
    said = gradient(*SWITCH, folder=tmp_path / "expected")
    expected = read(tmp_path / "expected")
    value = value.format(hostile=hostile)
    if place == "globally":
        globally(key, value)
    else:
        git(edited, "config", key, value)
    hidden = "\n".join(line for line in gradient(*SWITCH, folder=edited).splitlines() if "git ignores" not in line)
    assert hidden == said.rstrip()
    actual = read(edited)
    if key in {"core.autocrlf", "core.eol"}:
        actual = with_lf(actual)
    assert actual == expected
    assert b"c = 4  \n" in actual["pyproject.toml"][1]
    assert b'Home = "x"' in actual["pyproject.toml"][1]


def test_settings_not_pinned(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is pinned matters: without it, a setting does change what comes out."""
    git(app, "config", "status.showUntrackedFiles", "no")
    (app / "notes.txt").write_text("")
    assert "not committed" in gradient("switch", "docker", app, fails=2)
    monkeypatch.delitem(PINNED, "status.showUntrackedFiles")
    gradient("switch", "docker", app)


def test_settings_of_the_fetch_stay(
    app: Path, tmp_path: Path, trusted: Path, globally: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a fetch needs of the user's settings stays in force: here, where an address leads."""
    answers = app / ".copier-answers.yml"
    source = next(line for line in answers.read_text().splitlines() if "_src_path" in line).partition(": ")[2]
    answers.write_text(answers.read_text().replace(source, "git+file:///nowhere/template"))
    commit(app)
    trusted.write_text("trust: [git+file:///nowhere/]\n")
    assert "/nowhere/template" in gradient("switch", "docker", app, fails=2)
    globally(f"url.file://{source}.insteadOf", "file:///nowhere/template")
    monkeypatch.setenv("COPIER_CACHE_DIR", str(tmp_path / "cache"))
    gradient("switch", "docker", app)
    assert (app / "Dockerfile").exists()


def test_variables(edited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a variable, as git sets for its hooks or a person for other work."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'merge.conflictStyle'='diff3'")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "apply.whitespace")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "error")
    gradient(*SWITCH, folder=edited)
    assert "Mine." in (edited / "README.md").read_text()
    assert (edited / "Dockerfile").exists()
