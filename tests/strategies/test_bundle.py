"""bundle: installs where there is no Python, its services answer, it moves, an upgrade keeps the data, and nothing is left."""

import shutil
import subprocess
from pathlib import Path

import pytest

from targets import artifacts, debian, require
from targets.bundles import HOME, PORTS, SETTINGS, UNITS, answers, asked, built, done, repacked, target, told
from workshop import Workshop, nox


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("makeself", "mmdebstrap", "objdump", "strip", "unshare")


def test_bundle_installs(workshop: Workshop, tmp_path: Path) -> None:
    """Two services answer, also when moved; an upgrade keeps the data, and leaves nothing else; nor does the end."""
    project = built(workshop)
    newer = repacked(project, tmp_path, "bin/my-app-admin", "units/my-app-admin.service", "embedded/lib/libz*")
    user = target(tmp_path / "user", project / "dist/my-app.run", newer)
    before = user.left()
    assert user.run("python3", "--version").returncode == 127
    assert "my-app 0.1.0 is in /opt/my-app" in done(user.run("sh", "/mnt/my-app.run"))
    assert told(user) == ["daemon-reload", "enable --now my-app-admin.service my-app.service"]
    verified(user.folder / "files")
    assert answers(user, HOME, "my-app", "my-app-admin") == PORTS
    done(user.run("mv", f"/{HOME}", "/srv/moved"))
    done(user.run("/srv/moved/setup", "link"))
    assert told(user) == ["daemon-reload", "try-restart my-app-admin.service my-app.service"]
    assert answers(user, "srv/moved", "my-app", "my-app-admin") == PORTS
    assert "my-app 0.2.0 is in /srv/moved" in done(user.run("sh", "/mnt/other.run"))
    assert told(user) == ["disable --now my-app-admin.service", "daemon-reload", "try-restart my-app.service"]
    assert not [name for name in user.left() if "admin" in name or "libz" in name]
    assert answers(user, "srv/moved", "my-app") == {"8000": PORTS["8000"]}
    done(user.run("/srv/moved/setup", "uninstall"))
    assert told(user) == ["disable --now my-app.service", "daemon-reload"]
    assert user.left() == before
    assert "kept" in (user.folder / "files/var/lib/my-app/data").read_text()


def verified(files: Path) -> None:
    """Check that systemd understands all of the units."""
    require("systemd-analyze")
    units = sorted((files / UNITS).iterdir())
    assert [unit.name for unit in units] == ["my-app-admin.service", "my-app.service"]
    run = ["systemd-analyze", "verify", "--man=no", f"--root={files}", *(unit.name for unit in units)]
    said = subprocess.run(run, capture_output=True, text=True, check=False).stderr.splitlines()
    assert [line for line in said if "sysinit.target not found" not in line] == []


def test_bundle_purges(workshop: Workshop, tmp_path: Path) -> None:
    """Without systemd it says so and writes no unit; settings and data go when that is asked for."""
    user = target(tmp_path / "user", built(workshop) / "dist/my-app.run")
    done(user.run("rm", "-r", "/usr/bin/systemctl", "/run/systemd"))
    there = [name for name in user.left() if "my-app" not in name]
    said = done(user.run("sh", "/mnt/my-app.run", "--", "--prefix", "/srv/elsewhere/my-app"))
    assert "there is no systemd here" in said
    assert not (user.folder / "files" / UNITS).exists()
    assert "0.1.0" in done(user.run("/usr/local/bin/my-app", "--version"))
    done(user.run("/srv/elsewhere/my-app/setup", "uninstall", "--purge"))
    assert [name for name in user.left() if name != "srv/elsewhere"] == there


def test_bundle_refuses(workshop: Workshop, tmp_path: Path) -> None:
    """What is tampered with, cannot start, meets another's program, or is not run by root changes nothing."""
    project = built(workshop)
    lacking = repacked(project, tmp_path, "embedded/lib/libpython*")
    tampered = tmp_path / "tampered.run"
    content = bytearray((project / "dist/my-app.run").read_bytes())
    content[-4096] ^= 1
    tampered.write_bytes(content)
    user = target(tmp_path / "user", project / "dist/my-app.run", lacking, tampered)
    before = user.left()
    # makeself leaves the folder behind that it wanted to unpack into.
    elsewhere = user.run("sh", "/mnt/tampered.run", TMPDIR="/mnt")
    artifacts.assert_fails(elsewhere, "Error in SHA256 checksums")
    reason = "its Python does not start on this machine: nothing was changed"
    artifacts.assert_fails(user.run("sh", "/mnt/other.run"), "libpython", reason)
    nobody = ["setpriv", "--reuid=65534", "--clear-groups", "sh", "/mnt/my-app.run"]
    artifacts.assert_fails(user.run(*nobody), "only root can do that")
    relative = ["sh", "/mnt/my-app.run", "--", "--prefix", "here"]
    artifacts.assert_fails(user.run(*relative), "here: give the whole path, from / on")
    assert user.left() == before
    theirs = user.folder / "files/usr/local/bin/my-app-admin"
    theirs.parent.mkdir(parents=True)
    theirs.touch()
    artifacts.assert_fails(user.run("sh", "/mnt/my-app.run"), "my-app-admin is another program's: nothing was changed")
    assert user.left() == sorted([*before, "usr/local/bin/my-app-admin"])


def test_bundle_needs_its_libraries(workshop: Workshop, tmp_path: Path) -> None:
    """An upgrade that cannot start leaves what runs; without a library inside, a service does not answer."""
    project = built(workshop)
    lacking = repacked(project, tmp_path, "embedded/lib/libpython*")
    user = target(tmp_path / "user", project / "dist/my-app.run", lacking)
    done(user.run("sh", "/mnt/my-app.run"))
    artifacts.assert_fails(user.run("sh", "/mnt/other.run"), "nothing was changed")
    assert answers(user, HOME, "my-app") == {"8000": PORTS["8000"]}
    done(user.run("sh", "-c", f"rm /{HOME}/embedded/lib/libssl*"))
    artifacts.assert_fails(asked(user, HOME, "my-app"), "libssl.so", "it ended with 1")


def test_bundle_of_compiled_code(workshop: Workshop, target: Path, tmp_path: Path) -> None:
    """A command with compiled code works where there is no Python; without that code it does not."""
    project = artifacts.made(workshop, target, "bundle", "cli", "compiled")
    user = debian.Bare(tmp_path / "user")
    user.bring(project / "dist/my-app.run", project / "tests/smoke.py")
    done(user.run("sh", "/mnt/my-app.run"))
    python = f"/{HOME}/embedded/bin/python3"
    artifacts.assert_works(user.run(python, "-I", "/mnt/smoke.py", "/usr/local/bin/my-app"), "cli")
    [module] = (user.folder / "files" / HOME).rglob("_core*.so")
    module.unlink()
    result = user.run(python, "-I", "/mnt/smoke.py", "/usr/local/bin/my-app")
    artifacts.assert_fails(result, "ModuleNotFoundError: No module named 'my_app._core'")


def test_bundle_keeps_its_promises(workshop: Workshop, tmp_path: Path) -> None:
    """It is not built where an older C library was promised, or where a service starts what nothing brings."""
    project = shutil.copytree(built(workshop), tmp_path / "my-app")
    settings = project / SETTINGS
    text = settings.read_text()
    settings.write_text(text.replace('glibc = ""', 'glibc = "2.4"'))
    said = nox(project, "-t", "build", fails=True)
    assert "and 2.4 is promised in bundle/settings.toml: build on an older distribution" in said
    settings.write_text(text.replace('start = "my-app-admin"', 'start = "celery worker"'))
    said += nox(project, "-t", "build", fails=True)
    assert "starts celery, which nothing that goes in has as a command" in said
    assert "Traceback" not in said
    assert not list((project / "dist").iterdir())
