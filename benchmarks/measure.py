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


def medians(runs: Mapping[str, Callable[[], float]], repetitions: int) -> dict[str, float]:
    """Measure each in turn, again and again, so that whatever else the machine does meets all alike."""
    for measure in runs.values():
        measure()  # fills caches
    rounds = [{name: measure() for name, measure in runs.items()} for _ in range(repetitions)]
    return {name: median(found[name] for found in rounds) for name in runs}
