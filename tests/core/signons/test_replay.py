"""The record read again: where each sign-on must stand."""

import datetime as dt
from collections.abc import Mapping

from campaign.core.signatories import SignOnState as State
from campaign.core.signons import Kind, SignOn, Source
from campaign.core.signons.record import Actor, Deed, Entry, Line
from campaign.core.signons.replay import Standing, differences, replay

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def entry(deed: Deed, facts: Mapping[str, str] = {}, signon: int | None = 7) -> Entry:
    return Entry(1, Line(NOW, "ai-act", signon, deed, Actor.PROGRAM, facts), b"")


def signed(state: State, version: int | None = 1, *, held: bool = False) -> SignOn:
    return SignOn(
        7, "ai-act", Kind.ORGANISATION, "", "LAION", "", "", "", "", state, version, held, "en", Source.PAGE, NOW
    )


SIGNED = entry(Deed.SIGNED, {"state": "pending", "version": "1"})


def test_each_deed_moves_as_it_says() -> None:
    """From signing to listing, over two versions, one of them objected to."""
    deeds = [
        SIGNED,
        entry(Deed.CONFIRMED, {"how": "the link"}),
        entry(Deed.LISTED),
        entry(Deed.CARRIED, {"version": "2"}),
        entry(Deed.OBJECTED, {"version": "3", "before": "2"}),
        entry(Deed.CHANGED, {"version": "3"}, signon=None),
        entry(Deed.CORRECTED, {"name": "LAION e.V."}),
    ]
    assert replay(deeds) == {7: Standing(State.LISTED, 2, held=True)}
    assert replay([*deeds, entry(Deed.AGREED, {"version": "3"})]) == {7: Standing(State.LISTED, 3)}


def test_signing_anew_begins_anew() -> None:
    """One that withdrew and signs again stands where it signs."""
    again = entry(Deed.SIGNED, {"state": "confirmed"})
    assert replay([SIGNED, entry(Deed.WITHDRAWN), again]) == {7: Standing(State.CONFIRMED)}


def test_a_line_that_names_a_state_moves_to_it() -> None:
    """A merged one is out of the lists by the word in its line."""
    assert replay([SIGNED, entry(Deed.MERGED, {"into": "8", "state": "withdrawn"})]) == {
        7: Standing(State.WITHDRAWN, 1)
    }


def test_what_does_not_stand_as_recorded_is_named() -> None:
    """Another state, another version, and one of which nothing is on record."""
    standings = replay([SIGNED])
    assert list(differences([signed(State.PENDING)], standings)) == []
    assert list(differences([signed(State.LISTED)], standings)) == [
        "sign-on 7 (signon-7) is listed, the record says pending"
    ]
    assert list(differences([signed(State.PENDING, 2)], standings)) == [
        "sign-on 7 (signon-7) does not stand under the version that the record says"
    ]
    assert list(differences([signed(State.PENDING)], {})) == ["sign-on 7 (signon-7) is not on record"]
