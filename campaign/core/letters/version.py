"""A frozen letter. Its text never changes, and every output shows its digest."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from campaign.core.letters.annex import read_annex
from campaign.core.letters.canonical import canonical_text, digest, set_digest
from campaign.core.letters.front_matter import LetterFile
from campaign.core.letters.letter import Letter, read
from campaign.errors import LetterError


class VersionKind(StrEnum):
    """What a version changes, as declared by the person who froze it."""

    FIRST = "first"
    CORRECTION = "correction"
    SUBSTANCE = "substance"
    LANGUAGE = "language"
    UNNAMED = "unnamed"  # frozen before versions had a kind


@dataclass(frozen=True, slots=True)
class AnnexText:
    """The source of an annex."""

    path: str
    source: str


@dataclass(frozen=True, slots=True)
class VersionText:
    """One language of a version."""

    language: str
    path: str
    """The file that it was frozen from."""
    digest: str
    """SHA-256 of `canonical`, in hex."""
    source: str
    """The file, exactly as the author wrote it."""
    canonical: str
    """The canonical text, see `canonical_text`."""
    annexes: tuple[AnnexText, ...] = ()
    """The annexes that it quotes."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be stored under the letter's next number."""

    letter: str
    """The letter's name."""
    digest: str
    """Digest of all its texts, see `digest_of`."""
    texts: tuple[VersionText, ...]
    message: str
    """Message of the person who freezes it: what was agreed, and by whom."""
    frozen_at: dt.datetime
    """Aware UTC."""
    kind: VersionKind = VersionKind.FIRST
    """As in `Version`."""
    added_language: str = ""
    """As in `Version`."""


@dataclass(frozen=True, slots=True)
class Version:
    """A frozen letter in all its languages."""

    id: int
    """Key of the row in the database."""
    letter: str
    """The letter's name."""
    number: int
    """Number of the version within its letter, from 1."""
    digest: str
    """SHA-256 over the digests of its texts, in hex, see `digest_of`."""
    message: str
    """Message of the person who froze it."""
    frozen_at: dt.datetime
    """Aware UTC."""
    kind: VersionKind = VersionKind.FIRST
    """Whether it is the first version, a correction, a change of substance or a new language."""
    added_language: str = ""
    """The language that a version of the kind LANGUAGE adds; "" for every other kind."""

    @property
    def kind_label(self) -> str:
        """The kind, followed by the added language if there is one."""
        return f"{self.kind} {self.added_language}".rstrip()


def texts_of(letters: Mapping[str, Letter]) -> tuple[VersionText, ...]:
    """Return the texts to be frozen, in the order of their languages."""
    return tuple(_version_text(letters[language]) for language in sorted(letters))


def digest_of(texts: tuple[VersionText, ...]) -> str:
    """Return the digest of a version: SHA-256 over the digests of its texts."""
    return set_digest({text.language: text.digest for text in texts})


def _version_text(letter: Letter) -> VersionText:
    canonical = canonical_text(letter)
    annexes = tuple(AnnexText(annex.path, annex.source) for annex in letter.annexes)
    return VersionText(letter.language, letter.path, digest(canonical), letter.source, canonical, annexes)


def letter_of(text: VersionText) -> Letter:
    """Parse a frozen text again. Raises LetterError when it can no longer be parsed."""
    annexes = tuple(read_annex(LetterFile(annex.path, annex.source))[0] for annex in text.annexes)
    return replace(read(text.source, text.path, text.language)[0], annexes=annexes)


def letters_of(texts: Iterable[VersionText]) -> dict[str, Letter]:
    """Parse all texts of a version, by language. Raises LetterError as `letter_of` does."""
    return {text.language: letter_of(text) for text in texts}


def flaws(version: Version, texts: tuple[VersionText, ...]) -> Iterator[str]:
    """Yield one sentence for each way in which a stored version no longer matches what was frozen."""
    if digest_of(texts) != version.digest:
        yield "the digest of its texts does not match"
    for text in texts:
        if digest(text.canonical) != text.digest:
            yield f"{text.path}: the digest of the canonical text does not match"
        if _recompute_canonical(text) != text.canonical:
            yield f"{text.path}: the author's text no longer gives the canonical text"


def _recompute_canonical(text: VersionText) -> str:
    try:
        return canonical_text(letter_of(text))
    except LetterError:
        return ""
