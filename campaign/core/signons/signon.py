"""A sign-on as it is kept: what is public of it, and, apart from that, who signed. Times are aware and in UTC."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.core.signatories import Organisation, SignOnState


class SignOnKind(StrEnum):
    """Who signs: an organisation, or somebody in his or her own name."""

    ORGANISATION = "organisation"
    PERSON = "person"


class SignOnSource(StrEnum):
    """How a sign-on came in."""

    PAGE = "page"  # the public page's form
    INVITATION = "invitation"  # the link in an invitation
    MAIL = "mail"  # entered by the coordinator, as are the two below
    PHONE = "phone"
    IMPORT = "import"  # a row of the coalition's directory


@dataclass(frozen=True, slots=True)
class SignOn:
    """What is public of a sign-on, once it is `listed`.

    `name` is as it should appear. `organisation` is the key of the directory's organisation, "" for one that is not in
    it and for a person. `version` is the id of the version that it stands under, None while nothing is frozen. `held`
    says that it stays under that version although a newer one took the others along. `language` is that of the text
    that was read. `logo` is a path below `signatories/`. `listed_at` is when it was last listed, None for never.
    """

    id: int
    letter: str
    kind: SignOnKind
    organisation: str
    name: str
    url: str
    country: str
    logo: str
    quote: str
    state: SignOnState
    version: int | None
    has_objected: bool
    language: str
    source: SignOnSource
    created_at: dt.datetime
    listed_at: dt.datetime | None = None

    @property
    def key(self) -> str:
        """What outputs know it by: the directory's key, or one of its own."""
        return self.organisation or f"signon-{self.id}"

    @property
    def as_organisation(self) -> Organisation:
        """The sign-on as a line of a letter."""
        return Organisation(self.key, self.name, self.url, self.country, self.logo, self.state)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, or is asked to: never public. `authority` is the sentence that was ticked, "" for none.

    `confirmed_how` says by what the mail address is known to be his or hers, "" while it is not. `until` is the day by
    which an answer was promised. `salt` keeps the record's digest of this from being guessed. `generation` counts the
    personal links that were given out: only those of the newest are good. `register` is the number in the Transparency
    Register that was stated, "" for none; it is no personal data.
    """

    signon: int
    person: str
    role: str
    address: str
    authority: str = ""
    confirmed_at: dt.datetime | None = None
    confirmed_how: str = ""
    until: dt.date | None = None
    note: str = ""
    generation: int = 0
    salt: bytes = field(default=b"", repr=False)
    register: str = ""


@dataclass(frozen=True, slots=True)
class NewSignOn:
    """A sign-on that is to be kept. `mail_key` is the address in the form that two spellings of it share."""

    letter: str
    kind: SignOnKind
    name: str
    state: SignOnState
    version: int | None
    language: str
    source: SignOnSource
    url: str = ""
    country: str = ""
    logo: str = ""
    organisation: str = ""
    person: str = ""
    role: str = ""
    address: str = ""
    address_key: str = ""
    authority: str = ""
    note: str = ""
    register: str = ""
