"""The help of every command as Markdown, for docs/commands.md."""

from collections.abc import Iterator

import click

from campaign.cli import cli

_HEAD = """# Commands

This page is generated from the program by `python -m tools.docs`. Every command has `-h` for help. Three options come
before the command: `-C DIR` (the campaign folder), `--json` (print the result as JSON) and `-q` (print problems only).

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | failed |
| 2 | wrong usage |
| 3 | refused for safety; nothing was sent or changed |
| 4 | checks found problems, which are listed |
| 5 | only some emails were sent; see `campaign send log` |
| 130 | interrupted |
"""


def reference() -> str:
    """The page, as Markdown."""
    return _HEAD + "".join(_section(command, words) for words, command in _commands(cli, ("campaign",)))


def _commands(group: click.Group, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None  # the group lists it
        yield (*words, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*words, name))


def _section(command: click.Command, words: tuple[str, ...]) -> str:
    context = click.Context(command, info_name=" ".join(words))
    level = "##" if len(words) == 2 else "###"
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if "COMMAND" not in piece)
    lines = [f"\n{level} {' '.join(words)}\n", _paragraphs(command.help or "")]
    if not isinstance(command, click.Group) or command.invoke_without_command:
        lines += [f"    {' '.join(words)} {usage}\n", *_options(command)]
    return "\n".join(lines)


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n")) + "\n"


def _options(command: click.Command) -> list[str]:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option) and parameter.help]
    rows = [f"| `{_names(option)}` | {option.help} |" for option in options]
    return ["| option | |", "|---|---|", *rows, ""] if rows else []


def _names(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    return ", ".join(option.opts) + value
