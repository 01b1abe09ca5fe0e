"""In which line of a TOML document a key stands: tomllib does not say.

A small scanner that knows strings, comments, brackets and keys, and nothing of values. It never raises; of text
that is no TOML it makes what it can.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

KeyPath = tuple[str, ...]

_TOKEN = re.compile(
    r'''(?P<long>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5})'''
    r"""|(?P<quoted>"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""|(?P<comment>\#[^\n]*)|(?P<end>\n)|(?P<mark>[\[\]{}=.,])|(?P<bare>[A-Za-z0-9_-]+)|(?P<other>.)""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def key_lines(source: str) -> Mapping[KeyPath, int]:
    """The line (from 1) of each table and key by its path: ("campaign",), ("campaign", "vote")."""
    found: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for statement in _statements(source):
        names = _names(statement)
        header = statement[0].text == "["
        path = names if header else (*table, *names)
        if header:
            table = path
        for length in range(1, len(path) + 1):
            found.setdefault(path[:length], statement[0].line)
        found.setdefault(path, statement[0].line)
    return found


def line_of(lines: Mapping[KeyPath, int], path: KeyPath) -> int | None:
    """The line of a key, or of the table it would stand in; None when neither is there."""
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), None)


def _statements(source: str) -> Iterator[list[_Token]]:
    """Runs of tokens from the start of a line to its end, over all lines that a value takes."""
    run: list[_Token] = []
    depth = 0
    for token in _tokens(source):
        if token.kind == "end" and depth == 0:
            if run:
                yield run
            run = []
            continue
        if token.kind not in ("end", "comment"):
            depth = max(0, depth + {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.text, 0))
            run.append(token)
    if run:
        yield run


def _tokens(source: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup or ""
        if not (kind == "other" and match.group().isspace()):
            yield _Token(kind, match.group(), line)
        line += match.group().count("\n")


def _names(statement: list[_Token]) -> KeyPath:
    """The parts of the key before `=`, or of a header between its brackets."""
    names: list[str] = []
    for token in statement:
        if token.text in ("=", "]"):
            break
        if token.kind in ("bare", "quoted"):
            names.append(token.text if token.kind == "bare" else _unquoted(token.text))
    return tuple(names)


def _unquoted(text: str) -> str:
    try:
        unquoted: str = tomllib.loads(f"key = {text}")["key"]
    except tomllib.TOMLDecodeError:
        return text[1:-1]
    return unquoted
