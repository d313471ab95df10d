"""The types of what the table and the questions hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Tier:
    """A section of the overview: its title and where it can be read."""

    id: str
    title: str
    guide: str


@dataclass(frozen=True, slots=True)
class Value:
    """An answer to a question: as a prompt shows it, and as a sentence names it."""

    id: str
    title: str
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Code(Value):
    """What code is made of, what it lies in where it is new, and the kind that it is a case of, if it is one."""

    layout: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Place(Value):
    """Where software runs, and the machines of a CI that tests what runs there."""

    runners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """What shapes stand on, the Pythons that a new project supports, the oldest first, and what a machine needs to build it."""

    id: str
    title: str
    pythons: tuple[str, ...]
    build_needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    """What a machine needs for building: where, the commands of which one is enough, and what installs it by what."""

    id: str
    title: str
    platforms: tuple[str, ...]
    commands: tuple[str, ...]
    install: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Need:
    """What a target may offer, and for whom and where it can be counted on (`usual`)."""

    id: str
    title: str
    noun: str
    usual: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is being built: what the questions offer for it, and the facts that files of the template use."""

    id: str
    title: str
    noun: str
    base: str
    users: tuple[str, ...]
    runs_on: tuple[str, ...]
    code: tuple[str, ...]
    keywords: tuple[str, ...]
    dependencies: tuple[str, ...]
    test_dependencies: tuple[str, ...]
    entry_point: str | None
    scripts: str
    libraries: tuple[str, ...]
    fedora_libraries: tuple[str, ...]
    conda_names: Mapping[str, str]
    port: int | None
    unit: str
    manifests: str
    file: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Language:
    """A language of compiled code: the build backend it brings, and what a build needs beside Python."""

    id: str
    title: str
    requires: tuple[str, ...]
    dependencies: tuple[str, ...]
    compiler: str
    debian: tuple[str, ...]
    debian_checks: tuple[str, ...]
    conda: tuple[str, ...]
    brew: tuple[str, ...]
    library: str
    libraries: tuple[str, ...]
    stable_abi: bool
    lacks_windows_arm: bool
    lock: Mapping[str, Any] | None
    build_needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """What a new project may have beside what it ships: what it brings, and what its files install."""

    id: str
    title: str
    brings: str
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """The strategy that another one stands beside, and when to prefer the other one."""

    to: str
    when: str


@dataclass(frozen=True, slots=True)
class Option:
    """What a strategy with variants asks, and its answers by id."""

    asks: str
    choices: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to ship: a row of the table, every column of it."""

    id: str
    title: str
    tier: str
    artifact: str
    shapes: tuple[str, ...]
    code: tuple[str, ...]
    runs_on: tuple[str, ...]
    needs: tuple[str, ...]
    carries: tuple[str, ...]
    users: tuple[str, ...]
    rollout: tuple[str, ...]
    tools: tuple[str, ...]
    build_needs: tuple[str, ...]
    rebuild_on: tuple[str, ...]
    why: str
    why_not: str
    covers: Mapping[str, str]
    alternative: Alternative | None = None
    option: Option | None = None
    long_build: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table; each mapping is by id, in the table's order, but `elsewhere`: by names that no strategy answers for."""

    tiers: Mapping[str, Tier]
    bases: Mapping[str, Base]
    shapes: Mapping[str, Shape]
    users: Mapping[str, Value]
    places: Mapping[str, Place]
    rollouts: Mapping[str, Value]
    codes: Mapping[str, Code]
    needs: Mapping[str, Need]
    languages: Mapping[str, Language]
    extras: Mapping[str, Extra]
    machine: Mapping[str, Tool]
    strategies: Mapping[str, Strategy]
    elsewhere: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the template, its parts still Jinja source."""

    key: str
    help: str
    default: str = ""
    choices: str | list[str] = field(default_factory=list)
    when: str = "true"
    multiselect: bool = False
