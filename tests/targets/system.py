"""What packages of an operating system are held to: versions in order, and a unit that systemd understands."""

import re
import subprocess
from pathlib import Path

from targets import require
from workshop import CATALOGUE

# In the order that Python has them in.
VERSIONS = [
    "1.0.dev1",
    "1.0a1.dev2",
    "1.0a1",
    "1.0b2",
    "1.0rc1",
    "1.0",
    "1.0+local.1",
    "1.0.post1.dev1",
    "1.0.post1",
    "1.1",
]


def started(files: Path, shape: str) -> str:
    """Return the command; for a service, what its unit has systemd start, if systemd understands all of it."""
    units = list(files.glob("usr/lib/systemd/system/*"))
    if not CATALOGUE["shapes"][shape]["unit"]:
        assert units == []
        return "my-app"
    require("systemd-analyze")
    run = ["systemd-analyze", "verify", "--man=no", f"--root={files}", units[0].name]
    said = subprocess.run(run, capture_output=True, text=True, check=False).stderr.splitlines()
    assert [line for line in said if "sysinit.target not found" not in line] == []
    text = units[0].read_text()
    # Else systemd would put something in its place.
    assert "%" not in text.replace("%%", "")
    [start] = re.findall("^ExecStart=(.*)$", text, re.MULTILINE)
    return str(start)
