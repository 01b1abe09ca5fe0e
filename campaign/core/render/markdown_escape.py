"""Escapes text so that python-markdown reads it as text.

A backslash escapes the characters that python-markdown can escape; for the others there are entities, which the dialect
turns back into characters.
"""

import re

# An underscore inside a word is not markup, and file names and addresses read better without the backslash.
# Of `<...>`, the end is escaped: that works however often the parser reads the text. A brace after `++` or `--` would
# end a tracked change.
_INLINE = re.compile(
    r"(?P<sign>[\\`*{\[\]>]|(?<![^\W_])_|_(?![^\W_])|(?<=&)\#|(?<=\+\+)\}|(?<=--)\})|(?P<entity>&(?=\w+;))"
)
_LINE_START = re.compile(r"(?P<before>\d+(?=\.(?:\s|$))|)(?P<sign>#|[-+](?=[-+\s]|$)|(?<=\d)\.)")


def escape_inline(text: str) -> str:
    """Escape text inside a line."""
    return _INLINE.sub(lambda match: "&amp;" if match["entity"] else "\\" + match.group(0), text)


def escape_line_start(line: str) -> str:
    """Escape the beginning of a line that would be read as a heading, a list item, an amendment or a footnote."""
    if re.fullmatch(r"=+\s*", line):
        return "&#61;" + line[1:]
    if line.startswith("///"):
        return "&#47;" + line[1:]
    if definition := re.match(r"\[\^[^\]]+\](?=:)", line):
        return f"{definition.group(0)}&#58;{line[definition.end() + 1 :]}"
    match = _LINE_START.match(line)
    return f"{match.group('before')}\\{line[match.start('sign') :]}" if match else line


def escape_link_words(words: str) -> str:
    """Escape the words of a link: with a caret first they would be read as a footnote mark."""
    return "&#94;" + words[1:] if words.startswith("^") else words


_HREF = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "\\`<>{}[]()\"'"})


_PAIR = re.compile(r"\(([^()]*)\)")


def escape_href(address: str) -> str:
    """Percent-encode characters of an address that would end the link or be read before it. A pair of parentheses is
    left as it is."""
    parts = _PAIR.split(address)
    return "".join(f"({part.translate(_HREF)})" if at % 2 else part.translate(_HREF) for at, part in enumerate(parts))
