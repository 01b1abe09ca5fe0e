"""Where a command's words go, and what `campaign` was called with. Light: `campaign --help` imports no more."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import click

from campaign.errors import Problem


@dataclass(slots=True)
class Output:
    """Where a command's words go: people's to stdout (unless quiet or JSON), remarks and problems to stderr."""

    as_json: bool = False
    quiet: bool = False
    has_answered: bool = False

    def say(self, text: str = "") -> None:
        """A line for people."""
        if not (self.as_json or self.quiet):
            click.echo(text)

    def remark(self, text: str) -> None:
        """A line beside the result, on stderr."""
        if not self.quiet:
            click.echo(text, err=True)

    def data(self, payload: Any) -> None:
        """The result for programs, as one JSON document; nothing without --json."""
        if self.as_json:
            self.has_answered = True
            click.echo(_json(payload))

    def long_data(self, payload: dict[str, Any], **lists: Iterable[Any]) -> None:
        """The same with lists of any length, each entry written as it comes. The payload is not empty."""
        if not self.as_json:
            return
        self.has_answered = True
        click.echo(_json(payload).removesuffix("\n}"), nl=False)
        for name, entries in lists.items():
            click.echo(f",\n  {_json(name)}: [", nl=False)
            for number, entry in enumerate(entries):
                click.echo(f"{',' if number else ''}\n{indent(_json(entry), '    ')}", nl=False)
            click.echo("\n  ]", nl=False)
        click.echo("\n}")

    def failure(self, message: str, exit_code: int, fix: str = "", problems: Iterable[Problem] = ()) -> None:
        """What went wrong, for programs. Nothing where the result, such as a list of problems, has been printed."""
        if not self.has_answered:
            entries = [asdict(problem) for problem in problems]
            self.data({"error": message, "hint": fix, "problems": entries, "exit_code": exit_code})

    def problems(self, problems: Iterable[Problem]) -> None:
        """Each problem on a line of stderr, `path:line: what; mend`."""
        for problem in problems:
            click.echo(str(problem), err=True)

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked."""
        return sys.stdin.isatty() and not self.as_json


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


@dataclass(frozen=True, slots=True)
class Invocation:
    """What stands before the command: `-C FOLDER`, and `--json` and `--quiet` as the output that they ask for."""

    start: Path
    out: Output
