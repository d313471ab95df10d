"""The RPM package."""

import platform
import re
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

import nox
from shipping import common, release, system
from shipping.rpm import source

WORK = common.ROOT / "build/rpm"
# The same bytes for the same commit, whenever and wherever.
SAME = {
    "_buildhost": "localhost",
    "use_source_date_epoch_as_buildtime": "1",
    "clamp_mtime_to_source_date_epoch": "1",
}


@nox.session(python=system.PYTHON, default=False, tags=["build"], requires=["dist"])
def build_rpm(session: nox.Session) -> None:
    """Complete the spec from the metadata, and build the package with rpmbuild."""
    common.clear(WORK)
    common.discard("*.rpm")
    spec = source.complete(session, WORK)
    with TemporaryDirectory() as folder:
        # A way there without a space: rpmbuild takes none in a path.
        way = Path(folder) / "rpm"
        way.symlink_to(WORK)
        macros = {"_topdir": str(way), **SAME}
        options = [f"--define={name} {value}" for name, value in macros.items()]
        build = [*system.OWN, "rpmbuild", "-bb", *options, str(way / spec.relative_to(WORK))]
        session.run(*build, external=True)
    common.place(session, *WORK.glob("RPMS/*/*.rpm"))


def unpacked(session: nox.Session) -> Path:
    """Unpack the package."""
    root = common.scratch(session) / "root"
    common.clear(root)
    [package] = common.DIST.glob("*.rpm")
    archived = common.scratch(session) / "root.tgz"
    # Without a name for what it writes, the place depends on the version of rpm.
    unpack = 'rpm2archive - < "$0" > "$1"'
    session.run(*system.OWN, "sh", "-c", unpack, str(package), str(archived), external=True)
    with tarfile.open(archived) as archive:
        archive.extractall(root, filter="tar")
    return root


def own_python(root: Path) -> Path:
    """The Python of the environment, by a link that is right only once the package is installed."""
    [settings] = root.glob("usr/lib/*/pyvenv.cfg")
    python = settings.with_name("bin") / "python3"
    target = f"/usr/bin/{python.readlink().name}"
    python.unlink()
    python.symlink_to(target)
    return python


@nox.session(python=system.PYTHON, default=False, tags=["smoke"], requires=["build_rpm"])
def smoke_rpm(session: nox.Session) -> None:
    """Unpack the package, and use what is in it with the Python of the system."""
    root = unpacked(session)
    program = system.program(session, root / "usr/bin")
    common.smoke(session, str(own_python(root)), "-I", str(program))


@nox.session(python=system.PYTHON, default=False, tags=["release"], requires=["build_rpm"])
def release_rpm(session: nox.Session) -> None:
    """Build the package again, and put it into dist/release with its checksum and SBOM."""
    release.shown(session)
    [file] = release.again(session, "build_rpm")
    root = unpacked(session)
    known = platform.freedesktop_os_release()
    distribution = f"{known['ID']}{known['VERSION_ID'].split('.')[0]}"
    title = f"rpm-{distribution}-{release.this_platform()}"
    # GitHub puts a dot in place of such signs in the name of a file.
    name = re.sub(r"[~^]+", ".", f"{file.stem}.{distribution}{file.suffix}")
    files = release.put(session, title, {name: file})
    [inside] = root.glob("usr/lib/*/lib/*/site-packages")
    release.sbom(session, title, inside, files)
