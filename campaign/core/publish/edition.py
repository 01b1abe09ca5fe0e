"""What a site is built from, read at one moment. Only what may be public stands here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from campaign.core.addressees import Addressee
from campaign.core.letters import Letter, Version
from campaign.core.letters.version import VersionText
from campaign.core.publish.design import Design
from campaign.core.publish.signing_status import NO_SIGNING, SigningStatus
from campaign.core.render.characters import clean
from campaign.core.signatories import Organisation
from campaign.core.signons.change import VersionChange
from campaign.core.signons.consent import Consent


@dataclass(frozen=True, slots=True)
class FrozenVersion:
    """A version with what it holds."""

    version: Version
    texts: tuple[VersionText, ...]
    """As they are stored."""
    letters: Mapping[str, Letter]
    """The texts, each read as a letter, by language."""
    organisations: tuple[Organisation, ...] = ()
    """Those that stand under this version and under no newer one."""
    people: int = 0
    """How many people stand under it in their own names."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in his or her own name. Later ones have a higher `id`."""

    id: int
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class NewSignatory:
    """An organisation, and when it was listed (aware)."""

    organisation: Organisation
    listed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SignatoryQuote:
    """What a signatory says, under its name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterDelivery:
    """When the letter first went to an addressee (aware), and to how many it has gone."""

    first_sent_at: dt.datetime
    addressees: int


@dataclass(frozen=True, slots=True)
class PublicLogo:
    """A logo made anew by us: PNG bytes, and the size in CSS pixels at which it looks as large as the others."""

    png: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CampaignContact:
    """Who answers for the campaign, and where. It is the sender of the mails."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """What a site says of the campaign, from its settings."""

    name: str
    """As it is called in public."""
    contact: CampaignContact
    """Who answers for it."""
    zone: ZoneInfo
    """In which its times are shown."""
    honorific_style: str
    """How addressees are called: a style of `addressees`."""
    vote_at: dt.datetime
    """When the addressees decide, aware."""
    deadline_at: dt.datetime
    """Until when the letter is to reach them, aware."""
    public_url: str = ""
    """Where the site will stand, "" while nobody knows."""
    consent: Consent | None = None
    """What signers are told of their data; None for a site that leads to no form."""


@dataclass(frozen=True, slots=True)
class LatestSignatories:
    """Who signed last, and what signatories say."""

    people: tuple[Person, ...] = ()
    """The newest people, newest first."""
    new_signatories: tuple[NewSignatory, ...] = ()
    """The newest organisations, newest first."""
    quotes: tuple[SignatoryQuote, ...] = ()
    """In the coalition's order."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One letter as it is public now."""

    name: str
    """The name of the letter's folder."""
    campaign: CampaignFacts
    """What is said of the campaign."""
    versions: tuple[FrozenVersion, ...]
    """At least one, the oldest first; who signs stands with each."""
    addressees: tuple[Addressee, ...]
    """To whom the letter goes."""
    design: Design
    """How the pages look and speak."""
    signing: SigningStatus = NO_SIGNING
    """Whether and where the letter can be signed."""
    latest: LatestSignatories = LatestSignatories()
    """Who signed last, and what signatories say."""
    changes: tuple[VersionChange, ...] = ()
    """What versions meant for those who had signed the one before."""
    delivery: LetterDelivery | None = None
    """What was sent; None while nothing was."""
    logos: Mapping[str, PublicLogo] = field(default_factory=dict)
    """By an organisation's key; who has none that can be shown is left out."""
    pdf_languages: frozenset[str] = frozenset()
    """The languages in which there is a PDF."""
    is_live: bool = False
    """Whether a program answers beside the files."""

    @property
    def newest(self) -> FrozenVersion:
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
        address = self.campaign.public_url
        return address.rstrip("/") + "/" if address else ""

    def title(self, language: str) -> str:
        """The letter's title in a language; the campaign's name for a letter without one."""
        return clean(self.newest.letters[language].title or self.campaign.name)

    def day(self, frozen: FrozenVersion) -> dt.date:
        """The day on which a version was frozen, in the campaign's zone."""
        return frozen.version.frozen_at.astimezone(self.campaign.zone).date()


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
