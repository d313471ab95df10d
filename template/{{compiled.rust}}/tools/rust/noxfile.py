"""The checks of the Rust code: nox -s lint_rust."""

import nox

CRATE = "--manifest-path=rust/Cargo.toml"


@nox.session(venv_backend="none")
def lint_rust(session: nox.Session) -> None:
    """Check formatting, and what clippy knows of good style."""
    session.run("cargo", "fmt", CRATE, "--check")
    session.run("cargo", "clippy", CRATE, "--", "--deny=warnings")
