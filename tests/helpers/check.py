"""Small letters for one rule each, and what the check says about them."""

import datetime as dt

from campaign.core.addressees import Addressee
from campaign.core.check import Findings, LetterFacts, check_letter
from campaign.core.letters import read

VOTE = dt.date(2027, 4, 26)  # a Monday
FRONT = "---\ntitle: Title\n---\n"


def findings(source: str, facts: LetterFacts | None = None, language: str = "en") -> Findings:
    letter, _ = read(source, "letter.md", language)
    return check_letter(letter, facts or LetterFacts(vote=VOTE))


def problem_lines(body: str, front: str = FRONT, facts: LetterFacts | None = None, language: str = "en") -> list[str]:
    """`line: what` for each problem; the first line of the body is line 1."""
    first = front.count("\n")
    return [
        f"{problem.line - first if problem.line else 'file'}: {problem.message}"
        for problem in findings(front + body, facts, language).problems
    ]


def hint_lines(body: str, front: str = FRONT, facts: LetterFacts | None = None, language: str = "en") -> list[str]:
    """`line: what` for each hint but the one on unreviewed languages; the first line of the body is line 1."""
    first = front.count("\n")
    return [
        f"{hint.line - first if hint.line else 'file'}: {hint.message}"
        for hint in findings(front + body, facts, language).warnings
        if "no native speaker" not in hint.message
    ]


def fixes(body: str, front: str = FRONT, facts: LetterFacts | None = None) -> list[str]:
    """The fix for each problem."""
    return [problem.fix for problem in findings(front + body, facts).problems]


def person(name: str = "Ann Wit", **fields: str) -> Addressee:
    return Addressee(key=name, name=name, family_name=name.split()[-1], **fields)
