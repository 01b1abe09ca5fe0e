"""Words written so that python-markdown reads them as words again.

A backslash does for the signs that it knows as escapes; for the rest an entity does, which the dialect turns back
into the character.
"""

import re

# An underscore inside a word is no markup, and names of files and addresses read better without the backslash.
# The end of `<...>` is escaped, not its beginning: that holds however often the parser looks at the text. A brace after
# two signs would end a tracked change.
_INLINE = re.compile(
    r"(?P<sign>[\\`*{\[\]>]|(?<![^\W_])_|_(?![^\W_])|(?<=&)\#|(?<=\+\+)\}|(?<=--)\})|(?P<entity>&(?=\w+;))"
)
_LINE_START = re.compile(r"(?P<before>\d+(?=\.(?:\s|$))|)(?P<sign>#|[-+](?=[-+\s]|$)|(?<=\d)\.)")


def escape_inline(text: str) -> str:
    """Text inside a line."""
    return _INLINE.sub(lambda match: "&amp;" if match["entity"] else "\\" + match.group(0), text)


def escape_line_start(line: str) -> str:
    """A line whose beginning would make it a heading, a quotation, an item, a rule, an amendment or a note's text."""
    if re.fullmatch(r"=+\s*", line):
        return "&#61;" + line[1:]
    if line.startswith("///"):
        return "&#47;" + line[1:]
    if definition := re.match(r"\[\^[^\]]+\](?=:)", line):
        return f"{definition.group(0)}&#58;{line[definition.end() + 1 :]}"
    match = _LINE_START.match(line)
    return f"{match.group('before')}\\{line[match.start('sign') :]}" if match else line


def escape_link_words(words: str) -> str:
    """The words of a link; with a caret first they would look like a note's mark."""
    return "&#94;" + words[1:] if words.startswith("^") else words


_HREF = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "\\`<>{}[]()\"'"})


_PAIR = re.compile(r"\(([^()]*)\)")


def escape_href(address: str) -> str:
    """A link's address: signs that would end the link, or be read before it, percent-encoded. Brackets in a pair end
    nothing."""
    parts = _PAIR.split(address)
    return "".join(f"({part.translate(_HREF)})" if at % 2 else part.translate(_HREF) for at, part in enumerate(parts))
