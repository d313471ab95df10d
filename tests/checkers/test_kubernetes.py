"""docker's manifests for a cluster: their schemas, what a cluster must not let in, and the image run as they say."""

import copy
import json
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml

from targets import containers
from targets.images import load, run
from workshop import Workshop

pytestmark = pytest.mark.xdist_group("podman")

Manifest = dict[str, Any]
# The oldest Kubernetes that lets a container sleep before it stops, and the newest that the schemas know.
VERSIONS = ["1.30", "1.37"]
CLOSED = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True}
PROJECTS = [("my-app", False), (f"a{'-b' * 31}", False), ("2To3_x", True), ("null", True)]
USER = "10001"
LABEL = "app.kubernetes.io/name"
# Asks a service that was just started whether it is there, and says how its process is held.
ASK = Path(containers.__file__).with_name("asked.py")


def manifests(project: Path) -> dict[str, Manifest]:
    """Return what a project gives to a cluster, by kind."""
    found = [yaml.safe_load(path.read_text("utf-8")) for path in (project / "kubernetes").glob("*.yaml")]
    return {one["kind"]: one for one in found}


def validate(manifest: Manifest) -> None:
    """Hold a manifest against the schemas of Kubernetes; what they do not know is wrong, too."""
    for version in VERSIONS:
        kubernetes_validate.validate(manifest, version, strict=True)


def flaws(deployment: Manifest) -> list[str]:
    """Name what the restricted profile of the Pod Security Standards, and a careful operator, would not let in."""
    pod = deployment["spec"]["template"]["spec"]
    own = pod["securityContext"]
    found = {
        "root": not own.get("runAsNonRoot"),
        "seccomp": own.get("seccompProfile") != {"type": "RuntimeDefault"},
        "token": pod.get("automountServiceAccountToken") is not False,
        "variables": pod.get("enableServiceLinks") is not False,
        "host": any(pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")),
        "container": any(one.get("securityContext") != CLOSED for one in pod["containers"]),
    }
    return [name for name, wrong in found.items() if wrong]


@pytest.fixture(scope="module")
def service(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service that ships as an image, not built."""
    return workshop.copy(tmp_path_factory.mktemp("kubernetes") / "my-app", shape="service", strategy="docker")


@pytest.fixture
def deployment(service: Path) -> Manifest:
    """Its deployment, to be changed."""
    return manifests(service)["Deployment"]


@pytest.mark.parametrize(("name", "existing"), PROJECTS)
def test_manifests_agree(workshop: Workshop, target: Path, name: str, existing: bool) -> None:
    """Whatever the project is called, and whether it is new: all are valid, named alike and find each other."""
    answers = {"project_name": name, "shape": "service", "strategy": "docker", "existing": existing}
    project = workshop.copy(target, **answers)
    found = manifests(project)
    kustomization = found.pop("Kustomization")
    listed = {project / "kubernetes" / file for file in [*kustomization["resources"], "kustomization.yaml"]}
    assert listed == set((project / "kubernetes").iterdir())
    for manifest in found.values():
        validate(manifest)
    [label] = {one["metadata"]["name"] for one in found.values()}
    pods, [image] = found["Deployment"]["spec"], kustomization["images"]
    [container] = pods["template"]["spec"]["containers"]
    assert {LABEL: label} == pods["template"]["metadata"]["labels"] == pods["selector"]["matchLabels"]
    assert {LABEL: label} == found["Service"]["spec"]["selector"]
    assert {LABEL: label} == found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"]
    assert container["ports"][0]["name"] == found["Service"]["spec"]["ports"][0]["targetPort"]
    assert container["image"] == image["name"]
    compose = yaml.safe_load((project / "compose.yaml").read_text("utf-8"))["services"]["app"]
    assert compose["image"] == f"{image['newName']}:{image['newTag']}"
    assert flaws(found["Deployment"]) == []


def test_manifests_agree_with_the_image(service: Path, deployment: Manifest) -> None:
    """User and port are those of the Dockerfile and of the Compose file, and a stop takes no longer than is given."""
    pod = deployment["spec"]["template"]["spec"]
    own, [container] = pod["securityContext"], pod["containers"]
    [port] = [port["containerPort"] for port in container["ports"]]
    recipe = (service / "Dockerfile").read_text("utf-8")
    assert f"\nUSER {own['runAsUser']}:{own['runAsGroup']}\n" in recipe
    assert f"MY_APP_PORT={port}\nEXPOSE {port}\n" in recipe
    assert container["env"] == [{"name": "MY_APP_PORT", "value": str(port)}]
    compose = yaml.safe_load((service / "compose.yaml").read_text("utf-8"))["services"]["app"]
    assert compose["ports"] == [f"127.0.0.1:{port}:{port}"]
    pause = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] - pause >= int(compose["stop_grace_period"].removesuffix("s"))


def test_manifests_with_a_field_that_is_none(deployment: Manifest) -> None:
    """A name that is spelt wrong does not pass the schema."""
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    container["readynessProbe"] = container.pop("readinessProbe")
    with pytest.raises(kubernetes_validate.ValidationError, match="readynessProbe"):
        validate(deployment)


@pytest.mark.parametrize(
    ("where", "wrong", "flaw"),
    [
        ("container", {"privileged": True}, "container"),
        ("container", {"capabilities": {"add": ["ALL"]}}, "container"),
        ("pod", {"runAsNonRoot": False}, "root"),
    ],
)
def test_manifests_that_let_too_much_in(deployment: Manifest, where: str, wrong: Manifest, flaw: str) -> None:
    """What is valid for the schema, and more than the program needs, is noticed."""
    pod = deployment["spec"]["template"]["spec"]
    changed = pod if where == "pod" else pod["containers"][0]
    changed["securityContext"].update(wrong)
    validate(deployment)
    assert flaws(deployment) == [flaw]


def played(deployment: Manifest, image: str, file: Path) -> list[Any]:
    """Have podman start the image as a deployment says, with a loopback for a network; return what its probes get."""
    deployment["spec"]["replicas"] = 1
    pod = deployment["spec"]["template"]["spec"]
    [container] = pod["containers"]
    [port] = container.pop("ports")
    paths = [container.pop(probe)["httpGet"]["path"] for probe in ("readinessProbe", "livenessProbe")]
    pod["hostNetwork"] = True  # that of the process which asks, and in which there is nothing else
    container |= {"image": image, "imagePullPolicy": "Never"}
    file.write_text(yaml.safe_dump(deployment), "utf-8")
    done = run(*containers.alone(), sys.executable, str(ASK), str(file), str(port["containerPort"]), USER, *paths)
    run("podman", "play", "kube", "--down", file)
    assert done.returncode == 0, done.stdout
    said: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.usefixtures("podman_turn")
def test_manifests_run(workshop: Workshop, tmp_path: Path, deployment: Manifest) -> None:
    """Podman plays the deployment: the service answers, held as the manifest states; without that, it would be freer."""
    image = load(workshop.built(shape="service", strategy="docker"))
    freer = copy.deepcopy(deployment)
    del freer["spec"]["template"]["spec"]["containers"][0]["securityContext"]
    answers = ['{"status":"ready"}', '{"status":"ok"}']
    none = "0" * 16
    *said, held = played(deployment, image, tmp_path / "deployment.yaml")
    assert (said, held) == (answers, {"/": "ro", "Uid": USER, "CapBnd": none, "NoNewPrivs": "1", "Seccomp": "2"})
    *said, held = played(freer, image, tmp_path / "deployment.yaml")
    assert said == answers
    assert (held["/"], held["NoNewPrivs"], held["CapBnd"] == none) == ("rw", "0", False)
