"""Security events and when the coordinators are told."""

import datetime as dt

from campaign.core.team.act_entry import ActEntry
from campaign.core.team.security_event import BY_STRANGERS, MANY_FORMS, WORDS, is_bundle_due

AT = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)


def test_events_wait_ten_minutes_for_others() -> None:
    """The oldest decides; without an event nothing is due."""
    events = [ActEntry(at, AT + dt.timedelta(minutes=at), None, MANY_FORMS, "", "") for at in (0, 9)]
    due = [is_bundle_due(events, AT + dt.timedelta(minutes=after)) for after in (0, 9, 10)]
    assert due == [False, False, True]
    assert not is_bundle_due([], AT)


def test_what_strangers_cause_has_words() -> None:
    """Each event of a stranger has its words for the record."""
    assert set(WORDS) >= BY_STRANGERS
