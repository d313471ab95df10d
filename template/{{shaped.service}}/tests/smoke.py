"""Run the built service as its user would: python tests/smoke.py COMMAND [ARGUMENT ...]"""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import urlopen

# Windows can only ask a group of processes to stop, and what the exit code says then is its own affair.
WINDOWS = os.name == "nt"
STOP = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM)
GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


def free_port() -> str:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> str:
    """Ask again and again until the service is there, and return its answer."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5) as response:
                return str(response.read(), "utf-8")
        except HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise SystemExit(f"no good answer from {url}")


def main(command: list[str]) -> None:
    """Fail unless the service reports its health and stops when asked to."""
    port = os.environ.setdefault("PORT", free_port())
    with subprocess.Popen(command, creationflags=GROUP) as process:
        print(wait_for(f"http://127.0.0.1:{port}/health", process))
        process.send_signal(STOP)
        code = process.wait(timeout=30)
    if not WINDOWS and code not in (0, -signal.SIGTERM, 128 + signal.SIGTERM):
        raise SystemExit(f"the service stopped with exit code {code}")


if __name__ == "__main__":
    main(sys.argv[1:])
