"""Typst code as it is written: string literals, calls and blocks. A text reaches Typst in a literal or not at all."""

from collections.abc import Iterable

from campaign.core.render.characters import clean

NOTHING = "[]"


def literal(text: str) -> str:
    """One line of text as a string literal, controls taken out."""
    return string_literal(clean(text))


def string_literal(text: str) -> str:
    """Any text as a string literal; its line ends stay. Only `\\` and `"` mean something in one."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def call(name: str, *arguments: str, **named: str) -> str:
    """A function call. Arguments are code; a name's `_` is written `-`."""
    pairs = (f"{key.replace('_', '-')}: {value}" for key, value in named.items())
    return f"{name}({', '.join((*pairs, *arguments))})"


def array(items: Iterable[str]) -> str:
    """An array; the last comma makes one of a single item, too."""
    return "(" + "".join(f"{item}, " for item in items).rstrip(" ") + ")"


def code_block(pieces: Iterable[str]) -> str:
    """A code block whose values Typst joins to content."""
    inside = "; ".join(pieces)
    return "{" + inside + "}" if inside else NOTHING


def boolean(value: bool) -> str:  # noqa: FBT001 -- it is the one argument
    return "true" if value else "false"
