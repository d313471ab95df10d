"""One .pex file that finds a Python it can run with, compiled code included."""

import re
import shutil
from pathlib import Path

import nox
from shipping import common, release

# Who installed a package and from where, as RECORD lists it. It differs between builds.
ORIGIN = re.compile(r"[^/]*\.dist-info/(INSTALLER|REQUESTED|direct_url\.json|uv_\w+\.json),")


def forget_origins(session: nox.Session) -> None:
    """Take out of what is installed all that differs between builds, down to the line ends."""
    for record in Path(session.bin).parent.glob("**/site-packages/*.dist-info/RECORD"):
        lines = record.read_text(encoding="utf-8").splitlines()
        kept = [f"{line}\n" for line in lines if not ORIGIN.match(line)]
        record.write_text("".join(kept), encoding="utf-8", newline="\n")


@nox.session(default=False, tags=["build"], requires=["dist"])
def build_pex(session: nox.Session) -> None:
    """Build the file from the wheel and what it needs."""
    project = common.project(session)
    session.install(*common.requirements("pex"), *common.locked(session), project.requirement)
    forget_origins(session)
    common.DIST.mkdir(exist_ok=True)
    target = common.DIST / f"{project.name}.pex"
    options = ["--venv", "--python-shebang=/usr/bin/env python3"]
    options += [f"--entry-point={common.main_command(session)}"]
    # What was just installed goes in, and no other resolver has a say in it.
    options += ["--venv-repository", f"--pex-root={common.scratch(session)}"]
    # Without its version, one that comes before a release would not do.
    wanted = f"{project.name}{project.extras}=={project.version}"
    session.run("pex", wanted, *options, f"--output-file={target}")


@nox.session(default=False, tags=["smoke"], requires=["build_pex"])
def smoke_pex(session: nox.Session) -> None:
    """Run the file with a Python that has nothing installed."""
    env = {"PEX_ROOT": str(common.scratch(session))}
    file = common.artifact(session, ".pex")
    common.smoke(session, "python", "-I", str(file), env=env)


@nox.session(default=False, tags=["release"], requires=["build_pex"])
def release_pex(session: nox.Session) -> None:
    """Build the file again, and put it into dist/release with its checksum and SBOM."""
    [file] = release.again(session, "build_pex")
    title = f"pex-{release.this_platform()}"
    files = release.put(session, title, {release.named(session, file): file})
    packages = release.unpacked(session, file) / ".deps"
    for metadata in packages.glob("*/*.dist-info"):
        shutil.move(metadata, packages)
    release.sbom(session, title, packages, files)
