"""Everything that the text of an email to a signer depends on."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.core.compose.notices.signer_links import SignerLinks
from campaign.core.languages.catalogue import Catalogue
from campaign.core.languages.times_and_numbers import moment
from campaign.core.letters import Letter
from campaign.core.letters.covering_note import CoveringNote
from campaign.core.letters.tree import Document
from campaign.core.settings import Sender
from campaign.core.signons import Signer, SignOn, SignOnKind
from campaign.core.signons.notice import NoticeKind


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The deadlines that an email to a signer names. Both are aware."""

    hard_at: dt.datetime
    """When signing closes."""
    soft_at: dt.datetime | None = None
    """By when the campaign would like an answer; None for no such date."""


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """One email to a signer: its kind, and the values that its text can use."""

    kind: NoticeKind
    catalogue: Catalogue
    """The translations of this program's own texts."""
    letter: Letter
    """The text in the reader's language."""
    version: int
    """The number of the version that the sign-on is for."""
    digest: str
    """The SHA-256 of the version that is signed, in hexadecimal."""
    signon: SignOn
    signer: Signer
    links: SignerLinks
    sender: Sender
    zone: ZoneInfo
    """Times are shown in this zone."""
    deadlines: Deadlines
    signatory_count: int = 0
    """The number of organisations under the letter."""
    coordinator_text: str = ""
    """A question or reason that the coordinator wrote for this signer; "" for none."""
    note: CoveringNote | None = None
    """The campaign's own words for this kind of email, filled in; None for none."""
    sent_on: dt.date | None = None
    """The day on which the letter was sent; None if the kind is not about it."""
    reached: int = 0
    """The number of addressees that the letter was sent to."""
    merged_name: str = ""
    """The name that was signed, of a sign-on that was merged into this one; "" for none."""
    is_contact: bool = True
    """Whether the reader is told about changes to the text; false if the organisation has another contact."""
    redline: Document | None = None
    """The changes of a new text; None if the kind is not about one."""
    until: dt.datetime | None = None
    """The end of the objection window, aware; None if there is none."""
    asked_on: dt.date | None = None
    """The day of the invitation, for a reminder; else None."""

    record: str = ""
    """The newest line of the record about the sign-on, for receipts; "" for none."""

    @property
    def language(self) -> str:
        """The language of the email."""
        return self.catalogue.language

    @property
    def title(self) -> str:
        return self.letter.title or self.letter.subject_line

    @property
    def is_by_stranger(self) -> bool:
        """Whether a form of the public page caused it. Then it must carry no text of a stranger's choice."""
        return bool(self.links.not_me)

    @property
    def is_personal(self) -> bool:
        """Whether an individual signs, not an organisation."""
        return self.signon.kind is SignOnKind.PERSON

    def moment(self, at: dt.datetime) -> str:
        """A time in words of the reader's language, in the campaign's zone, with the zone's name."""
        return moment(at, self.zone, self.language)
