"""The personal data of a person, as it is exported."""

import datetime as dt

from campaign.core.signons.personal import PersonalData, SignerDelivery, payload
from campaign.core.signons.proposed_change import ProposedChange
from campaign.core.signons.record import Actor, RecordEntry, RecordEvent, RecordLine
from tests.helpers.notice_context import SIGNER, SIGNON

AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
MAIL = SignerDelivery(1, "ai-act", "notice", "eve@knowledge.example", "Eve Example", "sent", AT)


def test_the_export_has_all_personal_data() -> None:
    """Each sign-on with its signer and lines, each email, and since when email is stopped."""
    line = RecordEntry(
        1, RecordLine(AT, "ai-act", SIGNON.id, RecordEvent.SIGNED, Actor.SIGNER, {"language": "en"}), b""
    )
    data = payload(PersonalData(((SIGNON, SIGNER, (line,)),), (MAIL,), AT))
    (row,) = data["signons"]
    assert (row["name"], row["person"]) == (SIGNON.name, SIGNER.person)
    assert row["record"] == [{"at": AT, "event": "signed", "by": "signer", "language": "en"}]
    assert data["deliveries"] == [
        {
            "letter": "ai-act",
            "kind": "notice",
            "address": "eve@knowledge.example",
            "name": "Eve Example",
            "state": "sent",
            "at": AT,
        }
    ]
    assert data["stopped_at"] == AT


def test_records_are_counted() -> None:
    """Sign-ons and emails count; a stop to email alone is not personal data."""
    assert PersonalData((), (MAIL,)).number == 1
    assert [bool(PersonalData((), (MAIL,))), bool(PersonalData((), (), AT))] == [True, False]


def test_a_proposed_change_is_personal_data() -> None:
    """What a signer proposed and nobody has decided yet is in the export."""
    change = ProposedChange(SIGNON.id, {"quote": "We agree."}, AT)
    data = payload(PersonalData(((SIGNON, SIGNER, ()),), (), proposals=(change,)))
    assert data["proposed_changes"] == [{"quote": "We agree.", "proposed_at": AT}]
