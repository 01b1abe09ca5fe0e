"""Print results for people or as JSON, and hold the options that come before the command.

Imports little, to keep `campaign --help` fast.
"""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import click

from campaign.errors import Problem

# A command about one letter in a sentence, such as "campaign letter freeze".
_LETTER_COMMAND = re.compile(
    r"\bcampaign (?:(?:addressee|letter|reply|send|signatory) [a-z]+|publish|status|timetable)\b(?! --letter)"
)


@dataclass(slots=True)
class Output:
    """Prints results to stdout, remarks and problems to stderr."""

    as_json: bool = False
    """`--json`: print one JSON document instead of text."""
    quiet: bool = False
    """`--quiet`: print problems only."""
    letter: str = ""
    """The letter named by `--letter`, which every command that is proposed gets as well; "" for none."""
    has_printed_result: bool = False
    """Whether the JSON document has been printed."""

    def say(self, text: str = "") -> None:
        """Print a line of the result; nothing with --json or --quiet."""
        if not (self.as_json or self.quiet):
            click.echo(self._with_letter(text))

    def remark(self, text: str) -> None:
        """Print a line to stderr, unless --quiet."""
        if not self.quiet:
            self.error(text)

    def error(self, text: str) -> None:
        """Print a line to stderr."""
        click.echo(self._with_letter(text), err=True)

    def data(self, payload: Any) -> None:
        """Print the result as one JSON document; nothing without --json."""
        if self.as_json:
            self.has_printed_result = True
            click.echo(_json(self._with_letters(payload)))

    def long_data(self, payload: dict[str, Any], **lists: Iterable[Any]) -> None:
        """Like `data`, with lists of any length added, written entry by entry. `payload` must not be empty."""
        if not self.as_json:
            return
        self.has_printed_result = True
        click.echo(_json(payload).removesuffix("\n}"), nl=False)
        for name, entries in lists.items():
            click.echo(f",\n  {_json(name)}: [", nl=False)
            for number, entry in enumerate(entries):
                click.echo(f"{',' if number else ''}\n{indent(_json(entry), '    ')}", nl=False)
            click.echo("\n  ]", nl=False)
        click.echo("\n}")

    def failure(self, message: str, exit_code: int, fix: str = "", problems: Iterable[Problem] = ()) -> None:
        """Print an error as JSON, unless a JSON result has been printed already."""
        if not self.has_printed_result:
            entries = [asdict(problem) for problem in problems]
            self.data({"error": message, "fix": fix, "problems": entries, "exit_code": exit_code})

    def problems(self, problems: Iterable[Problem]) -> None:
        """Print every problem on a line of stderr, as `path:line: message; fix`."""
        for problem in problems:
            self.error(str(problem))

    def _with_letter(self, text: str) -> str:
        """The text with `--letter NAME` in every command that it proposes for the letter."""
        return _LETTER_COMMAND.sub(rf"\g<0> --letter {self.letter}", text) if self.letter else text

    def _with_letters(self, payload: Any) -> Any:
        """The payload with the letter in the command that comes next."""
        if isinstance(payload, dict) and isinstance(payload.get("next"), str):
            return {**payload, "next": self._with_letter(payload["next"])}
        return payload

    @property
    def interactive(self) -> bool:
        """Whether a person can answer a prompt: stdin is a terminal, and no --json."""
        return sys.stdin.isatty() and not self.as_json


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


@dataclass(slots=True)
class Invocation:
    """The options before the command: `-C FOLDER`, `--json` and `--quiet`; and `--letter`, which follows it."""

    start: Path
    """The folder given by `-C`, where the search for campaign.toml starts."""
    out: Output
    letter: str = ""
    """The letter named by `--letter`; "" for none."""
