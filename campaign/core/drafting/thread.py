"""Comments on a draft: threads, who reads them, and what came of each."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.drafting.text_map import TextRange


class ThreadAudience(StrEnum):
    """Who reads a thread. The database stores these values."""

    EVERYBODY = "everybody"
    """Everybody who may comment on drafts."""
    SECRETARIAT = "secretariat"
    """Those who settle comments."""
    ORGANISATION = "organisation"
    """One organisation: the people of the team who speak for it."""


class CommentOutcome(StrEnum):
    """What came of a thread. The database stores these values."""

    TAKEN = "taken"
    TAKEN_OTHERWISE = "taken otherwise"
    NOT_TAKEN = "not taken"
    LATER = "later"
    WITHDRAWN = "withdrawn"

    @property
    def needs_reason(self) -> bool:
        """Whether it must say why."""
        return self in (CommentOutcome.TAKEN_OTHERWISE, CommentOutcome.NOT_TAKEN, CommentOutcome.LATER)


class OutcomeAnswer(StrEnum):
    """What the organisation that commented says of the outcome. The database stores these values."""

    FINE = "fine"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class DraftReader:
    """Who reads a draft, and comments on it."""

    account: int | None
    """The account; None for the command line."""
    name: str
    """As it stands beside a comment."""
    organisation: str
    """The organisation that the person speaks for; "" for none."""
    settles: bool
    """Whether the person may settle comments: the secretariat."""

    def may_read(self, thread: "Thread") -> bool:
        """Whether a thread is for this person's eyes. What one organisation discusses is not for the secretariat."""
        match thread.audience:
            case ThreadAudience.EVERYBODY:
                return True
            case ThreadAudience.SECRETARIAT:
                return self.settles
            case _:
                return bool(self.organisation) and thread.organisation == self.organisation

    def speaks_for(self, thread: "Thread") -> bool:
        """Whether the person may withdraw a thread and say whether its outcome is fine: who began it, and colleagues of
        the same organisation."""
        if thread.account is not None and thread.account == self.account:
            return True
        return bool(self.organisation) and thread.organisation == self.organisation


@dataclass(frozen=True, slots=True)
class NewThread:
    """A thread that is begun."""

    letter: str
    """The letter's name."""
    language: str
    base: int
    """The stored text on which it was begun."""
    start: int
    """Where its words begin in that text, in characters."""
    end: int
    """Where they end; the same as `start` if it is about the whole letter."""
    audience: ThreadAudience
    organisation: str
    """The organisation of who began it; "" for none."""
    account: int | None
    """Who began it; None for the command line, and for somebody without an account."""
    author: str
    """The name of who began it, as it was then."""
    is_red_line: bool
    """Whether the organisation cannot sign unless it is settled."""
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """Comments on some words of a draft, or on the whole of it."""

    id: int
    letter: str
    language: str
    base: int
    start: int
    end: int
    audience: ThreadAudience
    organisation: str
    account: int | None
    author: str
    is_red_line: bool
    created_at: dt.datetime
    outcome: CommentOutcome | None
    """None while it is open."""
    reason: str
    """Why this outcome; "" if it needs none."""
    settled_by: int | None
    """The account that settled it; None while it is open, and for the command line."""
    settled_at: dt.datetime | None
    answer: OutcomeAnswer | None
    """What the organisation says of the outcome; None if it has not answered."""

    @property
    def is_open(self) -> bool:
        """Whether it has no outcome yet."""
        return self.outcome is None

    @property
    def is_in_the_way(self) -> bool:
        """Whether whoever made signing depend on it still waits: it is open, or its outcome is a problem."""
        if self.answer is OutcomeAnswer.FINE:
            return False
        settled_well = self.outcome in (CommentOutcome.TAKEN, CommentOutcome.WITHDRAWN)
        return self.answer is OutcomeAnswer.PROBLEM or not settled_well

    @property
    def words(self) -> TextRange | None:
        """Its words in the stored text; None if it is about the whole letter."""
        return TextRange(self.start, self.end) if self.end > self.start else None


class CommentSource(StrEnum):
    """How a comment came. The database stores these values."""

    DESK = "desk"
    WORD = "word"
    """From a Word file."""
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class NewDraftComment:
    """A comment that is added to a thread."""

    thread: int
    account: int | None
    """Who wrote it; None for the command line, and for somebody without an account."""
    author: str
    """The name of who wrote it, as it was then."""
    organisation: str
    """The organisation that he or she speaks for; "" for none."""
    text: str
    source: CommentSource
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DraftComment:
    """A comment in a thread."""

    id: int
    thread: int
    account: int | None
    author: str
    organisation: str
    text: str
    source: CommentSource
    created_at: dt.datetime
