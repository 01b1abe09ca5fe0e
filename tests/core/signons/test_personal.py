"""What is kept of a person, as it is given to that person."""

import datetime as dt

from campaign.core.signons.personal import LedgerMail, PersonalData, payload
from campaign.core.signons.record import Actor, Deed, Entry, Line
from tests.helpers.matter import SIGNER, SIGNON

AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
MAIL = LedgerMail(1, "ai-act", "notice", "eve@knowledge.example", "Eve Example", "sent", AT)


def test_all_of_it_is_named() -> None:
    """Each sign-on with its signer and its lines, each mail, and since when the person is not to be written to."""
    line = Entry(1, Line(AT, "ai-act", SIGNON.id, Deed.SIGNED, Actor.SIGNER, {"language": "en"}), b"")
    found = payload(PersonalData(((SIGNON, SIGNER, (line,)),), (MAIL,), AT))
    (signed,) = found["signons"]
    assert (signed["name"], signed["person"]) == (SIGNON.name, SIGNER.person)
    assert signed["record"] == [{"at": AT, "deed": "signed", "by": "signer", "language": "en"}]
    assert found["mails"] == [
        {
            "letter": "ai-act",
            "kind": "notice",
            "mail": "eve@knowledge.example",
            "name": "Eve Example",
            "state": "sent",
            "at": AT,
        }
    ]
    assert found["asked_not_to_be_written_to_at"] == AT


def test_records_are_counted() -> None:
    """Sign-ons and mails count; a wish not to be written to is nothing that is kept of a person."""
    assert PersonalData((), (MAIL,)).number == 1
    assert [bool(PersonalData((), (MAIL,))), bool(PersonalData((), (), AT))] == [True, False]
