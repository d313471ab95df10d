"""The Debian package."""

import platform
from pathlib import Path

import nox
from shipping import common, release, system
from shipping.deb import source
from shipping.deb.contents import command

WORK = common.ROOT / "build/deb"


@nox.session(python=system.PYTHON, default=False, requires=["dist"])
def source_deb(session: nox.Session) -> None:
    """Add debian/ to the sdist, completed from the metadata."""
    common.clear(WORK)
    source.complete(session, source.unpack(common.project(session), WORK))


@nox.session(python=system.PYTHON, default=False, tags=["build"], requires=["source_deb"])
def build_deb(session: nox.Session) -> None:
    """Build the package from its source, with Debian's own tools."""
    [tree] = (path for path in WORK.iterdir() if path.is_dir())
    common.discard("*.deb")
    build = [*system.OWN, "dpkg-buildpackage", "--build=binary", "--no-sign", "--post-clean"]
    with session.chdir(tree):
        session.run(*build, external=True)
    common.place(session, *WORK.glob("*.deb"))


def unpacked(session: nox.Session) -> Path:
    """Unpack the package."""
    root = common.scratch(session) / "root"
    common.clear(root)
    [package] = common.DIST.glob("*.deb")
    session.run(*system.OWN, "dpkg-deb", "--extract", str(package), str(root), external=True)
    return root


@nox.session(python=system.PYTHON, default=False, tags=["smoke"], requires=["build_deb"])
def smoke_deb(session: nox.Session) -> None:
    """Unpack the package, and use what is in it with the Python of the system."""
    root = unpacked(session)
    common.smoke(session, *command(root), str(system.program(session, root / "usr/bin")))


@nox.session(python=system.PYTHON, default=False, tags=["release"], requires=["build_deb"])
def release_deb(session: nox.Session) -> None:
    """Build the package again, and put it into dist/release with its checksum and SBOM."""
    release.shown(session)
    [file] = release.again(session, "build_deb")
    root = unpacked(session)
    debian = platform.freedesktop_os_release()["VERSION_CODENAME"]
    title = f"deb-{debian}-{release.this_platform()}"
    # GitHub puts a dot in place of a tilde in the name of a file.
    name = file.name.replace("_", f"_{debian}_", 1).replace("~", ".")
    files = release.put(session, title, {name: file})
    [inside] = root.glob("usr/lib/**/*-packages")
    release.sbom(session, title, inside, files)
