"""Checks that each placeholder exists, is written correctly, and has a value for every addressee."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping

from campaign.core.addressees import Addressee
from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.letters import Letter
from campaign.core.letters.dialect import PLACEHOLDER
from campaign.core.letters.fill import PLACEHOLDERS, SENTENCE
from campaign.errors import Problem

_CURLY = re.compile(PLACEHOLDER.pattern + r"|\{\{(?P<other>[^{}\n]*)\}\}|\{\{|\}\}")
_MOST_NAMES = 3

_VALUES: Mapping[str, Callable[[Addressee], str]] = {
    "addressee.name": lambda person: person.name,
    "addressee.family_name": lambda person: person.family_name,
    "addressee.honorific": lambda person: person.honorific_override or person.honorific,
    "addressee.country": lambda person: person.country,
    "addressee.group": lambda person: person.group,
    "addressee.role": lambda person: person.role,
    SENTENCE: lambda person: person.sentence,
}


def placeholders(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report placeholders that are unknown, malformed, in the front matter, or without a value for an addressee."""
    for match in _CURLY.finditer(text.text, 0, text.body):
        what = f"a placeholder in the front matter: {shorten(match.group())}"
        yield text.problem(match.start(), what, "placeholders work only below the front matter; write the words out")
    for _, match in text.find(_CURLY):
        yield from _check(text, match, facts)


def _check(text: Prose, match: re.Match[str], facts: LetterFacts) -> Iterator[Problem]:
    name = match.group(1)
    if name is None:
        yield _malformed(text, match)
    elif name not in PLACEHOLDERS:
        yield text.problem(match.start(), f"there is no placeholder {{{{ {shorten(name)} }}}}", _suggest(name))
    elif name in _VALUES:
        may_lack = name == SENTENCE and _is_alone(text, match)
        yield from _unfilled(text, match.start(), name, facts, may_lack=may_lack)


def _malformed(text: Prose, match: re.Match[str]) -> Problem:
    other = match.group("other")
    if other is None:
        missing = "}}" if match.group() == "{{" else "{{"
        fix = "write the placeholder on one line, like {{ salutation }}"
        return text.problem(match.start(), f"{match.group()} without its {missing}", fix)
    name = re.sub(r"[^\w.]+", "_", other.strip())
    return text.problem(match.start(), f"{shorten(match.group())} is not a placeholder", _suggest(name))


def _suggest(name: str) -> str:
    near = difflib.get_close_matches(name[:60].lower(), PLACEHOLDERS, 1)
    if not near:
        # People write {{ country }} or {{ first_name }}, as in other programs.
        near = [known for known in PLACEHOLDERS if known.rpartition(".")[2] == name.lower().rpartition(".")[2]]
    return f"did you mean {{{{ {near[0]} }}}}?" if near else f"use one of: {', '.join(PLACEHOLDERS)}"


def _is_alone(text: Prose, match: re.Match[str]) -> bool:
    """Whether a placeholder is a paragraph of its own, which is left out if it is empty."""
    before, after = text.text[: match.start()], text.text[match.end() :]
    return before.endswith("\n\n") and (not after.strip() or after.startswith("\n\n"))


def _unfilled(text: Prose, offset: int, name: str, facts: LetterFacts, *, may_lack: bool = False) -> Iterator[Problem]:
    """Report a placeholder without a value. One that `may_lack` some is reported if nobody has one."""
    without = [person.name for person in facts.addressees if not _VALUES[name](person)]
    if not without:
        return
    column = name.partition(".")[2]
    fix = f"fill in {column} in {facts.addressees_path}, or remove the placeholder"
    if len(without) == len(facts.addressees):
        yield text.problem(offset, f"no addressee has a value for {{{{ {name} }}}}", fix)
        return
    if may_lack:
        return
    names = ", ".join(without[:_MOST_NAMES]) + (", …" if len(without) > _MOST_NAMES else "")
    of_all = f"{len(without)} of {len(facts.addressees)}"
    yield text.problem(offset, f"{{{{ {name} }}}} is empty for {of_all} addressees: {names}", fix)
