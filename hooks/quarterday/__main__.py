"""The command line: which commands there are, and where each is."""

from __future__ import annotations

from collections import UserDict
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from quarterday import __version__

COMMANDS = {
    "check": "checking_commands",
    "acknowledge": "checking_commands",
    "build": "building_commands",
    "write": "writing_commands",
    "collect": "collecting_commands",
    "import": "collecting_commands",
    "publish": "publishing_commands",
    "matrix": "publishing_commands",
    "unpublish": "publishing_commands",
    "verify": "publishing_commands",
    "preview": "publishing_commands",
    "new-quarter": "desk_commands",
    "schema": "desk_commands",
    "migrate": "desk_commands",
    "paper": "paper_commands",
    "annual": "paper_commands",
    "changes": "changes_commands",
}
"""In the order of the help."""


class Commands(UserDict[str, Any]):
    """Each is loaded when it is asked for; to load all of them would be most of what a short one takes."""

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            its_module = typer.Typer(rich_markup_mode="markdown")
            its_module.callback()(_nothing)
            import_module(f"quarterday.{COMMANDS[name]}").add_to(its_module)
            self.data |= typer.main.get_group(its_module).commands
        return self.data[name]


class Group(TyperGroup):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = Commands(dict.fromkeys(COMMANDS))


app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",  # a paragraph of help flows, however its lines are broken here
    help="Turn a council's quarterly performance data, kept as YAML, into a public website.",
    epilog=(
        "Start with: quarterday check. It says what is wrong in data/, and where.\n\n"
        "Exit status: 0 where all is well, 1 where something in the data or in what is published stands in the way, 2"
        " where the command could not be understood."
    ),
)


def version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quarterday {__version__}")
        raise typer.Exit


@app.callback()
def main_options(
    _: Annotated[bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Options of every command."""


def _nothing() -> None:
    """A module's commands have no options in common."""


def main() -> None:
    app()


if __name__ == "__main__":
    main()
