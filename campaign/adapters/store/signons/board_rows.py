"""The rows of the board: when each organisation of a letter was asked and reminded, and what it answered."""

import datetime as dt
from collections.abc import Mapping

from campaign.adapters.store import signons, versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import opt_outs
from campaign.adapters.store.times import from_text
from campaign.core.signons import Signer
from campaign.core.signons.board import BoardRow, ledger_name
from campaign.core.signons.record import RecordEvent

_LAST_TIMES = """
    SELECT r.signon, r.deed, max(r.at) FROM signon AS s JOIN record AS r ON r.signon = s.id
    WHERE s.letter = :letter AND s.kind = 'organisation' GROUP BY r.signon, r.deed"""


def rows(db: Database, letter: str) -> tuple[BoardRow, ...]:
    """Return each organisation's sign-on with its signer and the times of its events, in the letter's order."""
    times = _times(db, letter)
    signers, delivery_states = signons.signers(db, letter), signer_mailings.invitation_states(db, letter)
    organisations = signons.organisations(db, letter)
    keys = {signon.id: signon.key for signon in organisations}
    numbers = versions.numbers(db, letter)
    newest = max(numbers.values(), default=0)
    return tuple(
        BoardRow(
            signon,
            signers.get(signon.id),
            times.get(signon.id, {}),
            delivery_states.get(ledger_name(signon.id), ""),
            _opted_out_at(db, signers.get(signon.id)),
            merged_into=keys.get(signon.merged_into or 0, ""),
            version=numbers.get(signon.version or 0, 0),
            newest_version=newest,
            agreed_version=numbers.get(signon.last_agreed or 0, 0),
        )
        for signon in organisations
    )


def _opted_out_at(db: Database, signer: Signer | None) -> dt.datetime | None:
    return opt_outs.since(db, signer.address) if signer and signer.address else None


def _times(db: Database, letter: str) -> Mapping[int, Mapping[RecordEvent, dt.datetime]]:
    times: dict[int, dict[RecordEvent, dt.datetime]] = {}
    for signon, event, at in db.execute(_LAST_TIMES, {"letter": letter}).fetchall():
        times.setdefault(signon, {})[RecordEvent(event)] = from_text(at)
    return times
