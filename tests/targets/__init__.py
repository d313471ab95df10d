"""The places artifacts are run in, and what to do where a tool for one is missing."""

import os
import shutil

import pytest

# The Debian package that brings each tool.
PACKAGES = {
    "buildah": "buildah",
    "bwrap": "bubblewrap",
    "gcc": "gcc",
    "ip": "iproute2",
    "mmdebstrap": "mmdebstrap",
    "podman": "podman",
    "runc": "runc",
    "unshare": "util-linux",
}


def require(*tools: str) -> None:
    """Skip the test, naming the line that installs what is missing; fail instead where GRADIENT_STRICT is 1."""
    missing = sorted(PACKAGES[tool] for tool in tools if not shutil.which(tool))
    if not missing:
        return
    reason = f"needs: apt-get install --no-install-recommends {' '.join(missing)}"
    if os.environ.get("GRADIENT_STRICT") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
