"""Signing on the public page: the form waits as a submission, and the link in the email to its address confirms it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from campaign.adapters.store import signons, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import additions, notices, opt_outs, request_limits, submissions, text_changes
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnSource
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent
from campaign.core.signons.request_limits import ConfirmationBudget
from campaign.core.signons.submission import confirmed_answers

LINK = "the link in the email"

# Who signed, or was refused, gets the personal link instead of another confirmation.
_ANSWERED = (SignOnState.CONFIRMED, SignOnState.LISTED, SignOnState.REFUSED)


class SignOutcome(StrEnum):
    """The result of sending the form."""

    SAVED = "saved"
    NOT_SAVED = "not saved"  # it has signed, gets too many emails or wants none; the public page must not show this
    STALE = "stale"  # the form was for an older version
    LIMITED = "limited"  # the network has sent too many


@dataclass(frozen=True, slots=True)
class SignResult:
    """The result of sending the form."""

    outcome: SignOutcome
    is_delayed: bool = False
    """Whether the email goes later, because many strangers have sent forms."""


def sign(db: Database, new: NewSignOn, client: str, budget: ConfirmationBudget, at: dt.datetime) -> SignResult:
    """Keep the form as a submission to the public version, and queue the notice that asks to confirm it. `client` is
    the network address that the form came from.

    No sign-on changes. If the address has signed, the notice with the personal link is queued instead. Nothing is done
    if the mailbox got many emails recently, or its owner wants none; the page must not show this.
    """
    text = versions.public(db, new.letter)
    if text is None or text.id != new.version:
        return SignResult(SignOutcome.STALE)
    share = request_limits.count_request(db, client, at)
    if not share.is_within:
        return SignResult(SignOutcome.LIMITED)
    is_delayed = request_limits.is_delayed(db, budget, at)
    return SignResult(_sign(db, new, share.rank, at), is_delayed)


def _sign(db: Database, new: NewSignOn, rank: int, at: dt.datetime) -> SignOutcome:
    """Each form is written, also one that leads to nothing: the time that it takes must not tell who has signed."""
    known = additions.existing(db, new)
    is_within, is_unwanted = request_limits.count_mailbox(db, new.address_key, at), _wants_no_email(db, new)
    has_answered = known is not None and known.state in _ANSWERED
    submission = submissions.add(db, new, at, rank=rank)
    notices.add(db, new.letter, 0, NoticeKind.CONFIRM, at, submission=submission)
    if is_within and not is_unwanted and not has_answered:
        return SignOutcome.SAVED
    submissions.delete(db, submission)
    if known is not None and has_answered and is_within and not is_unwanted:
        notices.add(db, new.letter, known.id, NoticeKind.OWN, at)
    return SignOutcome.NOT_SAVED


def _wants_no_email(db: Database, new: NewSignOn) -> bool:
    return submissions.is_blocked(db, new.address_key) or opt_outs.since(db, new.address) is not None


def confirm_submission(db: Database, submission: int, seed: int, at: dt.datetime) -> int | None:
    """Confirm a form: its answers become a sign-on, or go into the row that asks for it, if the row's state allows it.

    Queues the notice with the personal link. Returns the id of the sign-on; None if nothing is confirmed: the link
    was used, or the address or the organisation has signed since.
    """
    waiting = submissions.one(db, submission)
    if waiting is None or waiting.answers is None or waiting.seed != seed:
        return None
    new = confirmed_answers(waiting.answers, additions.existing(db, waiting.answers))
    event = RecordEvent.SIGNED if new.source is SignOnSource.PAGE else RecordEvent.ENTERED
    added = signons.add(db, new, event, Actor.SIGNER, at, confirmed_how=LINK)
    if not added.is_new:
        return None
    submissions.mark_applied(db, submission, added.id)
    notices.add(db, new.letter, added.id, NoticeKind.OWN, at)
    text_changes.ask_late(db, added.id, at)
    return added.id


def confirm(db: Database, signon: int, generation: int, at: dt.datetime) -> bool:
    """Confirm the email address of a sign-on that version 0.1.0 of this software stored unconfirmed. False if there
    is nothing to confirm."""
    signer, known = signons.signer(db, signon), signons.one(db, signon)
    if signer is None or known is None or signer.generation != generation:
        return False
    if not signons.confirm(db, signon, LINK, at):
        return False  # an old email does not confirm what was withdrawn or refused since
    notices.add(db, known.letter, signon, NoticeKind.OWN, at)
    return True
