"""How the command says no: one sentence, one exit code, never a traceback."""

from collections.abc import Iterable

BAD_INPUT = 2
STOPPED = 1
NO_TERMINAL = "The questions need a terminal; use --defaults, with --data for the answers that differ."
LONGEST = 500


class Ended(Exception):
    """The command ends early. The sentence says why."""

    def __init__(self, sentence: str, code: int) -> None:
        """Take the sentence, and the exit code that goes with it."""
        super().__init__(sentence)
        self.code = code


class Refused(Ended):
    """What the user asked for cannot be done. Nothing was written."""

    def __init__(self, sentence: str, code: int = BAD_INPUT) -> None:
        """Take the sentence, and the exit code that goes with it."""
        super().__init__(sentence, code)


def one_line(text: str) -> str:
    """Return the text on one line, with characters that a terminal would act on written out; a long one loses its middle."""
    line = plain(" ".join(text.split()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]}...{line[-LONGEST // 2 :]}"


def plain(text: str) -> str:
    """Return the text with characters that a terminal would act on written out; a tab stays."""
    return "".join(c if c.isprintable() or c == "\t" else ascii(c)[1:-1] for c in text)


def near(name: str, names: Iterable[str]) -> str:
    """Return the name that is close to one that nobody has, or "": one letter in six may be wrong, for conan is not conda."""
    from difflib import get_close_matches

    if len(name) < 4:
        return ""
    return next(iter(get_close_matches(name, names, n=1, cutoff=0.82)), "")


def several(names: list[str], most: int = 5) -> str:
    """Join names for a sentence, the first few in full."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
