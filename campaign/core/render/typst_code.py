"""Writes Typst code: string literals, calls and blocks. Text reaches Typst only inside a literal."""

import string
from collections.abc import Iterable
from urllib.parse import quote

from campaign.core.render.characters import clean

NOTHING = "[]"
_ASCII = string.punctuation + string.digits + string.ascii_letters


def literal(text: str) -> str:
    """Write one line of text as a string literal, without control characters."""
    return string_literal(clean(text))


def string_literal(text: str) -> str:
    """Write any text, with its line ends, as a string literal. Only `\\` and `"` are special in one."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def target(href: str) -> str:
    """Write the address of a link as a string literal. A PDF has addresses in ASCII only."""
    return literal(quote(href, safe=_ASCII))


def call(name: str, *arguments: str, **named: str) -> str:
    """Write a function call. Arguments are code; `_` in a name becomes `-`."""
    pairs = (f"{key.replace('_', '-')}: {value}" for key, value in named.items())
    return f"{name}({', '.join((*pairs, *arguments))})"


def array(items: Iterable[str]) -> str:
    """Write an array. The trailing comma makes it an array for a single item, too."""
    return "(" + "".join(f"{item}, " for item in items).rstrip(" ") + ")"


def code_block(pieces: Iterable[str]) -> str:
    """Write a code block whose values Typst joins into content."""
    inside = "; ".join(pieces)
    return "{" + inside + "}" if inside else NOTHING


def boolean(value: bool) -> str:  # noqa: FBT001 -- it is the one argument
    return "true" if value else "false"
