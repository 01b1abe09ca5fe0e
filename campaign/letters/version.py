"""A frozen letter: its bytes never change, and every output carries its digest."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.letters.canonical import canonical_text, digest, set_digest
from campaign.letters.letter import Letter


@dataclass(frozen=True, slots=True)
class VersionText:
    """One language of a version: the author's source, and the canonical text that `digest` is of."""

    language: str
    path: str
    digest: str
    source: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Version:
    """A frozen letter in all its languages. `number` counts from 1 within a letter; `frozen_at` is aware UTC."""

    id: int
    letter: str
    number: int
    digest: str
    message: str
    frozen_at: dt.datetime


def texts_of(letters: Mapping[str, Letter]) -> tuple[VersionText, ...]:
    """What is frozen of a letter, in the order of its languages."""
    return tuple(_text(letters[language]) for language in sorted(letters))


def digest_of(texts: tuple[VersionText, ...]) -> str:
    """The one digest of a version: SHA-256 over the digests of its languages."""
    return set_digest({text.language: text.digest for text in texts})


def _text(letter: Letter) -> VersionText:
    canonical = canonical_text(letter)
    return VersionText(letter.language, letter.path, digest(canonical), letter.source, canonical)
