"""Finds line breaks that somebody set by hand in the middle of a sentence."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.letters import Letter
from campaign.errors import Problem

# Two spaces or a backslash at the end of a line break it. The word before is of one line, and so is the word after.
_BREAK = re.compile(r"(?<![\w’'-])(?P<before>[^\W\d_]{1,40})(?:[ ]{2,20}|[ ]?\\)\n[ ]{0,3}(?P<after>\w{1,40})")
# No line of an address, a verse or a signature ends with one of these.
_OPEN_WORDS = re.compile(
    "a|an|and|as|at|by|for|from|in|into|of|on|or|that|the|to|with"
    "|am|auf|aus|bei|das|dem|den|der|des|die|durch|einen?|einer|für|im|mit|nach|oder|und|vom|von|zu|zum|zur"
    "|au|aux|avec|dans|de|des|du|en|et|la|le|les|ou|par|pour|sur|une?"
    "|al|alla|con|da|dal|del|della|di|e|il|nel|nella|per|su|una"
    "|aan|bij|door|een|het|met|naar|om|op|te|van|voor"
    "|dla|do|i|na|od|oraz|po|przez|w|we|z|za|ze"
)


def line_breaks(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of the first line break in the middle of a sentence, with the number of all."""
    matches = [match for _, match in text.find(_BREAK) if _is_inside_sentence(match)]
    if matches:
        first = matches[0]
        others = f", and {len(matches) - 1} more" if len(matches) > 1 else ""
        words = f"{shorten(first['before'])} / {shorten(first['after'])}"
        what = f"a line break is in the middle of a sentence (“{words}”){others}"
        yield text.problem(first.start(), what, "delete the spaces or the backslash at the end of the line")


def _is_inside_sentence(match: re.Match[str]) -> bool:
    return _OPEN_WORDS.fullmatch(match["before"]) is not None or match["after"][0].islower()
