"""Sign-ons: the public part, and, kept apart from it, who signed. Times are aware UTC."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.core.signatories import Organisation, SignOnState


class SignOnKind(StrEnum):
    """Who signs: an organisation, or a person as an individual."""

    ORGANISATION = "organisation"
    """A person signs for an organisation."""
    PERSON = "person"
    """A person signs as an individual."""


class SignOnSource(StrEnum):
    """How a sign-on came in."""

    PAGE = "page"
    """With the form on the public page."""
    INVITATION = "invitation"
    """With the link in an invitation."""
    MAIL = "mail"
    """Entered by the coordinator, from an email."""
    PHONE = "phone"
    """Entered by the coordinator, from a phone call."""
    IMPORT = "import"
    """A row of the coalition's directory."""


@dataclass(frozen=True, slots=True)
class SignOn:
    """The public part of a sign-on. It is published once the state is `listed`."""

    id: int
    """The number of its row in the database. Personal links and the record refer to it."""
    letter: str
    """The name of the letter's folder."""
    kind: SignOnKind
    """Whether an organisation or an individual signs."""
    organisation: str
    """The key of the organisation in the directory; "" for an individual, or if it is not there."""
    name: str
    """The name as it should appear."""
    url: str
    """The website; "" for none."""
    country: str
    """The English name of the country; "" if unknown."""
    logo: str
    """The path of the logo below `signatories/`; "" for none."""
    quote: str
    """A sentence shown with the name; "" for none."""
    state: SignOnState
    """Its state; only `transition` in the store changes it."""
    version: int | None
    """The id of the version that was signed; None while no version is frozen."""
    has_objected: bool
    """The signer objected to a newer version, so the sign-on stays under `version`."""
    language: str
    """The code of the language in which the letter was read; "" for the letter's main language."""
    source: SignOnSource
    """How it came in."""
    created_at: dt.datetime
    """When the sign-on was created (aware UTC)."""
    listed_at: dt.datetime | None = None
    """When it was last listed (aware UTC); None if never."""
    agreed: int | None = None
    """The id of a newer version that the signer agreed to, while the page still shows `version`; None for none."""
    merged_into: int | None = None
    """The id of the sign-on of the same organisation that it was merged into; None if it was not merged."""

    @property
    def last_agreed(self) -> int | None:
        """The id of the last version that the signer agreed to; None while no version is frozen."""
        return self.agreed or self.version

    @property
    def key(self) -> str:
        """The key of the organisation in the directory, or else a key of the sign-on."""
        return self.organisation or f"signon-{self.id}"

    @property
    def as_organisation(self) -> Organisation:
        """The sign-on as an organisation that can be listed under a letter."""
        return Organisation(self.key, self.name, self.url, self.country, self.logo, self.state)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed or was invited. Personal data, never published."""

    signon: int
    """The id of the sign-on."""
    person: str
    """The person's name."""
    role: str
    """The role in the organisation, or an individual's affiliation."""
    address: str
    """The email address."""
    authority: str = ""
    """The sentence that was ticked, in the language of the form; "" for none."""
    confirmed_at: dt.datetime | None = None
    """When the email address was confirmed (aware UTC); None while it is not."""
    confirmed_how: str = ""
    """How it was confirmed; "" while it is not."""
    until: dt.date | None = None
    """The day by which the person promised to answer, in the campaign's zone; None for no promise."""
    note: str = ""
    """The coordinator's note."""
    generation: int = 0
    """The generation of the personal links. Links of an earlier generation are invalid."""
    salt: bytes = field(default=b"", repr=False)
    """Random bytes, so that the digest in the record cannot be guessed."""
    register: str = ""
    """The Transparency Register number that was given; "" for none. It is not personal data."""


@dataclass(frozen=True, slots=True)
class NewSignOn:
    """A sign-on to be stored, with its signer. Fields are those of SignOn and Signer."""

    letter: str
    """The name of the letter's folder."""
    kind: SignOnKind
    """Whether an organisation or an individual signs."""
    name: str
    """The name as it should appear."""
    state: SignOnState
    """The state in which it is stored."""
    version: int | None
    """The id of the version that is signed; None while no version is frozen."""
    language: str
    """The code of the language in which the letter was read; "" for the letter's main language."""
    source: SignOnSource
    """How it came in."""
    url: str = ""
    """The website; "" for none."""
    country: str = ""
    """The English name of the country; "" if unknown."""
    logo: str = ""
    """The path of the logo below `signatories/`; "" for none."""
    organisation: str = ""
    """The key of the organisation in the directory; "" for an individual, or if it is not there."""
    person: str = ""
    """The name of the person who signs; "" if nobody is named."""
    role: str = ""
    """The role in the organisation, or an individual's affiliation; "" if not stated."""
    address: str = ""
    """The email address; "" if none is known."""
    address_key: str = ""
    """The email address in the form that is compared."""
    authority: str = ""
    """The sentence that was ticked, in the language of the form; "" for none."""
    note: str = ""
    """The coordinator's note; "" for none."""
    register: str = ""
    """The Transparency Register number that was given; "" for none."""
