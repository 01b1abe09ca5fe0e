"""Finds footnote numbers that were typed by hand instead of as a footnote."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.letters import Letter
from campaign.errors import Problem

_BRACKETS = re.compile(r"(?<=[^\s\[(])[ ]?\[\d{1,2}\](?![(\[:])|^ {0,3}\[\d{1,2}\] +\S", re.MULTILINE)
_RAISED = re.compile(
    r"(?<=[^\W\d_]{3})[.,;”\"»)]{0,2}[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2}(?!\w)|(?<=[^\W\d_]{3})\^\d{1,2}\^?(?!\w)"
)


def typed_notes(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a number such as [2] that looks like a footnote's and is text."""
    for _, match in text.find(_BRACKETS):
        yield _problem(text, match)


def raised_numbers(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of a raised figure at the end of a word."""
    for _, match in text.find(_RAISED):
        yield _problem(text, match)


def _problem(text: Prose, match: re.Match[str]) -> Problem:
    fix = "write [^name] here and the note below: [^name]: its text"
    return text.problem(match.end() - 1, f"a footnote's number was typed by hand: {shorten(match.group())}", fix)
