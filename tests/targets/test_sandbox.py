"""The sandbox shuts programs in: what is on this machine, or can be reached from it, is not to be had there."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from targets import require, sandbox
from targets.roots import root

PROBE = r"""
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *reach(int type, const char *address, int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, address, &to.sin_addr);
    return connect(socket(AF_INET, type, 0), (struct sockaddr *)&to, sizeof to) ? strerror(errno) : "reached";
}

int main(int count, char **arguments) {
    printf("python3: %s\n", access("/usr/bin/python3", X_OK) ? "absent" : "present");
    printf("sh: %s\n", access("/bin/sh", X_OK) ? "absent" : "present");
    printf("here: %s\n", reach(SOCK_STREAM, "127.0.0.1", atoi(arguments[1])));
    printf("elsewhere: %s\n", reach(SOCK_DGRAM, arguments[2], 9));
    printf("secret: %s\n", getenv("SECRET") ? "known" : "unknown");
    printf("user: %d\n", (int)getuid());
    return 0;
}
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder with the probe in it."""
    require("bwrap", "gcc")
    run = ["gcc", "-x", "c", "-", "-o", str(tmp_path / "probe")]
    subprocess.run(run, input=PROBE, text=True, check=True)
    return tmp_path


def findings(output: str) -> dict[str, str]:
    """Return what the probe found."""
    return dict(line.split(": ") for line in output.splitlines())


@pytest.mark.parametrize(("name", "python"), [("libc-alone", "absent"), ("libc", "absent"), ("python3", "present")])
def test_sandbox_shuts_in(app: Path, monkeypatch: pytest.MonkeyPatch, name: str, python: str) -> None:
    """What the probe finds on this machine, it does not find in the sandbox; so it could have found it there."""
    monkeypatch.setenv("SECRET", "1")
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = [str(server.getsockname()[1]), sandbox.ELSEWHERE]
        here = findings(sandbox.completed([str(app / "probe"), *arguments]).stdout)
        there = findings(sandbox.run(root(name), app, "/app/probe", *arguments).stdout)
    assert (here["sh"], here["here"], here["elsewhere"], here["secret"]) == ("present", "reached", "reached", "known")
    assert there == {
        "python3": python,
        "sh": "absent",
        "here": "Connection refused",
        "elsewhere": "Network is unreachable",
        "secret": "unknown",
        "user": "1000",
    }


def test_sandbox_as_a_command_refuses_this_machines_network(app: Path) -> None:
    """The form that shares its network with a smoke test starts only where that network leads nowhere."""
    arguments = [str(root("libc")), str(app), "--", "/app/probe", "1", sandbox.ELSEWHERE]
    command = [sys.executable, sandbox.__file__, *arguments]
    refused = sandbox.completed(command)
    assert (refused.returncode, "a network of its own" in refused.stdout) == (2, True)
    assert findings(sandbox.completed([*sandbox.ALONE, *command]).stdout)["elsewhere"] == "Network is unreachable"
