"""What a site is built from, read at one moment. It contains only what may be public."""

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
from campaign.core.signons.record import RecordHead


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """A version with its texts and signatories."""

    version: Version
    texts: tuple[VersionText, ...]
    """Its texts as they are stored."""
    letters: Mapping[str, Letter]
    """The texts parsed as letters, by language."""
    organisations: tuple[Organisation, ...] = ()
    """The organisations under this version and no newer one."""
    people: int = 0
    """The number of individuals under this version."""


@dataclass(frozen=True, slots=True)
class Person:
    """An individual who signed."""

    id: int
    """The id of the sign-on; later ones are higher."""
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class NewSignatory:
    """An organisation that was listed recently."""

    organisation: Organisation
    listed_at: dt.datetime
    """Aware."""


@dataclass(frozen=True, slots=True)
class SignatoryQuote:
    """A quotation of a signatory."""

    name: str
    """The signatory's name."""
    text: str


@dataclass(frozen=True, slots=True)
class LetterDelivery:
    """The delivery of the letter so far."""

    first_sent_at: dt.datetime
    """When it was sent to the first addressee, aware."""
    addressees: int
    """How many addressees it was sent to."""


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """Whether an addressee who has had the letter has answered."""

    addressee: Addressee
    answered_on: dt.date | None
    """The day of the first answer, in the campaign's zone; None for no answer."""
    stance: str = ""
    """"supports", "against" or "open", if the site shows positions and one is recorded; else ""."""


@dataclass(frozen=True, slots=True)
class PublicLogo:
    """An organisation's logo, redrawn by this program."""

    png: bytes = field(repr=False)
    width: int
    """In CSS pixels; all logos look equally large at these sizes."""
    height: int
    """In CSS pixels."""


@dataclass(frozen=True, slots=True)
class CampaignContact:
    """The campaign's contact: name and email address of the sender."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """What a site says about the campaign, from its settings."""

    name: str
    """The campaign's public name."""
    contact: CampaignContact
    """The contact that the pages name."""
    zone: ZoneInfo
    """Times are shown in this zone."""
    honorific_style: str
    """How English honorifics are written: "eu" or "us"."""
    vote_at: dt.datetime
    """The time of the vote, aware."""
    deadline_at: dt.datetime
    """The deadline for sending the letter, aware."""
    public_url: str = ""
    """The web address of the site; "" if it is not known."""
    name_order: str = ""
    """The order of organisations: "table", "alphabet", or "" for the alphabet on pages and the table in print."""
    consent: Consent | None = None
    """The statement about the signers' data; None for a site without a form."""


@dataclass(frozen=True, slots=True)
class LatestSignatories:
    """The newest signatories, and quotations."""

    people: tuple[Person, ...] = ()
    """The newest individuals, newest first."""
    new_signatories: tuple[NewSignatory, ...] = ()
    """The organisations that were listed last, newest first."""
    quotes: tuple[SignatoryQuote, ...] = ()
    """Quotations, in the coalition's order."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that the public site of one letter shows."""

    name: str
    """The name of the letter's folder."""
    campaign: CampaignFacts
    """What the site says about the campaign."""
    versions: tuple[SignedVersion, ...]
    """At least one, oldest first, each with its signatories. The last `proposals` are not public yet."""
    addressees: tuple[Addressee, ...]
    """The people that the letter is sent to."""
    design: Design
    """Templates, translations and fonts."""
    signing: SigningStatus = NO_SIGNING
    """Whether and where the letter can be signed."""
    latest: LatestSignatories = LatestSignatories()
    """The newest signatories, and quotations."""
    changes: tuple[VersionChange, ...] = ()
    """How each change of the text treated the signatories of the version before."""
    delivery: LetterDelivery | None = None
    """The delivery of the letter; None if it was not sent yet."""
    answers: tuple[PublicAnswer, ...] = ()
    """The addressees who have had the letter, in the letter's order; empty if the campaign does not publish answers."""
    logos: Mapping[str, PublicLogo] = field(default_factory=dict)
    """By the organisation's key. Organisations without a usable logo are left out."""
    pdf_languages: frozenset[str] = frozenset()
    """The languages that have a PDF."""
    proposals: int = 0
    """How many of the newest versions are only proposed: their change is open, and the names stand under another."""
    record: RecordHead | None = field(default=None, compare=False)
    """The newest line of the record when the edition was read; None for an empty record. It changes with each line, so
    that an edition is not another one because of it."""
    is_live: bool = False
    """Whether `campaign serve` shows it, which answers more pages than these files."""

    @property
    def newest(self) -> SignedVersion:
        """The version that the site shows: the newest one that is not only proposed."""
        return self.versions[-1 - self.proposals]

    @property
    def earlier(self) -> tuple[SignedVersion, ...]:
        """The versions before the one that the site shows, newest first."""
        return tuple(reversed(self.versions[: -1 - self.proposals]))

    @property
    def proposal(self) -> SignedVersion | None:
        """The newest version while it is only proposed; else None."""
        return self.versions[-1] if self.proposals else None

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The organisations under the newest version, in the coalition's order."""
        return self.newest.organisations

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the newest version: the main one first, the others sorted by code."""
        letters = self.newest.letters
        first = main_language(letters)
        return (first, *sorted(letters.keys() - {first}))

    @property
    def base(self) -> str:
        """The public address with a slash at its end; "" if there is none."""
        address = self.campaign.public_url
        return address.rstrip("/") + "/" if address else ""

    def title(self, language: str) -> str:
        """The letter's title in a language, or the campaign's name if it has no title."""
        return clean(self.newest.letters[language].title or self.campaign.name)

    def day(self, signed_version: SignedVersion) -> dt.date:
        """The day on which a version was frozen, in the campaign's zone."""
        return signed_version.version.frozen_at.astimezone(self.campaign.zone).date()


def main_language(letters: Mapping[str, Letter]) -> str:
    """The language that the others are translations of: the one they name, else English, else the first by code."""
    named = sorted({letter.translation_of for letter in letters.values()} & letters.keys())
    if named:
        return named[0]
    return "en" if "en" in letters else min(letters)


def path_of(stem: str, ending: str, language: str, languages: tuple[str, ...]) -> str:
    """The path of a file: `index.html` in the main language (the first), `index.de.html` in another."""
    middle = "" if language == languages[0] else f".{language}"
    return f"{stem}{middle}.{ending}"
