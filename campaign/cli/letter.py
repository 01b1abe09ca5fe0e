"""`campaign letter`: its commands stand in the files beside this one, and are imported when they are called."""

import importlib

import click

# Name of the command, the module and function that hold it, one line of help (shown without importing the module).
COMMANDS: dict[str, tuple[str, str, str]] = {
    "check": ("campaign.cli.letter_check", "check", "Name what must be mended before the letter goes."),
    "import": ("campaign.cli.letter_import", "import_letter", "Make a letter from raw text, Markdown or HTML."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, _, help_line) in COMMANDS.items()])


@click.group(cls=_Lazy)
def letter() -> None:
    """The letter: what is checked, frozen and sent."""
