"""Front matter: the lines between `---` and `---` at the top of a letter.

    ---
    title: Keep the open source exemption
    subject: Re: AI Act open source exemption
    law:
        exemption: Draft compromise text of 23 March, Articles 2(5) and 28(2)
    ---

A line is `key: value`, the value being all that follows the first colon, so `subject: Re: AI Act` needs no quotes.
Indented lines continue the value above. `#` begins a comment line. Quotes around a whole value are dropped, since
people who know YAML write them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.errors import Problem

_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$")
_FENCE = re.compile(r"---[ \t]*$")


@dataclass(frozen=True, slots=True)
class Field:
    """A value with the line its key stands in (from 1). `value` joins continuation lines by a line feed."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Fields by key, the body, the line the body starts in (from 1), and lines that could not be read."""

    fields: Mapping[str, Field]
    body: str
    body_line: int
    problems: tuple[Problem, ...]


def split(source: str, path: str) -> FrontMatter:
    """Front matter and body of a letter's source. A letter without front matter is all body."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not _FENCE.match(lines[0]):
        return FrontMatter({}, "\n".join(lines), 1, ())
    end = next((at for at, line in enumerate(lines[1:], 1) if _FENCE.match(line)), None)
    if end is None:
        unclosed = Problem(path, 1, "front matter begins with --- but never ends", "add a line --- below its last key")
        return FrontMatter({}, "", len(lines), (unclosed,))
    fields, problems = _fields(lines[1:end], path)
    return FrontMatter(fields, "\n".join(lines[end + 1 :]), end + 2, tuple(problems))


def _fields(lines: list[str], path: str) -> tuple[dict[str, Field], list[Problem]]:
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    key = ""
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] in " \t" and key:
            old = fields[key]
            fields[key] = Field(f"{old.value}\n{line.strip()}".strip("\n"), old.line)
            continue
        found = _KEY.match(line)
        if not found:
            problems.append(Problem(path, number, f"not a `key: value` line: {line.strip()[:60]}", "write key: value"))
            continue
        key = found.group(1).lower().replace("-", "_")
        if key in fields:
            problems.append(
                Problem(path, number, f"{key} is given twice", f"keep one (first in line {fields[key].line})")
            )
        fields[key] = Field(_unquoted(found.group(2).strip()), number)
    return fields, problems


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted and value[0] not in value[1:-1] else value
