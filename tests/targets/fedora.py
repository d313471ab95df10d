"""A Fedora, for which a Debian stands in: its rpm is told what the system has, as it does not know itself."""

from pathlib import Path

from printed.places import outward
from targets import debian
from targets.system import with_screen
from workshop import CATALOGUE

# What a Fedora has, for the rpm of a Debian.
SYSTEM = """\
Name: system
Version: 1
Release: 1
Summary: The system
License: MIT
BuildArch: noarch
Provides: /bin/sh /usr/bin/{python} systemd rtld(GNU_HASH)
{provides}%description
The system
%files
"""
# What says which libraries files are, as rpm asks for them; and folders that each Fedora with a desktop has.
PROVIDES = "/usr/lib/rpm/elfdeps --provides"
FOLDERS = ("usr/share/applications", "usr/share/icons/hicolor/512x512/apps", "usr/share/metainfo")
# There is no systemd that runs: what it is told is noted.
SYSTEMCTL = '#!/bin/sh\necho "$@" >> /mnt/told\n'


def package(folder: Path) -> Path:
    """Return the package that lies in a folder."""
    [found] = folder.rglob("*.rpm")
    return found


def builder(folder: Path, *shared: Path) -> debian.System:
    """Return a system that builds packages which are quick to pack."""
    macros = folder / "files/root/.rpmmacros"
    macros.parent.mkdir(parents=True)
    macros.write_text("%_binary_payload w1.gzdio\n")
    return debian.System(folder, *shared)


def packed(top: Path) -> Path:
    """Build a package of the sources in a folder, on a system of its own."""
    [spec] = top.glob("SOURCES/*.spec")
    run = ["rpmbuild", "-bb", f"--define=_topdir {top}", str(spec)]
    done = builder(top.with_suffix(".builder"), top).run(*run)
    assert done.returncode == 0, done.stdout
    return package(top)


def libraries(system: debian.System, shape: str) -> str:
    """Install what a shape needs of a system; return how a spec says what there is by then."""
    facts = CATALOGUE["shapes"][shape]
    if not facts["libraries"]:
        return ""
    wanted = " ".join(facts["libraries"])
    install = f"apt-get --yes --no-install-recommends install {wanted} >&2 && ls /usr/lib/*/*.so.* | {PROVIDES}"
    done = system.run("sh", "-c", f"({install}) 2>/mnt/said", network=True, **outward())
    assert done.returncode == 0, done.stdout
    names = [*facts["fedora_libraries"], "hicolor-icon-theme", *sorted(set(done.stdout.splitlines()))]
    for path in FOLDERS:
        (system.folder / "files" / path).mkdir(parents=True, exist_ok=True)
    return "".join(f"Provides: {name}\n" for name in names)


def user(folder: Path, *files: Path, shape: str = "cli") -> debian.System:
    """Return a system of a user, to which files are brought; its rpm knows what the system has."""
    (folder / "system/SOURCES").mkdir(parents=True)
    python = (debian.base() / "usr/bin/python3").readlink().name
    system = with_screen(folder / "user")
    system.bring()
    told = SYSTEM.format(python=python, provides=libraries(system, shape))
    (folder / "system/SOURCES/system.spec").write_text(told)
    system.bring(packed(folder / "system"), *files)
    (system.folder / "files/usr/share/licenses").mkdir(parents=True)
    control = system.folder / "files/usr/bin/systemctl"
    control.parent.mkdir(parents=True)
    control.write_text(SYSTEMCTL)
    control.chmod(0o755)
    return system
