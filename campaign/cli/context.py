"""What every command shares: the folder, its settings and store (each opened when first asked for), and output."""

import datetime as dt
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

import click

from campaign.adapters.files import folder as folders
from campaign.errors import Problem

if TYPE_CHECKING:  # heavy: imported inside the commands that need them
    from campaign.adapters.settings import Settings
    from campaign.adapters.store import Store


@dataclass(slots=True)
class Output:
    """Where a command's words go: people's to stdout (unless quiet or JSON), remarks and problems to stderr."""

    as_json: bool = False
    quiet: bool = False
    answered: bool = False

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
            self.answered = True
            click.echo(_json(payload))

    def long_data(self, payload: dict[str, Any], **lists: Iterable[Any]) -> None:
        """The same with lists of any length, each entry written as it comes. The payload is not empty."""
        if not self.as_json:
            return
        self.answered = True
        click.echo(_json(payload).removesuffix("\n}"), nl=False)
        for name, entries in lists.items():
            click.echo(f",\n  {_json(name)}: [", nl=False)
            for number, each in enumerate(entries):
                click.echo(f"{',' if number else ''}\n{indent(_json(each), '    ')}", nl=False)
            click.echo("\n  ]", nl=False)
        click.echo("\n}")

    def failure(self, message: str, exit_code: int, hint: str = "", problems: Iterable[Problem] = ()) -> None:
        """What went wrong, for programs. Nothing where the result, such as a list of problems, has been printed."""
        if not self.answered:
            named = [asdict(problem) for problem in problems]
            self.data({"error": message, "hint": hint, "problems": named, "exit_code": exit_code})

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


@dataclass
class Context:
    """One run of the program. `now` is the only clock a command reads."""

    start: Path
    out: Output = field(default_factory=Output)

    @cached_property
    def folder(self) -> folders.Folder:
        return folders.find(self.start)

    @cached_property
    def settings(self) -> "Settings":
        from campaign.adapters.settings import load

        return load(self.folder.root)

    @cached_property
    def store(self) -> "Store":
        from campaign.adapters.store import Store, standing

        store = Store.open(self.settings.database or self.folder.database)
        store.write(standing.close_windows, self.now())  # what has become due since the program last ran
        click.get_current_context().find_root().call_on_close(store.close)
        return store

    @property
    def has_store(self) -> bool:
        """Whether there is a store already; asking for `store` would make one."""
        return bool(self.settings.database) or self.folder.database.exists()

    @cached_property
    def letter(self) -> str:
        """The name of the letter that is worked on."""
        return folders.chosen_letter(self.folder, self.settings.campaign.letter)

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


pass_campaign = click.make_pass_decorator(Context)
