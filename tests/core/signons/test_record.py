"""The record of sign-ons: a chain in which every change is noticed."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, Signer, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.record import (
    START_DIGEST,
    Actor,
    RecordEntry,
    RecordEvent,
    RecordLine,
    chain_faults,
    entry_digest,
    private_digest,
    record_line,
    signon_facts,
)

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
LINES = st.builds(
    RecordLine,
    st.just(NOW),
    st.sampled_from(["one", "two"]),
    st.none() | st.integers(1, 9),
    st.sampled_from(RecordEvent),
    st.sampled_from(Actor),
    st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=3),
    st.binary(max_size=4),
)


def chain(lines: list[RecordLine]) -> list[RecordEntry]:
    entries, before = [], START_DIGEST
    for number, line in enumerate(lines, 1):
        before = entry_digest(before, number, line)
        entries.append(RecordEntry(number, line, before))
    return entries


@given(st.lists(LINES, max_size=6))
def test_an_unchanged_record_is_intact(lines: list[RecordLine]) -> None:
    """A record to which lines were only added is intact."""
    assert list(chain_faults(chain(lines))) == []


@given(st.lists(LINES, min_size=1, max_size=6), st.data())
def test_a_changed_line_is_named(lines: list[RecordLine], data: st.DataObject) -> None:
    """The number of any changed line is reported."""
    entries = chain(lines)
    at = data.draw(st.integers(0, len(entries) - 1))
    entries[at] = replace(entries[at], line=replace(entries[at].line, facts={"name": "somebody else"}))
    assert list(chain_faults(entries)) == [
        f"line {at + 1} of the record does not match its digest: this line or an earlier one was changed"
    ]


@given(st.lists(LINES, min_size=3, max_size=6))
def test_a_removed_line_is_named(lines: list[RecordLine]) -> None:
    """A gap is reported, and that the next line no longer matches."""
    entries = chain(lines)
    del entries[1]
    assert list(chain_faults(entries))[:1] == ["line 2 of the record is missing: line 3 follows instead"]


def test_a_signer_is_proven_by_the_data_and_not_guessed_without_the_salt() -> None:
    """The same person under another salt, or with another role, has another digest."""
    anna = Signer(1, "Anna Berg", "Director", "anna@ngo.example", "I may sign", salt=b"salt")
    assert private_digest(anna) == private_digest(replace(anna, note="rang on Monday"))
    assert (
        len({private_digest(signer) for signer in (anna, replace(anna, salt=b"pepper"), replace(anna, role=""))}) == 3
    )


def test_what_the_record_says_of_a_new_sign_on() -> None:
    """The name of an organisation, never that of a person; a register's number and a version where there is one."""
    person = NewSignOn(
        "one",
        SignOnKind.PERSON,
        "Eve Example",
        SignOnState.PENDING,
        None,
        "en",
        SignOnSource.PAGE,
        address="eve@a.example",
    )
    made = {"kind": "person", "source": "page", "state": "pending", "language": "en"}
    assert signon_facts(person) == made
    organisation = replace(person, kind=SignOnKind.ORGANISATION, name="Lab", version=3, register="95032863909274")
    assert signon_facts(organisation) == made | {
        "kind": "organisation",
        "name": "Lab",
        "version": "3",
        "register": "95032863909274",
    }


def test_a_line_about_a_sign_on() -> None:
    """It names letter and sign-on, and has no digest of a signer."""
    signon = SignOn(
        7,
        "one",
        SignOnKind.PERSON,
        "",
        "Eve Example",
        "",
        "",
        "",
        "",
        SignOnState.LISTED,
        1,
        False,
        "en",
        SignOnSource.PAGE,
        NOW,
    )
    line = record_line(signon, RecordEvent.REFUSED, Actor.COORDINATOR, NOW, {"by": "Ada"})
    assert line == RecordLine(NOW, "one", 7, RecordEvent.REFUSED, Actor.COORDINATOR, {"by": "Ada"}, b"")
    assert record_line(signon, RecordEvent.OPENED, Actor.SIGNER, NOW).facts == {}
    assert private_digest(None) == b""
