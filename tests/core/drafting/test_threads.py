"""Threads: who reads them, and what came of them."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.core.drafting.text_map import TextRange
from campaign.core.drafting.thread import CommentOutcome, DraftReader, OutcomeAnswer, Thread, ThreadAudience

AT = dt.datetime(2027, 3, 8, 9, tzinfo=dt.UTC)
OPEN = Thread(
    1,
    "ai-act",
    "en",
    1,
    4,
    9,
    ThreadAudience.EVERYBODY,
    "Open Lab",
    7,
    "Lea Rossi",
    False,
    AT,
    None,
    "",
    None,
    None,
    None,
)
LEA = DraftReader(7, "Lea Rossi", "Open Lab", settles=False)
COLLEAGUE = DraftReader(8, "Max Berg", "Open Lab", settles=False)
PARTNER = DraftReader(9, "Pia Novak", "Civic Code", settles=False)
ALONE = DraftReader(10, "Tom Weiss", "", settles=False)
SECRETARIAT = DraftReader(1, "Maya Lind", "", settles=True)


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (ThreadAudience.EVERYBODY, [LEA, COLLEAGUE, PARTNER, ALONE, SECRETARIAT]),
        (ThreadAudience.ORGANISATION, [LEA, COLLEAGUE]),
        (ThreadAudience.SECRETARIAT, [SECRETARIAT]),
    ],
)
def test_who_reads_a_thread(audience: ThreadAudience, readers: list[DraftReader]) -> None:
    """What one organisation discusses is read by nobody else, and what the secretariat discusses, by no partner."""
    everybody = [LEA, COLLEAGUE, PARTNER, ALONE, SECRETARIAT]
    assert [reader for reader in everybody if reader.may_read(replace(OPEN, audience=audience))] == readers


def test_nobody_without_an_organisation_reads_an_organisations_thread() -> None:
    """A thread of an organisation without a name is read by nobody."""
    nameless = replace(OPEN, audience=ThreadAudience.ORGANISATION, organisation="", account=None)
    assert [reader.may_read(nameless) for reader in (ALONE, SECRETARIAT, LEA)] == [False] * 3


def test_who_speaks_for_a_thread() -> None:
    """Who began a thread speaks for it, and so do colleagues of the same organisation."""
    assert [reader.speaks_for(OPEN) for reader in (LEA, COLLEAGUE, PARTNER, ALONE, SECRETARIAT)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    nameless = replace(OPEN, organisation="", account=None)
    assert [reader.speaks_for(nameless) for reader in (DraftReader(None, "", "", settles=True), ALONE)] == [
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("outcome", "answer", "is_in_the_way"),
    [
        (None, None, True),
        (CommentOutcome.TAKEN, None, False),
        (CommentOutcome.WITHDRAWN, None, False),
        (CommentOutcome.TAKEN_OTHERWISE, None, True),
        (CommentOutcome.NOT_TAKEN, None, True),
        (CommentOutcome.LATER, None, True),
        (CommentOutcome.NOT_TAKEN, OutcomeAnswer.FINE, False),
        (CommentOutcome.TAKEN, OutcomeAnswer.PROBLEM, True),
    ],
)
def test_what_stands_in_the_way_of_signing(
    outcome: CommentOutcome | None, answer: OutcomeAnswer | None, is_in_the_way: bool
) -> None:
    """A thread is in the way of signing until it is taken, or its organisation is fine with what came of it."""
    thread = replace(OPEN, outcome=outcome, answer=answer)
    assert (thread.is_in_the_way, thread.is_open) == (is_in_the_way, outcome is None)


def test_the_words_of_a_thread() -> None:
    """A thread is about some words, or about the whole letter."""
    assert OPEN.words == TextRange(4, 9)
    assert replace(OPEN, start=0, end=0).words is None


def test_which_outcomes_need_a_reason() -> None:
    """What is not taken as it was says why."""
    assert [outcome.needs_reason for outcome in CommentOutcome] == [False, True, True, True, False]
