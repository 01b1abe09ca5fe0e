"""The record of a translation: the passages of the original when the translation was last confirmed, with digests.

It is a text file, `letter.de.seen` beside `letter.de.md`, with one line per passage, written by `campaign letter
translated`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.core.check.parity import TRANSLATED
from campaign.core.check.prose import Prose, prose, shorten
from campaign.core.letters import Letter
from campaign.errors import Problem

BODY = "body"
_WORDS = 80
_DIGITS = 16
_LINE = re.compile(rf"([0-9a-f]{{{_DIGITS}}})\t([^\t]+)\t(.*)")
_OF = re.compile(r"of (\S.*)")


@dataclass(frozen=True, slots=True)
class LetterPassage:
    """A paragraph of a letter, or a line of its front matter."""

    place: str
    """The key of the front matter, BODY, or a footnote as `[^label]`."""
    words: str
    """Its first words."""
    digest: str
    """The first digits of the SHA-256 of the whole passage, in hex."""
    line: int = 0
    """Line in the file, from 1; 0 in a record."""


@dataclass(frozen=True, slots=True)
class TranslationRecord:
    """The passages of the original, in `language`, that a translation was last confirmed against."""

    language: str
    passages: tuple[LetterPassage, ...]


def read_passages(letter: Letter) -> tuple[LetterPassage, ...]:
    """Return a letter's passages: front matter, then body and footnotes in the order of the file.

    Line breaks within a passage do not count.
    """
    return tuple(_passage(*part) for part in _parts(letter))


def passage_texts(letter: Letter) -> tuple[tuple[LetterPassage, str], ...]:
    """A letter's passages as `read_passages` returns them, each with its whole text."""
    return tuple((_passage(*part), part[1]) for part in _parts(letter))


def new_record(original: Letter) -> TranslationRecord:
    """Make the record for a translation of `original` that is confirmed now."""
    return TranslationRecord(original.language, read_passages(original))


def format_record(record: TranslationRecord, translation: str) -> str:
    """Write a record as the text of its file. `translation` is the translation's language code."""
    head = (
        f"# What letter.{record.language}.md said when letter.{translation}.md was last confirmed to be up to date.\n"
        f"# Written by `campaign letter translated {translation}`; not to be edited.\n"
        f"of {record.language}\n"
    )
    return head + "".join(f"{passage.digest}\t{passage.place}\t{passage.words}\n" for passage in record.passages)


def parse_record(text: str, path: str) -> tuple[TranslationRecord, tuple[Problem, ...]]:
    """Read a record from the text of its file. Returns it with a problem for each line that is not valid."""
    language = ""
    entries: list[LetterPassage] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if match := _LINE.fullmatch(line):
            entries.append(LetterPassage(match.group(2), match.group(3), match.group(1)))
        elif head := _OF.fullmatch(line.strip()):
            language = head.group(1)
        else:
            what = f"not a line of this record: {shorten(line)}"
            problems.append(Problem(path, number, what, "recreate the file with campaign letter translated"))
    return TranslationRecord(language, tuple(entries)), tuple(problems)


def _parts(letter: Letter) -> Iterator[tuple[str, str, int]]:
    """Yield place, text and line of each passage."""
    text = prose(letter)
    yield from ((key, getattr(letter, key), text.keys[key]) for key in TRANSLATED if getattr(letter, key))
    yield from (("law", f"{label}: {source}", text.keys["law"]) for label, source in letter.law.items())
    yield from _paragraphs(letter, text)


def _paragraphs(letter: Letter, text: Prose) -> Iterator[tuple[str, str, int]]:
    """Yield place, text and line of each paragraph of the source, and of each line of indented code."""
    source = letter.source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    at = text.body
    for paragraph in text.paragraphs:
        yield from _between(source, text, at, paragraph.start)
        place = f"[^{paragraph.note}]" if paragraph.note else BODY
        yield place, source[paragraph.start : paragraph.end], text.line(paragraph.start)
        at = paragraph.end
    yield from _between(source, text, at, len(source))


def _between(source: str, text: Prose, start: int, end: int) -> Iterator[tuple[str, str, int]]:
    for match in re.finditer(r"[^\n]*\S[^\n]*", source[start:end]):
        yield BODY, match.group(), text.line(start + match.start())


def _passage(place: str, words: str, line: int) -> LetterPassage:
    whole = unicodedata.normalize("NFC", " ".join(words.split()))
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return LetterPassage(" ".join(place.split()), shorten(whole, _WORDS), digest, line)
