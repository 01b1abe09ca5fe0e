"""The record of sign-ons: a chain in which nothing can be changed unseen."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, NewSignOn, Signer, SignOn, Source
from campaign.core.signons.record import (
    START,
    Actor,
    Deed,
    Entry,
    Line,
    bound,
    breaks,
    facts_of,
    line_of,
    private_digest,
)

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
LINES = st.builds(
    Line,
    st.just(NOW),
    st.sampled_from(["one", "two"]),
    st.none() | st.integers(1, 9),
    st.sampled_from(Deed),
    st.sampled_from(Actor),
    st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=3),
    st.binary(max_size=4),
)


def chained(lines: list[Line]) -> list[Entry]:
    entries, before = [], START
    for number, line in enumerate(lines, 1):
        before = bound(before, number, line)
        entries.append(Entry(number, line, before))
    return entries


@given(st.lists(LINES, max_size=6))
def test_what_was_written_holds(lines: list[Line]) -> None:
    """A record that was only added to has no breaks."""
    assert list(breaks(chained(lines))) == []


@given(st.lists(LINES, min_size=1, max_size=6), st.data())
def test_a_changed_line_is_named(lines: list[Line], data: st.DataObject) -> None:
    """Whichever line is changed, its number is told."""
    entries = chained(lines)
    at = data.draw(st.integers(0, len(entries) - 1))
    entries[at] = replace(entries[at], line=replace(entries[at].line, facts={"name": "somebody else"}))
    assert list(breaks(entries)) == [
        f"line {at + 1} of the record does not give its digest: it, or one before it, was changed"
    ]


@given(st.lists(LINES, min_size=3, max_size=6))
def test_a_line_that_was_taken_out_is_named(lines: list[Line]) -> None:
    """A gap is told, and so is that what follows no longer fits."""
    entries = chained(lines)
    del entries[1]
    assert list(breaks(entries))[:1] == ["line 2 of the record is missing: 3 stands in its place"]


def test_a_signer_is_proven_by_the_data_and_not_guessed_without_the_salt() -> None:
    """The same person under another salt, or with another role, has another digest."""
    anna = Signer(1, "Anna Berg", "Director", "anna@ngo.example", "I may sign", salt=b"salt")
    assert private_digest(anna) == private_digest(replace(anna, note="rang on Monday"))
    assert len({private_digest(each) for each in (anna, replace(anna, salt=b"pepper"), replace(anna, role=""))}) == 3


def test_what_the_record_says_of_a_new_sign_on() -> None:
    """The name of an organisation, never that of a person; a register's number and a version where there is one."""
    person = NewSignOn(
        "one", Kind.PERSON, "Eve Example", SignOnState.PENDING, None, "en", Source.PAGE, mail="eve@a.example"
    )
    made = {"kind": "person", "source": "page", "state": "pending", "language": "en"}
    assert facts_of(person) == made
    organisation = replace(person, kind=Kind.ORGANISATION, name="Lab", version=3, register="95032863909274")
    assert facts_of(organisation) == made | {
        "kind": "organisation",
        "name": "Lab",
        "version": "3",
        "register": "95032863909274",
    }


def test_a_line_about_a_sign_on() -> None:
    """It names letter and sign-on, and holds the digest of nobody."""
    signon = SignOn(
        7, "one", Kind.PERSON, "", "Eve Example", "", "", "", "", SignOnState.LISTED, 1, False, "en", Source.PAGE, NOW
    )
    line = line_of(signon, Deed.REFUSED, Actor.COORDINATOR, NOW, {"by": "Ada"})
    assert line == Line(NOW, "one", 7, Deed.REFUSED, Actor.COORDINATOR, {"by": "Ada"}, b"")
    assert line_of(signon, Deed.OPENED, Actor.SIGNER, NOW).facts == {}
    assert private_digest(None) == b""
