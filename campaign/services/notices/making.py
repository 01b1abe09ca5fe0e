"""Mails that are owed become deliveries of the ledger: once each, whatever ends this program in between."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store import Store, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import mailings
from campaign.adapters.store.signons import notices, stopped
from campaign.adapters.store.signons.notices import Notice
from campaign.adapters.store.times import to_text
from campaign.core.delivery.records import Planned, Post
from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.board import ledger_name
from campaign.core.signons.notice import NoticeKind
from campaign.errors import ComposeError
from campaign.services.notices.writing import Occasion, Writer

WAVE = "notices"
MOST_SHOWN = 10_000
_MOST = 100
# A mail that is of no use once the sign-on has gone on.
_ONLY_WHILE = {
    NoticeKind.CONFIRM: (SignOnState.PENDING,),
    NoticeKind.QUESTION: (SignOnState.PENDING, SignOnState.CONFIRMED),
    NoticeKind.LISTED: (SignOnState.LISTED,),
    NoticeKind.REFUSED: (SignOnState.REFUSED,),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """A mail that is owed and can be written. `planned` is the finished mail."""

    notice: Notice
    signon: SignOn
    planned: Planned


@dataclass(slots=True)
class Made:
    """How many mails were made, how many are no longer of use, and which cannot be built, with the reason."""

    made: int = 0
    dropped: int = 0
    unbuilt: tuple[str, ...] = ()


def owed(store: Store, writer: Writer, letter: str, at: dt.datetime) -> tuple[Owed, ...]:
    """What would be made now, to be shown; nothing is kept."""
    found = (_written(store, writer, each, at) for each in store.read(notices.owed_after, letter, 0, MOST_SHOWN))
    return tuple(each for each in found if each is not None)


def make(store: Store, writer: Writer, letter: str, at: dt.datetime) -> Made:
    """Turn what is owed to a letter's signers into deliveries. A mail that cannot be built stays owed and is named."""
    result, before = Made(), 0
    while batch := store.read(notices.owed_after, letter, before, _MOST):
        for notice in batch:
            _settle(store, writer, notice, result, at)
        before = batch[-1].id
    return result


def _settle(store: Store, writer: Writer, notice: Notice, result: Made, at: dt.datetime) -> None:
    try:
        found = _written(store, writer, notice, at)
    except ComposeError as error:
        result.unbuilt += (f"{error.message}; {error.hint}",)
        return
    if found is None:
        result.dropped += store.write(notices.done, notice)
    else:
        result.made += store.write(_keep, found, writer.newest.id, at)


def _keep(db: Database, found: Owed, version: int, at: dt.datetime) -> bool:
    """One transaction: owed no more, and in the ledger. False where another program was quicker."""
    if not notices.done(db, found.notice):
        return False
    dispatch = mailings.open_dispatch(db, found.notice.letter, Post.NOTICE, WAVE, version, at)
    mailings.queue(db, dispatch.id, found.planned, at)
    return True


def _written(store: Store, writer: Writer, notice: Notice, at: dt.datetime) -> Owed | None:
    """The finished mail; None where nobody is to have it any more."""
    signon, signer = store.read(signons.one, notice.signon), store.read(signons.signer, notice.signon)
    kind = notice.kind
    if signon is None or signer is None or not _is_of_use(kind, signon, signer):
        return None
    if not (kind.is_answer or kind.tells_of_text) and store.read(stopped.since, signer.mail):
        return None
    key = f"{ledger_name(signon.id)}/{kind}/{to_text(notice.owed_at)}"
    occasion = Occasion(kind, signon, signer, notice.facts)
    return Owed(notice, signon, writer.mail(occasion, WAVE, key, at))


def _is_of_use(kind: NoticeKind, signon: SignOn, signer: Signer) -> bool:
    return bool(signer.mail) and signon.state in _ONLY_WHILE.get(kind, (signon.state,))
