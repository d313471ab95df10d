"""bundle: installs where there is no Python, its services answer, it moves, an upgrade keeps the data, and nothing is left."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from targets import artifacts, debian, require
from targets.sandbox import PORT
from workshop import ROOT, Workshop, commit, locked, nox

SETTINGS = "tools/shipping/bundle/settings.toml"
UNITS = "etc/systemd/system"
HOME = "opt/my-app"
SERVED = ROOT / "tests/targets/served.py"
# systemd cannot be the first process here: what it is told is noted in its place.
SYSTEMCTL = '#!/bin/sh\necho "$@" >>/var/log/systemctl\n'
PORTS = {"8000": '{"status":"ok"}', "8001": '{"status":"ok"}'}
ADMIN = f"""
[services.my-app-admin]
start = "my-app-admin"
environment = {{ {PORT} = "8001" }}
"""


@pytest.fixture(autouse=True)
def tools() -> None:
    """What these tests need."""
    require("makeself", "mmdebstrap", "objdump", "strip", "unshare")


def built(workshop: Workshop) -> Path:
    """Return a project with a second service, built once for all tests. Read it, do not change it."""
    project = workshop.store / "bundle-two-services"
    with locked(workshop.store / f"{project.name}.lock"):
        if not project.exists():
            unfinished = workshop.copy(project.with_suffix(".new"), strategy="bundle", shape="service")
            add(unfinished / "pyproject.toml", "[project.scripts]\n", 'my-app-admin = "my_app.server:main"\n')
            with (unfinished / SETTINGS).open("a") as settings:
                settings.write(ADMIN)
            commit(unfinished)
            nox(unfinished, "-t", "build")
            unfinished.rename(project)
    return project


def add(file: Path, after: str, line: str) -> None:
    """Add a line to a file."""
    text = file.read_text()
    assert text.count(after) == 1
    file.write_text(text.replace(after, after + line))


def target(folder: Path, *files: Path) -> debian.Bare:
    """Return a Debian without Python that has an installer, settings, data of a service, and another systemctl."""
    system = debian.Bare(folder)
    there = {
        "usr/bin/systemctl": SYSTEMCTL,
        "etc/my-app/my-app.env": f"{PORT}=8000\n",
        "var/lib/my-app/data": "kept",
    }
    for name, text in there.items():
        file = system.folder / "files" / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
        file.chmod(0o755)
    (system.folder / "files/run/systemd/system").mkdir(parents=True)
    system.bring(*files, SERVED)
    return system


def repacked(project: Path, folder: Path, *without: str) -> Path:
    """Return the installer of another version: its tree lacks some files."""
    tree = artifacts.unpacked(project / "dist/my-app.run", folder / "tree")
    for path in [path for pattern in without for path in tree.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    setup = tree / "setup"
    setup.write_text(setup.read_text().replace("0.1.0", "0.2.0"))
    pack = [
        "makeself",
        "--quiet",
        "--nox11",
        "--sha256",
        str(tree),
        str(folder / "other.run"),
        "other",
        "sh",
        "./setup",
    ]
    subprocess.run([*pack, "install"], check=True, stdout=subprocess.DEVNULL)
    return folder / "other.run"


def done(result: "subprocess.CompletedProcess[str]") -> str:
    """Return what a command printed, which has to have worked."""
    assert result.returncode == 0, result.stdout
    return result.stdout


def asked(system: debian.Bare, home: str, *units: str) -> "subprocess.CompletedProcess[str]":
    """Have what units say started, and ask what answers, with the bundle's own Python, for there is no other."""
    files = [f"/{UNITS}/{unit}.service" for unit in units]
    return system.run(f"/{home}/embedded/bin/python3", "-I", "/mnt/served.py", PORT, *files)


def answers(system: debian.Bare, home: str, *units: str) -> dict[str, str]:
    """Return what services answer, by their ports."""
    return dict(json.loads(done(asked(system, home, *units)).splitlines()[-1]))


def told(system: debian.Bare) -> list[str]:
    """Return what systemd was told since the last time."""
    log = system.folder / "files/var/log/systemctl"
    lines = log.read_text().splitlines()
    log.unlink()
    return lines


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
