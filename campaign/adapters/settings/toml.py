"""Parses campaign.toml, and finds the lines of keys, which tomllib does not report."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from campaign.adapters.files.folder import SETTINGS_FILE
from campaign.errors import Problem

KeyPath = tuple[str, ...]
_MAX_CHARACTERS = 65_536
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class InvalidToml(ValueError):
    """The text is not valid TOML. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Toml:
    """A valid campaign.toml."""

    source: str
    tables: Mapping[str, object]

    def value(self, table: str, name: str) -> object:
        """The value of a key; None if it is missing. (TOML has no null.)"""
        keys = self.tables.get(table)
        return keys.get(name) if isinstance(keys, dict) else None

    @cached_property
    def _lines(self) -> Mapping[KeyPath, int]:
        """Computed only to report a problem; most files have none."""
        return key_lines(self.source)

    def line(self, *path: str) -> int | None:
        """The line of a key (from 1), or of its table if the key is missing; None if both are missing."""
        starts = (path[:length] for length in range(len(path), 0, -1))
        return next((self._lines[start] for start in starts if start in self._lines), None)


def read_toml(source: str) -> Toml:
    """Parse the text. Raises InvalidToml."""
    if len(source) > _MAX_CHARACTERS:
        raise InvalidToml(
            Problem(SETTINGS_FILE, None, "too large for a settings file", "check that it is the right file")
        )
    try:
        return Toml(source, tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise InvalidToml(_syntax_problem(str(error), source)) from None
    except (RecursionError, ValueError):  # deep nesting; a number with thousands of digits
        raise InvalidToml(Problem(SETTINGS_FILE, None, "not valid TOML", "check for stray brackets")) from None


def key_lines(source: str) -> Mapping[KeyPath, int]:
    """The line of each table and key in a valid TOML text, by path: ("campaign",), ("campaign", "vote")."""
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for line, statement in _statements(source):
        names = _names(tomllib.loads(statement))
        is_header = statement.startswith("[")
        path = names if is_header else (*table, *names)
        table = names if is_header else table
        for length in (1, 2):
            lines.setdefault(path[:length], line)
    return lines


def _statements(source: str) -> Iterator[tuple[int, str]]:
    """Each statement with the number of its first line. A value can span several lines.

    A statement ends where its lines so far are valid TOML.
    """
    start, statement = 1, ""
    for number, line in enumerate(source.replace("\r\n", "\n").split("\n"), 1):
        statement += f"{line}\n"
        try:
            says = bool(tomllib.loads(statement))
        except tomllib.TOMLDecodeError:
            continue
        if says:
            yield start, statement.lstrip()
        start, statement = number + 1, ""


def _names(statement: object) -> KeyPath:
    """The names in a statement: those of a header, or those before the `=` and in an inline table after it."""
    if not isinstance(statement, dict) or not statement:
        return ()
    name, value = next(iter(statement.items()))
    return (name, *_names(value))


def _syntax_problem(message: str, source: str) -> Problem:
    position = _POSITION.search(message)
    line, column = position.groups() if position else (None, None)
    what = _POSITION.sub("", message)
    problem = f"not valid TOML ({what[:1].lower()}{what[1:]}{f', column {column}' if column else ''})"
    fix = 'write name = "value", with straight quotes, and each key once'
    return Problem(SETTINGS_FILE, int(line) if line else source.count("\n", 0, len(source.rstrip())) + 1, problem, fix)
