"""A frozen letter: its bytes never change, and every output carries its digest."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from campaign.core.letters.annex import read_annex
from campaign.core.letters.canonical import canonical_text, digest, set_digest
from campaign.core.letters.front import LetterFile
from campaign.core.letters.letter import Letter, read
from campaign.errors import LetterError


class VersionKind(StrEnum):
    """What a version is to the one before it, as the person who froze it said."""

    FIRST = "first"
    CORRECTION = "correction"
    SUBSTANCE = "substance"
    LANGUAGE = "language"
    UNNAMED = "unnamed"  # frozen before versions were told apart


@dataclass(frozen=True, slots=True)
class AnnexText:
    """An annex as the author wrote it."""

    path: str
    source: str


@dataclass(frozen=True, slots=True)
class VersionText:
    """One language of a version: the author's source and annexes, and the canonical text that `digest` is of."""

    language: str
    path: str
    digest: str
    source: str
    canonical: str
    annexes: tuple[AnnexText, ...] = ()


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version that is about to be kept, under its letter's next number."""

    letter: str
    """The letter's name."""
    digest: str
    """Of the texts, in all languages."""
    texts: tuple[VersionText, ...]
    message: str
    """What the person who freezes it says of it."""
    frozen_at: dt.datetime
    """Aware UTC."""
    kind: VersionKind = VersionKind.FIRST
    added_language: str = ""
    """As a Version has it."""


@dataclass(frozen=True, slots=True)
class Version:
    """A frozen letter in all its languages. `number` counts from 1 within a letter; `frozen_at` is aware UTC.

    `added_language` is the language that a version of the kind LANGUAGE adds, else "".
    """

    id: int
    letter: str
    number: int
    digest: str
    message: str
    frozen_at: dt.datetime
    kind: VersionKind = VersionKind.FIRST
    added_language: str = ""

    @property
    def kind_label(self) -> str:
        """The kind in words, with the language that it adds."""
        return f"{self.kind} {self.added_language}".rstrip()


def texts_of(letters: Mapping[str, Letter]) -> tuple[VersionText, ...]:
    """What is frozen of a letter, in the order of its languages."""
    return tuple(_version_text(letters[language]) for language in sorted(letters))


def digest_of(texts: tuple[VersionText, ...]) -> str:
    """The one digest of a version: SHA-256 over the digests of its languages."""
    return set_digest({text.language: text.digest for text in texts})


def _version_text(letter: Letter) -> VersionText:
    canonical = canonical_text(letter)
    annexes = tuple(AnnexText(annex.path, annex.source) for annex in letter.annexes)
    return VersionText(letter.language, letter.path, digest(canonical), letter.source, canonical, annexes)


def letter_of(text: VersionText) -> Letter:
    """The letter that was frozen, read again. Raises LetterError when it can no longer be read."""
    annexes = tuple(read_annex(LetterFile(annex.path, annex.source))[0] for annex in text.annexes)
    return replace(read(text.source, text.path, text.language)[0], annexes=annexes)


def letters_of(texts: Iterable[VersionText]) -> dict[str, Letter]:
    """A version's letters by language. Raises LetterError as `letter_of` does."""
    return {text.language: letter_of(text) for text in texts}


def flaws(version: Version, texts: tuple[VersionText, ...]) -> Iterator[str]:
    """Where what is kept of a version is no longer what was frozen: one sentence each, none when all is well."""
    if digest_of(texts) != version.digest:
        yield "its texts do not give its digest"
    for text in texts:
        if digest(text.canonical) != text.digest:
            yield f"{text.path}: the canonical text does not give its digest"
        if _recompute_canonical(text) != text.canonical:
            yield f"{text.path}: the author's text does not give the canonical text"


def _recompute_canonical(text: VersionText) -> str:
    try:
        return canonical_text(letter_of(text))
    except LetterError:
        return ""
