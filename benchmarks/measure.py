"""CPU time of commands, taken so that two of them can be compared on a busy machine."""

import os
import resource
import subprocess
from collections.abc import Callable, Mapping, Sequence
from statistics import median


def cpu(command: Sequence[str], **environment: str) -> float:
    """Run a command and return its user and system time in seconds, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rounds(runs: Mapping[str, Callable[[], float]], repetitions: int) -> dict[str, list[float]]:
    """Measure each in turn, again and again, so that whatever else the machine does meets all alike."""
    for measure in runs.values():
        measure()  # fills caches
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repetitions):
        for name, measure in runs.items():
            found[name].append(measure())
    return found


def medians(runs: Mapping[str, Callable[[], float]], repetitions: int) -> dict[str, float]:
    """Return what each takes as a rule."""
    return {name: median(times) for name, times in rounds(runs, repetitions).items()}


def least(runs: Mapping[str, Callable[[], float]], repetitions: int) -> dict[str, float]:
    """Return what each takes at best: a busy machine only ever adds, and to short runs as much as they take."""
    return {name: min(times) for name, times in rounds(runs, repetitions).items()}
