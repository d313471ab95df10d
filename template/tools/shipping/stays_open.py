"""Start a program that opens a window, and stop it again: stays_open.py COMMAND [ARGUMENT ...]

What this ends with is how the program ended, or 0 where its window stayed open.
"""

import os
import signal
import subprocess
import sys

PATIENCE = 15  # seconds


def stop(program: "subprocess.Popen[bytes]") -> None:
    """End a program and all that it has started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(program.pid)], check=True)
    else:
        os.killpg(program.pid, signal.SIGTERM)
    program.wait()


def main(command: list[str]) -> int:
    """Return how the program ended."""
    env = dict(os.environ)
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & env.keys():
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    program = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        return program.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        stop(program)
    print(f"The window stayed open for {PATIENCE} seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
