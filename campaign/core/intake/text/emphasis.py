"""Reads bold, italic and links in plain text where they are clearly meant; everything else is words.

People paste text that a tool has half turned into Markdown. A star is markup if it is at a word's edge and has a
partner; `5 * 3`, `snake_case` and a lone `*` stay words.
"""

import re
from collections import Counter

from campaign.core.letters.tree import Emphasis, Inline, Inlines, LineBreak, Link, Strong, Text

LINK = r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ \t]+\"[^\"\n]*\")?\)"
_TOKEN = re.compile(rf"\\(?P<literal>[*_\[\]])|!?{LINK}|<(?P<auto>https?://[^<>\s]+)>|(?P<run>\*+|_+)|(?P<end>\n)")


def parse(text: str) -> Inlines:
    """Return the inlines of a paragraph. A line end becomes a LineBreak; a link's address stays as written."""
    reader = _Reader()
    at = 0
    for match in _TOKEN.finditer(text):
        reader.inlines.append(Text(text[at : match.start()]))
        reader.token(match)
        at = match.end()
    reader.inlines.append(Text(text[at:]))
    return tuple(reader.inlines)


class _Reader:
    def __init__(self) -> None:
        self.inlines: list[Inline] = []
        self.open_runs: list[tuple[str, int]] = []  # a run of stars, and its index in `inlines`
        self.open_counts: Counter[str] = (
            Counter()
        )  # how many of each run are open, so that a closing run need not search in vain

    def token(self, match: re.Match[str]) -> None:
        if match["run"]:
            self.run(match["run"], match)
        elif match["end"]:
            self.inlines.append(LineBreak())
        elif match["literal"]:
            self.inlines.append(Text(match["literal"]))
        elif match["auto"]:
            self.inlines.append(Link(match["auto"], (Text(match["auto"]),)))
        elif match.group(0).startswith("!"):
            self.inlines.append(Text(f" {match['words']} "))
        else:
            self.inlines.append(Link(match["href"], parse(match["words"])))

    def run(self, run: str, match: re.Match[str]) -> None:
        before = match.string[match.start() - 1 : match.start()] if match.start() else " "
        after = match.string[match.end() : match.end() + 1] or " "
        if self.open_counts[run] and not before.isspace() and (run == "**" or not _in_word(after)):
            self.close(run)
        elif len(run) < 4 and not after.isspace() and (run == "**" or not _in_word(before)):
            self.open_runs.append((run, len(self.inlines)))
            self.open_counts[run] += 1
            self.inlines.append(Text(run))
        else:
            self.inlines.append(Text(run))

    def close(self, run: str) -> None:
        """Wrap everything since the opening run; runs opened in between stay text."""
        open_run, at = "", 0
        while open_run != run:
            open_run, at = self.open_runs.pop()
            self.open_counts[open_run] -= 1
        children = tuple(self.inlines[at + 1 :])
        del self.inlines[at:]
        if len(run) == 2:
            self.inlines.append(Strong(children))
        elif len(run) == 1:
            self.inlines.append(Emphasis(children))
        else:
            self.inlines.append(Strong((Emphasis(children),)))


def _in_word(sign: str) -> bool:
    """Whether a character is a letter or a digit, but not a raised one: a note's mark may follow a word directly."""
    return sign.isalnum() and sign not in "¹²³⁰⁴⁵⁶⁷⁸⁹"
