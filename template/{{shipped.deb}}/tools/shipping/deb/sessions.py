"""The Debian package."""

import nox
from shipping import common, system
from shipping.deb import source
from shipping.deb.contents import command

WORK = common.ROOT / "build/deb"


@nox.session(python=system.PYTHON, default=False, tags=["build"], requires=["dist"])
def build_deb(session: nox.Session) -> None:
    """Add debian/ to the sdist, completed from the metadata, and build the package."""
    common.clear(WORK)
    tree = source.unpack(common.project(session), WORK)
    source.complete(session, tree)
    common.discard("*.deb")
    build = [*system.OWN, "dpkg-buildpackage", "--build=binary", "--no-sign", "--post-clean"]
    with session.chdir(tree):
        session.run(*build, external=True)
    common.place(session, *WORK.glob("*.deb"))


@nox.session(python=system.PYTHON, default=False, tags=["smoke"], requires=["build_deb"])
def smoke_deb(session: nox.Session) -> None:
    """Unpack the package, and use what is in it with the Python of the system."""
    root = common.scratch(session) / "root"
    common.clear(root)
    [package] = common.DIST.glob("*.deb")
    session.run(*system.OWN, "dpkg-deb", "--extract", str(package), str(root), external=True)
    program = root / "usr/bin" / common.project(session).command.name
    common.smoke(session, *command(root), str(program))
