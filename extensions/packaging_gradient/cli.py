"""The `gradient` command: its words and options. What they do is imported when it is done, to keep `--help` quick."""

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from packaging_gradient import interrupts
from packaging_gradient.ending import ended


class OneLine(TyperGroup):
    """Commands whose every failure is one line on stderr and an exit code."""

    debug = False

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - handed through to Typer
        """Run a command and leave with its exit code."""
        with interrupts.handled():
            code = ended(lambda: super(OneLine, self).main(*arguments, **{**options, "standalone_mode": False}))
        sys.exit(code)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - handed through to Typer
        """Run the command that was named; where that is wanted, print the traceback of its failure."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if self.debug and not isinstance(error, typer.Exit):
                traceback.print_exc()
            raise


def _ids(incomplete: str) -> list[str]:
    """Complete the id of a strategy."""
    from packaging_gradient.table import table

    return [id for id in table().strategies if id.startswith(incomplete)]


app = typer.Typer(cls=OneLine, pretty_exceptions_enable=False, rich_markup_mode="rich")

Data = Annotated[list[str] | None, typer.Option("--data", metavar="KEY=VALUE", help="Answer a question. Repeatable.")]
DataFile = Annotated[Path | None, typer.Option(metavar="FILE", help="Answer questions from a YAML file.")]
Defaults = Annotated[bool, typer.Option("--defaults", help="Ask nothing: take the default of all other answers.")]
Made = Annotated[Path, typer.Argument(metavar="DIR", help="The project.")]
Source = Annotated[str | None, typer.Option("--template", metavar="PATH|URL", help="Use this template, and record it.")]
Ref = Annotated[str | None, typer.Option(metavar="VERSION", help="A tag, branch or commit of the template.")]


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and the template.")] = False,
    debug: Annotated[bool, typer.Option("--debug", envvar="GRADIENT_DEBUG", help="Also show tracebacks.")] = False,
) -> None:
    """Start a Python project that is packaged for where it has to run, and change that later.

    Begin with [bold]gradient new my-app[/bold]: it asks what you build and where it runs, then recommends a way to ship it.
    """
    if isinstance(context.command, OneLine):
        context.command.debug = debug
    if version:
        from packaging_gradient import source

        print(source.version())
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command(epilog="Example: gradient new ../my-app --data shape=service")
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to make it; new, or a repository of yours.")
    ] = Path(),
    data: Data = None,
    data_file: DataFile = None,
    defaults: Defaults = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that git can bring back.")] = False,
    no_lock: Annotated[
        bool,
        typer.Option("--no-lock", envvar="GRADIENT_NO_LOCK", help="Make no uv.lock, which asks the package index."),
    ] = False,
    template: Source = None,
    ref: Ref = None,
) -> None:
    """Make a new project: answer the questions, get its files, a git repository and a first commit.

    With uv, the commit has a uv.lock, and with cargo Rust code has a Cargo.lock. If you stop it, or if it fails, DIR is as
    it was before.
    """
    from packaging_gradient import source
    from packaging_gradient.engine import given
    from packaging_gradient.verbs.new import make

    answers, place = given.read(data or [], data_file), Path(os.path.abspath(folder))
    found = source.find(template, ref)
    print(make(place, found, answers, defaults=defaults, overwrite=overwrite, locks=not no_lock))


@app.command(epilog="Example: gradient adopt . --data strategy=docker")
def adopt(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The repository.")] = Path(),
    data: Data = None,
    data_file: DataFile = None,
    defaults: Defaults = False,
    template: Source = None,
    ref: Ref = None,
) -> None:
    """Ship a repository that exists: read what is there, ask the rest, add the files that it takes.

    Nothing of yours changes without a yes. If you stop it, or if it fails, DIR is as it was before.
    """
    from packaging_gradient import source
    from packaging_gradient.engine import given
    from packaging_gradient.verbs import adopt

    answers, place = given.read(data or [], data_file), Path(os.path.abspath(folder))
    print(adopt.adopt(place, source.find(template, ref), answers, defaults=defaults))


@app.command(epilog="Example: gradient advise --defaults --data users=everyone")
def advise(
    data: Data = None,
    data_file: DataFile = None,
    defaults: Defaults = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Ask only what you build and where it runs, and rank the ways to ship it. Nothing is written."""
    from packaging_gradient.engine import given
    from packaging_gradient.verbs import advise

    advise.advise(given.read(data or [], data_file), defaults=defaults, as_json=as_json)


@app.command(epilog="Example: gradient why docker, or gradient why WinPython")
def why(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A strategy, or another tool.", autocompletion=_ids)],
) -> None:
    """Explain one strategy: what it needs, what it carries, when to rebuild it.

    NAME may also be another tool, such as Poetry, py2exe or .deb: you are told which strategy does its work, or what to use.
    """
    from packaging_gradient.verbs import why

    why.why(name)


@app.command("list", epilog="Example: gradient list")
def list_() -> None:
    """Show all strategies, from what asks most of the target machine to what brings most along."""
    from packaging_gradient.verbs.list import show

    show()


@app.command(epilog="Example: gradient switch docker --dry-run")
def switch(
    strategy: Annotated[str, typer.Argument(metavar="ID", help="The new strategy.", autocompletion=_ids)],
    folder: Made = Path(),
    data: Data = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Delete files even if you edited them.")] = False,
    template: Source = None,
    ref: Ref = None,
) -> None:
    """Ship an existing project in another way. Your code and your edits stay.

    [green]+[/] is a file that is added, [red]-[/] one that is deleted, [yellow]~[/] one that changes.
    It stops before it deletes a file that you edited. The template stays at its version unless --ref names another.
    """
    from packaging_gradient import project
    from packaging_gradient.engine import given
    from packaging_gradient.verbs import switch

    made = project.read(Path(os.path.abspath(folder)), template)
    switch.switch(made, strategy, given.read(data or [], None), ref=ref, dry_run=dry_run, force=force)


@app.command(epilog="Example: gradient doctor my-app")
def doctor(folder: Made = Path()) -> None:
    """Say what this machine lacks to build a project, and the line that installs it.

    In a folder that is not a project, it looks for what any strategy needs. The exit code is 1 if something is missing.
    """
    from packaging_gradient.verbs.doctor import doctor

    doctor(Path(os.path.abspath(folder)))
