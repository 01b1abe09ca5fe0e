"""Checks for signs that no font has. The print shows their names instead, and goes on."""

from collections.abc import Iterable, Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose
from campaign.core.letters import Letter
from campaign.core.render.characters import printable
from campaign.core.render.glyphs import Coverage, name_missing
from campaign.errors import Problem

_FIX = "use other characters, or put a font that has them into templates/print/fonts"
_ORGANISATIONS = "signatories/organisations.csv"


def glyphs(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report each sign of the letter that no font has, and each name of an addressee or a signatory with one."""
    if facts.coverage is None:
        return
    for character in facts.coverage.missing(letter.source):
        line = letter.source.count("\n", 0, letter.source.index(character)) + 1
        yield missing_glyph(text.path, line, character, facts.coverage)
    names = (person.name for person in facts.addressees)
    yield from _names(names, facts.addressees_path, facts.coverage)
    yield from _names(facts.signatories or (), _ORGANISATIONS, facts.coverage)


def _names(names: Iterable[str], path: str, coverage: Coverage) -> Iterator[Problem]:
    for name in names:
        if coverage.missing(name):
            yield missing_glyph(path, None, name, coverage)


def missing_glyph(path: str, line: int | None, text: str, coverage: Coverage) -> Problem:
    """Say what the print shows instead of a text that has signs without a glyph."""
    what = f"no font has all of {printable(text)}; the PDF shows {printable(name_missing(text, coverage), 120)}"
    return Problem(path, line, what, _FIX)
