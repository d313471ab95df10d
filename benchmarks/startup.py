"""CPU of `gradient --help` over that of the smallest program that typer makes."""

import sys
from pathlib import Path

from measure import cpu, medians

EXTENSIONS = Path(__file__).parent.parent / "extensions"
LIMIT = 1.2
REPETITIONS = 15
BARE = """
import typer
app = typer.Typer()
@app.command()
def main(name: str) -> None: print(name)
app()
"""
GRADIENT = "from packaging_gradient.cli import app; app()"


def helping(program: str) -> float:
    """The CPU time of a program's help, compiled modules at hand."""
    return cpu([sys.executable, "-c", program, "--help"], PYTHONPATH=str(EXTENSIONS))


def main() -> None:
    """Print the ratio. Exits with 1 above the limit."""
    found = medians({"bare": lambda: helping(BARE), "gradient": lambda: helping(GRADIENT)}, REPETITIONS)
    ratio = found["gradient"] / found["bare"]
    print(f"a bare typer program  {found['bare'] * 1000:6.0f} ms")
    print(f"gradient --help       {found['gradient'] * 1000:6.0f} ms  ratio {ratio:.2f}")
    if ratio > LIMIT:
        sys.exit(f"above {LIMIT}")


if __name__ == "__main__":
    main()
