"""Checks for invisible characters that change what people read: control characters and changes of direction."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose
from campaign.core.letters import Letter
from campaign.errors import Problem

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def characters(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report the first hidden character of each line, in the letter and its annexes."""
    yield from _hidden_characters(text.text, text.path)
    for annex in letter.annexes:
        yield from _hidden_characters(annex.source.removeprefix("\ufeff").replace("\r\n", "\n"), annex.path)


def _hidden_characters(text: str, path: str) -> Iterator[Problem]:
    last = line = 0
    done = 0
    for match in _UNSEEN.finditer(text):
        line += text.count("\n", done, match.start()) + (not last)
        done = match.start()
        if line == last:
            continue
        last = line
        kind = "changes the reading direction" if _TURNS.match(match.group()) else "is a control character"
        what = f"hidden character U+{ord(match.group()):04X} {kind}"
        yield Problem(path, line, what, "delete it; if you cannot find it, type the line again")


def replace_hidden(text: str) -> str:
    """Replace each hidden character by a visible one."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
