"""Images: what the proofs of a container image do with one that podman has."""

import json
import subprocess
from pathlib import Path


def run(*command: str | Path, cwd: Path | None = None, text: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command; return it completed, all its output in stdout."""
    out, err = subprocess.PIPE, subprocess.STDOUT
    return subprocess.run(command, cwd=cwd, input=text, stdout=out, stderr=err, text=True, check=False, timeout=120)


def load(project: Path) -> str:
    """Give podman the image that a build has left in dist/; return the image's id."""
    loaded = run("podman", "load", "--quiet", f"--input={project / 'dist/my-app.oci.tar'}")
    assert loaded.returncode == 0, loaded.stdout
    return run("podman", "image", "inspect", "--format={{.Id}}", "localhost/my-app:latest").stdout.strip()


def labels(image: str) -> dict[str, str]:
    """Return what the image says of itself, under the names of the OCI specification."""
    found = json.loads(run("podman", "image", "inspect", image).stdout)[0]["Labels"]
    own = "org.opencontainers.image."
    return {name.removeprefix(own): text for name, text in found.items() if name.startswith(own)}


def without(image: str, path: str) -> str:
    """Return an image that lacks some of the files of another."""
    recipe = f"FROM {image}\nUSER 0\nRUN rm -r /opt/app/lib/python*/site-packages/{path}\nUSER 10001:10001\n"
    built = run("podman", "build", "--quiet", "--file=-", text=recipe)
    assert built.returncode == 0, built.stdout
    return built.stdout.split()[-1]
