"""People who come with a situation of their own, what they answer at the prompt, and what they are recommended."""

from dataclasses import dataclass

from table.questions import QUESTIONS
from workshop import CATALOGUE

LAST = ["strategy", "also_ship", "license", "extras"]
# What each shape is asked, on the way to a new project.
ASKED = {
    "cli": ["shape", "users", "runs_on", "rollout", "code", "target_has", *LAST],
    "library": ["shape", "rollout", "code", "target_has", *LAST],
    "service": ["shape", "users", "rollout", "code", "target_has", *LAST],
    "desktop": ["shape", "users", "rollout", "code", "target_has", *LAST],
}


@dataclass(frozen=True)
class Person:
    """Who it is, the answers that differ from what the prompt offers first, and the strategy that is recommended."""

    who: str
    answers: dict[str, object]
    strategy: str
    # Where only one way is possible, nobody is asked for others.
    ways: bool = True

    @property
    def asked(self) -> list[str]:
        """The questions that this person is asked, in their order; compiled code and variants of a strategy ask for one."""
        keys = [key for key in ASKED[str(self.answers["shape"])] if self.ways or key != "also_ship"]
        if self.answers.get("code") == "compiled":
            keys.insert(keys.index("license"), "extension")
        after = keys.index("strategy") + 1
        return [*keys[:after], *(["option"] if self.variants else []), *keys[after:]]

    @property
    def prompts(self) -> list[str]:
        """The same as the person reads them."""
        return [self.variants if key == "option" else QUESTIONS[key]["help"] for key in self.asked]

    @property
    def variants(self) -> str:
        """How the strategy asks for one of its variants, if it has any."""
        return str(CATALOGUE["strategies"][self.strategy].get("option", {}).get("asks", ""))

    def __str__(self) -> str:
        """Name the person as pytest shows it."""
        return self.who


PEOPLE = [
    Person("a tool for fellow developers", {"shape": "cli"}, "sdist"),
    Person(
        "a script for servers that have Python, and no index",
        {"shape": "cli", "users": "operators", "runs_on": "servers", "code": "module", "target_has": ["python"]},
        "module",
    ),
    Person("a tool for colleagues who never saw Python", {"shape": "cli", "users": "everyone"}, "pyinstaller"),
    Person(
        "a tool for two thousand servers that have Python",
        {"shape": "cli", "users": "operators", "runs_on": "servers", "rollout": "batches", "target_has": ["python"]},
        "zipapp",
    ),
    Person(
        "a fast parser in C for a whole department's laptops",
        {"shape": "cli", "rollout": "batches", "code": "compiled"},
        "shiv",
    ),
    Person(
        "a tool for people with Linux desktops",
        {"shape": "cli", "users": "everyone", "target_has": ["fuse"]},
        "appimage",
    ),
    Person("a tool for a team on Macs, who install with brew", {"shape": "cli", "target_has": ["brew"]}, "homebrew"),
    Person(
        "a tool for a fleet of Debian servers",
        {"shape": "cli", "users": "operators", "runs_on": "servers", "rollout": "batches", "target_has": ["apt"]},
        "deb",
    ),
    Person(
        "a tool for a fleet of servers with Red Hat's system",
        {"shape": "cli", "users": "operators", "runs_on": "servers", "rollout": "batches", "target_has": ["dnf"]},
        "rpm",
    ),
    Person(
        "a tool for people with Linux on their desktops",
        {"shape": "cli", "users": "everyone", "target_has": ["flatpak"]},
        "flatpak",
    ),
    Person(
        "a tool for people who have Ubuntu",
        {"shape": "cli", "users": "everyone", "target_has": ["snapd"]},
        "snap",
    ),
    Person("a library for everybody's programs", {"shape": "library"}, "sdist"),
    Person("a library with a core in C", {"shape": "library", "code": "compiled"}, "wheel"),
    Person(
        "a library on top of GDAL, for scientists with conda",
        {"shape": "library", "code": "system", "target_has": ["conda"]},
        "conda",
        ways=False,
    ),
    Person("a public web service, run by a team with Kubernetes", {"shape": "service"}, "docker"),
    Person("an internal service on a machine with Python", {"shape": "service", "target_has": ["python"]}, "zipapp"),
    Person(
        "a service that customers run on bare machines",
        {"shape": "service", "rollout": "batches", "target_has": []},
        "pyinstaller",
    ),
    Person("a window for everybody at home", {"shape": "desktop"}, "pyinstaller"),
    Person("a window for colleagues who have Python", {"shape": "desktop", "users": "developers"}, "sdist"),
]
