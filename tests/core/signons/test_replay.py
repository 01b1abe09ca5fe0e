"""The replay of the record: the status that each sign-on must have."""

import datetime as dt
from collections.abc import Mapping

from campaign.core.signatories import SignOnState as State
from campaign.core.signons import SignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import Actor, RecordEntry, RecordEvent, RecordLine
from campaign.core.signons.replay import RecordedStatus, differences, replay

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def entry(event: RecordEvent, facts: Mapping[str, str] = {}, signon: int | None = 7) -> RecordEntry:
    return RecordEntry(1, RecordLine(NOW, "ai-act", signon, event, Actor.PROGRAM, facts), b"")


def signon(state: State, version: int | None = 1, *, has_objected: bool = False) -> SignOn:
    return SignOn(
        7,
        "ai-act",
        SignOnKind.ORGANISATION,
        "",
        "LAION",
        "",
        "",
        "",
        "",
        state,
        version,
        has_objected,
        "en",
        SignOnSource.PAGE,
        NOW,
    )


SIGNED = entry(RecordEvent.SIGNED, {"state": "pending", "version": "1"})


def test_every_event_changes_the_state_as_it_says() -> None:
    """From signing to listing, over two versions, one of them objected to."""
    events = [
        SIGNED,
        entry(RecordEvent.CONFIRMED, {"how": "the link"}),
        entry(RecordEvent.LISTED),
        entry(RecordEvent.CARRIED, {"version": "2"}),
        entry(RecordEvent.OBJECTED, {"version": "3", "before": "2"}),
        entry(RecordEvent.CHANGED, {"version": "3"}, signon=None),
        entry(RecordEvent.CORRECTED, {"name": "LAION e.V."}),
    ]
    assert replay(events) == {7: RecordedStatus(State.LISTED, 2, has_objected=True)}
    assert replay([*events, entry(RecordEvent.AGREED, {"version": "3"})]) == {7: RecordedStatus(State.LISTED, 3)}


def test_signing_again_starts_over() -> None:
    """A signer who withdrew and signs again has the status of the new sign-on."""
    again = entry(RecordEvent.SIGNED, {"state": "confirmed"})
    assert replay([SIGNED, entry(RecordEvent.WITHDRAWN), again]) == {7: RecordedStatus(State.CONFIRMED)}


def test_a_line_with_a_state_sets_it() -> None:
    """The line of a merge says that the sign-on is withdrawn."""
    assert replay([SIGNED, entry(RecordEvent.MERGED, {"into": "8", "state": "withdrawn"})]) == {
        7: RecordedStatus(State.WITHDRAWN, 1)
    }


def test_differences_from_the_record_are_named() -> None:
    """A different state, a different version, and a sign-on that the record does not have."""
    standings = replay([SIGNED])
    assert list(differences([signon(State.PENDING)], standings)) == []
    assert list(differences([signon(State.LISTED)], standings)) == [
        "sign-on 7 (signon-7) is listed, but pending in the record"
    ]
    assert list(differences([signon(State.PENDING, 2)], standings)) == [
        "sign-on 7 (signon-7) is under another version than in the record"
    ]
    assert list(differences([signon(State.PENDING)], {})) == ["sign-on 7 (signon-7) is not in the record"]
