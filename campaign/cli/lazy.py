"""A click group that imports a command only when it is called, to keep `--help` and small commands fast."""

import difflib
import importlib
from collections.abc import Mapping
from typing import Any, TypeAlias

import click

# Name of the command -> its module, its name there, and its line of help, printed without importing the module.
Commands: TypeAlias = Mapping[str, tuple[str, str, str]]


class LazyGroup(click.Group):
    """A click group made from a table of commands. For a misspelt command it suggests the nearest one."""

    def __init__(self, *args: Any, table: Commands, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.table:
            return None
        module, function, _ = self.table[name]
        command: click.Command = getattr(importlib.import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, _, help_line) in self.table.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            near = difflib.get_close_matches(args[0], self.table, 1)
            guess = f"; did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"there is no command {args[0]!r}{guess}", ctx) from None
