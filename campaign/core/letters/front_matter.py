"""A letter's file: front matter between two lines `---` at the top, then the body.

    ---
    title: Keep the open source exemption
    subject: Re: AI Act open source exemption
    law:
        exemption: Draft compromise text of 23 March, Articles 2(5) and 28(2)
    ---

A line is `key: value`. The value is everything after the first colon, so `subject: Re: AI Act` needs no quotes.
Indented lines continue the value above. A line that begins with `#` is a comment. Quotes around a whole value are
dropped, since people who know YAML write them.
"""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from campaign.errors import Problem

_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$")
_FENCE = re.compile(r"---[ \t]*$")

T = TypeVar("T")


class LetterFile(NamedTuple):
    """A decoded file of a letter's folder."""

    path: str
    """Relative to the campaign folder, with / between the parts."""
    source: str
    """The whole text of the file."""


@dataclass(frozen=True, slots=True)
class FrontField:
    """A value and the line of its key, from 1. Continuation lines are joined by line feeds."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file split into front matter and body."""

    path: str
    """The file's path, for messages."""
    fields: Mapping[str, FrontField]
    """The values by key."""
    body: str
    """Everything below the front matter, with line feeds as line ends."""
    body_line: int = 1
    """The line of the file in which the body begins, from 1."""
    problems: tuple[Problem, ...] = ()
    """Syntax errors in the front matter."""


def split(file: LetterFile) -> FrontMatter:
    """Split a file into front matter and body. A file without front matter is all body."""
    path, source = file
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not _FENCE.match(lines[0]):
        return FrontMatter(path, {}, "\n".join(lines))
    end = next((at for at, line in enumerate(lines[1:], 1) if _FENCE.match(line)), None)
    if end is None:
        unclosed = Problem(path, 1, "front matter begins with --- but never ends", "add a line --- below its last key")
        return FrontMatter(path, {}, "", len(lines), (unclosed,))
    fields, problems = _fields(lines[1:end], path)
    return FrontMatter(path, fields, "\n".join(lines[end + 1 :]), end + 2, tuple(problems))


def with_key(source: str, key: str, value: str) -> str:
    """The text of a file with one more key at the end of its front matter, which is made if there is none. Line ends
    stay."""
    newline = "\r\n" if "\r\n" in source else "\n"
    mark = "\ufeff" if source.startswith("\ufeff") else ""
    lines = source.removeprefix(mark).splitlines(keepends=True)
    line = f"{key}: {value}{newline}"
    if not lines or not _FENCE.match(lines[0].rstrip("\r\n")):
        return f"{mark}---{newline}{line}---{newline}{newline}{source.removeprefix(mark)}"
    end = next((at for at, text in enumerate(lines[1:], 1) if _FENCE.match(text.rstrip("\r\n"))), None)
    if end is None:
        return source
    return mark + "".join([*lines[:end], line, *lines[end:]])


def _fields(lines: list[str], path: str) -> tuple[dict[str, FrontField], list[Problem]]:
    fields: dict[str, FrontField] = {}
    problems: list[Problem] = []
    key = ""
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] in " \t" and key:
            old = fields[key]
            fields[key] = FrontField(f"{old.value}\n{line.strip()}".strip("\n"), old.line)
            continue
        match = _KEY.match(line)
        if not match:
            problems.append(Problem(path, number, f"not a `key: value` line: {line.strip()[:60]}", "write key: value"))
            continue
        key = match.group(1).lower().replace("-", "_")
        if key in fields:
            problems.append(
                Problem(path, number, f"{key} is set twice", f"remove one (the first is in line {fields[key].line})")
            )
        fields[key] = FrontField(_unquote(match.group(2).strip()), number)
    return fields, problems


def _unquote(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted and value[0] not in value[1:-1] else value


class Values:
    """Reads typed values from front matter. A value that is not valid gives its default and adds to `problems`.

    `known` are the allowed keys. `problems` also has the syntax errors of the front matter.
    """

    def __init__(self, matter: FrontMatter, known: Collection[str]) -> None:
        self.fields = matter.fields
        self.path = matter.path
        self.problems = list(matter.problems)
        self.problems += [self.unknown_key(key, known) for key in matter.fields if key not in known]

    def unknown_key(self, key: str, known: Collection[str]) -> Problem:
        near = difflib.get_close_matches(key, known, 1)
        fix = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known)}"
        return Problem(self.path, self.fields[key].line, f"unknown key {key}", fix)

    def text(self, key: str) -> str:
        return " ".join(self.fields[key].value.split()) if key in self.fields else ""

    def parse_value(self, key: str, default: T, parse: Callable[[str], T], fix: str) -> T:
        text = self.text(key)
        if not text:
            return default
        try:
            return parse(text)
        except ValueError:
            self.problems.append(Problem(self.path, self.fields[key].line, f"{key} is not valid: {text}", fix))
            return default

    def day(self, key: str) -> dt.date | None:
        return self.parse_value(key, None, dt.date.fromisoformat, "write it as YYYY-MM-DD, for example 2027-04-26")

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        def chosen(text: str) -> str:
            return choices[choices.index(text.lower())]

        return self.parse_value(key, choices[0], chosen, f"write {' or '.join(choices)}")

    def pairs(self, key: str) -> dict[str, str]:
        if key not in self.fields:
            return {}
        pairs: dict[str, str] = {}
        for line in self.fields[key].value.splitlines():
            label, _, source = line.partition(":")
            pairs[label.strip().removeprefix("[^").removesuffix("]")] = source.strip()
        return pairs
