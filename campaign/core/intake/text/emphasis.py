"""Markup in raw text: bold, italic and links are read as such where they are surely meant; all else is words.

People paste text that some tool half turned into Markdown. A star counts as markup when it stands at a word's edge
and has a partner; `5 * 3`, `snake_case` and a lone `*` stay words.
"""

import re
from collections import Counter

from campaign.core.letters.tree import Emphasis, Inline, Inlines, LineBreak, Link, Strong, Text

LINK = r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ \t]+\"[^\"\n]*\")?\)"
_TOKEN = re.compile(rf"\\(?P<literal>[*_\[\]])|!?{LINK}|<(?P<auto>https?://[^<>\s]+)>|(?P<run>\*+|_+)|(?P<end>\n)")


def parse(text: str) -> Inlines:
    """The inlines of a paragraph; a line end is a LineBreak, a link's address stays as written."""
    reader = _Reader()
    at = 0
    for found in _TOKEN.finditer(text):
        reader.found.append(Text(text[at : found.start()]))
        reader.token(found)
        at = found.end()
    reader.found.append(Text(text[at:]))
    return tuple(reader.found)


class _Reader:
    def __init__(self) -> None:
        self.found: list[Inline] = []
        self.opened: list[tuple[str, int]] = []  # run of stars, its place in `found`
        self.waiting: Counter[str] = Counter()  # how many of each run are open: a closer need not search in vain

    def token(self, found: re.Match[str]) -> None:
        if found["run"]:
            self.run(found["run"], found)
        elif found["end"]:
            self.found.append(LineBreak())
        elif found["literal"]:
            self.found.append(Text(found["literal"]))
        elif found["auto"]:
            self.found.append(Link(found["auto"], (Text(found["auto"]),)))
        elif found.group(0).startswith("!"):
            self.found.append(Text(f" {found['words']} "))
        else:
            self.found.append(Link(found["href"], parse(found["words"])))

    def run(self, run: str, found: re.Match[str]) -> None:
        before = found.string[found.start() - 1 : found.start()] if found.start() else " "
        after = found.string[found.end() : found.end() + 1] or " "
        if self.waiting[run] and not before.isspace() and (run == "**" or not _in_word(after)):
            self.close(run)
        elif len(run) < 4 and not after.isspace() and (run == "**" or not _in_word(before)):
            self.opened.append((run, len(self.found)))
            self.waiting[run] += 1
            self.found.append(Text(run))
        else:
            self.found.append(Text(run))

    def close(self, run: str) -> None:
        """Wrap what stands since the partner; runs opened in between were none."""
        opened, at = "", 0
        while opened != run:
            opened, at = self.opened.pop()
            self.waiting[opened] -= 1
        children = tuple(self.found[at + 1 :])
        del self.found[at:]
        if len(run) == 2:
            self.found.append(Strong(children))
        elif len(run) == 1:
            self.found.append(Emphasis(children))
        else:
            self.found.append(Strong((Emphasis(children),)))


def _in_word(sign: str) -> bool:
    """A letter or digit, but no raised one: a note's mark may follow at once."""
    return sign.isalnum() and sign not in "¹²³⁰⁴⁵⁶⁷⁸⁹"
