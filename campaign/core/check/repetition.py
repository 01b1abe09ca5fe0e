"""Finds words, paragraphs and a title that stand twice."""

import re
from collections.abc import Iterator, Mapping

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, SourceParagraph, shorten
from campaign.core.letters import Letter
from campaign.core.letters.tree import Heading, Paragraph, Strong, plain
from campaign.errors import Problem

# Shorter paragraphs ("Yes.", "Article 5") may well stand twice.
_FEWEST_WORDS = 6

_TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]++)(?:[ \t]++(?:\n[ \t]*+)?|\n[ \t]*+)\1(?![\w’'-])")
_MARKUP = re.compile(r"[*_>#`\\]+|^ {0,3}(?:[*+-]|\d{1,9}[.)])[ \t]+", re.MULTILINE)
_TABLE_LINE = re.compile(r"[ \t]*\|")

# Words that a language rightly writes twice in a row.
_RIGHTLY_TWICE: Mapping[str, str] = {
    "bg": "по",
    "cs": "se",
    "da": "der det den de",
    "de": "der die das den dem sie wir ihr es sich",
    "en": "that had very many long far so is more no bye",
    "es": "muy",
    "fi": "se",
    "fr": "nous vous les très en tout",
    "hu": "egy az már",
    "it": "via mano molto così piano",
    "lv": "pa",
    "nl": "die dat het zich heel",
    "pl": "się bardzo",
    "pt": "muito se",
    "sv": "det de som",
}


def words(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of a word that appears twice in a row, unless the language may want it so, or it is a name."""
    rightly = frozenset(_RIGHTLY_TWICE.get(letter.language.partition("-")[0].lower(), "").split())
    for _, match in text.find(_TWICE):
        word = match[1]
        if word.islower() and word not in rightly:
            yield text.problem(match.start(), f"“{word} {word}”: a word appears twice", "delete one of them")


def paragraphs(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a paragraph that the letter has already had."""
    first: dict[str, SourceParagraph] = {}
    for paragraph in text.paragraphs:
        source = text.text[paragraph.start : paragraph.end]
        key = " ".join(_MARKUP.sub(" ", source).split()).casefold()
        if len(key.split()) < _FEWEST_WORDS or _TABLE_LINE.match(source):
            continue
        before = first.setdefault(key, paragraph)
        if before is not paragraph:
            what = f"the paragraph appears twice, first in line {text.line(before.start)}: “{shorten(source)}”"
            yield text.problem(paragraph.start, what, "delete one of them")


def title(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a heading or a bold line that repeats the title, which stands above the letter already."""
    for block in letter.document.blocks[:4]:
        match block:
            case Heading(_, children) | Paragraph((Strong(children),)):
                pass
            case _:
                continue
        words = plain(children)
        if letter.title and _bare(words) == _bare(letter.title):
            offset = text.text.find(words.split()[0], text.body)
            line = text.line(offset) if offset >= 0 else None
            what = f"the title stands here again: “{shorten(words)}”"
            yield Problem(text.path, line, what, "delete it here; the title is set above the letter")


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!:")
