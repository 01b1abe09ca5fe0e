"""What a site is built from, read at one moment. Only what may be public stands here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from jinja2 import Environment

from campaign.core.addressees import Addressee
from campaign.core.languages.catalogue import Catalogue
from campaign.core.letters import Letter, Version, VersionText
from campaign.core.publish.signing import NO_SIGNING, Signing
from campaign.core.render.characters import clean
from campaign.core.signatories import Organisation
from campaign.core.signons.change import Change
from campaign.core.signons.consent import Consent


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version with what it holds: its texts as stored, each read as a letter, by language, and who stands under it
    and under no newer one: the organisations, and how many people in their own names."""

    version: Version
    texts: tuple[VersionText, ...]
    letters: Mapping[str, Letter]
    organisations: tuple[Organisation, ...] = ()
    people: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in his or her own name. Later ones have a higher `id`."""

    id: int
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Joined:
    """An organisation, and when it was listed (aware)."""

    organisation: Organisation
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """What a signatory says, under its name."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """When the letter first went to an addressee (aware), and to how many it has gone."""

    at: dt.datetime
    addressees: int


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo made anew by us: PNG bytes, and the size in CSS pixels at which it looks as large as the others."""

    png: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Fonts:
    """The files of the two fonts that the picture is set in."""

    regular: bytes = field(repr=False)
    bold: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for the campaign, and where. It is the sender of the mails."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One letter as it is public now.

    `versions` holds at least one, the oldest first; who signs stands with each. `vote_at` and `deadline_at` are aware,
    shown in `zone`. `public_url` is where the site will stand, "" while nobody knows. `prints` are the languages in
    which there is a PDF; `logos` are by an organisation's key; what is missing is left out of the site. `newest_people`
    and `joined` are the newest signatories, newest first. `changes` are what versions meant for those who had signed
    the one before. `consent` is what signers are told of their data, None for a site that leads to no form.
    `catalogues` hold our words by language. `is_live` says that a program answers beside the files.
    """

    name: str
    campaign: str
    versions: tuple[Frozen, ...]
    addressees: tuple[Addressee, ...]
    contact: Contact
    zone: ZoneInfo
    honorific_style: str
    vote_at: dt.datetime
    deadline_at: dt.datetime
    templates: Environment
    fonts: Fonts
    public_url: str = ""
    prints: frozenset[str] = frozenset()
    logos: Mapping[str, Logo] = field(default_factory=dict)
    signing: Signing = NO_SIGNING
    consent: Consent | None = None
    newest_people: tuple[Person, ...] = ()
    joined: tuple[Joined, ...] = ()
    quotes: tuple[Quote, ...] = ()
    changes: tuple[Change, ...] = ()
    delivered: Delivered | None = None
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    is_live: bool = False

    @property
    def newest(self) -> Frozen:
        return self.versions[-1]

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """Those that stand under the newest text, in the coalition's order."""
        return self.newest.organisations

    @property
    def languages(self) -> tuple[str, ...]:
        """The newest version's languages, the letter's main one first, the others by code."""
        letters = self.newest.letters
        first = main_language(letters)
        return (first, *sorted(letters.keys() - {first}))

    @property
    def base(self) -> str:
        """The public address with a slash at its end, "" without one."""
        return self.public_url.rstrip("/") + "/" if self.public_url else ""

    def title(self, language: str) -> str:
        """The letter's title in a language; the campaign's name for a letter without one."""
        return clean(self.newest.letters[language].title or self.campaign)

    def day(self, frozen: Frozen) -> dt.date:
        """The day on which a version was frozen, in the campaign's zone."""
        return frozen.version.frozen_at.astimezone(self.zone).date()


def main_language(letters: Mapping[str, Letter]) -> str:
    """The language that the others are translations of: the one they name, else English, else the first."""
    named = sorted({letter.translation_of for letter in letters.values()} & letters.keys())
    if named:
        return named[0]
    return "en" if "en" in letters else min(letters)


def path_of(stem: str, ending: str, language: str, languages: tuple[str, ...]) -> str:
    """Where a file lies: `index.html` in the main language (the first), `index.de.html` in another."""
    middle = "" if language == languages[0] else f".{language}"
    return f"{stem}{middle}.{ending}"
