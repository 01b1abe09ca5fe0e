"""What a mail to a signer is about: all that its words are made of."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from campaign.core.compose.notices.signer_links import SignerLinks
from campaign.core.languages.catalogue import Catalogue
from campaign.core.languages.moments import moment
from campaign.core.letters import Letter
from campaign.core.letters.tree import Document
from campaign.core.settings import Sender
from campaign.core.signons import Signer, SignOn, SignOnKind
from campaign.core.signons.notice import NoticeKind


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when names are taken (`hard_at`), and by when an answer is wished for (None: no sooner). Aware."""

    hard_at: dt.datetime
    soft_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """One mail's matter.

    `letter` is the text in the reader's language, `digest` that of the version that is signed. `say` gives our own
    words in `language`. `signed` counts the organisations under the letter. `typed` are a person's own words for this
    signer. `redline`, `until` and `asked_on` are set where the kind speaks of them.
    """

    kind: NoticeKind
    catalogue: Catalogue
    letter: Letter
    digest: str
    signon: SignOn
    signer: Signer
    links: SignerLinks
    sender: Sender
    zone: ZoneInfo
    deadlines: Deadlines
    signatory_count: int = 0
    coordinator_text: str = ""
    redline: Document | None = None
    until: dt.datetime | None = None
    asked_on: dt.date | None = None

    @property
    def language(self) -> str:
        """The mail's language."""
        return self.catalogue.language

    @property
    def title(self) -> str:
        return self.letter.title or self.letter.subject_line

    @property
    def is_personal(self) -> bool:
        """Whether somebody signs in his or her own name."""
        return self.signon.kind is SignOnKind.PERSON

    def moment(self, at: dt.datetime) -> str:
        """A moment in the reader's words, in the campaign's zone, which is named."""
        return moment(at, self.zone, self.language)
