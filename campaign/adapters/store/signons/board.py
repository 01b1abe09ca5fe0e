"""The board in the store: when each organisation of a letter was asked, reminded, and answered."""

import datetime as dt
from collections.abc import Mapping

from campaign.adapters.store import signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import mailings
from campaign.adapters.store.signons import stopped
from campaign.adapters.store.times import from_text
from campaign.core.signons import Signer
from campaign.core.signons.board import Row, ledger_name
from campaign.core.signons.record import Deed

_LAST = """
    SELECT r.signon, r.deed, max(r.at) FROM signon AS s JOIN record AS r ON r.signon = s.id
    WHERE s.letter = :letter AND s.kind = 'organisation' GROUP BY r.signon, r.deed"""


def rows(db: Database, letter: str) -> tuple[Row, ...]:
    """Every organisation's sign-on with its signer and its times, in the letter's order."""
    times = _times(db, letter)
    signers, mails = signons.signers(db, letter), mailings.asked(db, letter)
    return tuple(
        Row(
            each,
            signers.get(each.id),
            times.get(each.id, {}),
            mails.get(ledger_name(each.id), ""),
            _stopped(db, signers.get(each.id)),
        )
        for each in signons.organisations(db, letter)
    )


def _stopped(db: Database, signer: Signer | None) -> dt.datetime | None:
    return stopped.since(db, signer.mail) if signer and signer.mail else None


def _times(db: Database, letter: str) -> Mapping[int, Mapping[Deed, dt.datetime]]:
    found: dict[int, dict[Deed, dt.datetime]] = {}
    for signon, deed, at in db.execute(_LAST, {"letter": letter}).fetchall():
        found.setdefault(signon, {})[Deed(deed)] = from_text(at)
    return found
