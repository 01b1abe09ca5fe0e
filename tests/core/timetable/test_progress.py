"""What is done, late or ahead, and what is out of order."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaign.core.languages.in_english import moment
from campaign.core.timetable import Step, Timetable, TimetableFacts
from campaign.core.timetable.dates import StepDate, order_problems
from campaign.core.timetable.progress import Progress, date_statuses

BRUSSELS = ZoneInfo("Europe/Brussels")
DAYS = (8, 9, 9, 12, 19, 23)


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2027, 4, day, hour, tzinfo=dt.UTC)


TABLE = Timetable(
    tuple(StepDate(step, at(day), is_set=step is Step.SIGN_ON_CLOSES) for step, day in zip(Step, DAYS, strict=True))
)


def progress(now: dt.datetime, **facts: object) -> list[str]:
    return [status.progress.value for status in date_statuses(TABLE, TimetableFacts(**facts), now)]  # type: ignore[arg-type]  # a test names facts


def test_before_it_all() -> None:
    """Nothing is late before its time."""
    assert progress(at(1)) == ["ahead"] * 6


def test_nothing_was_done() -> None:
    """The sign-on closes by itself, no sign-on waits for approval; the rest is late from its very minute on."""
    assert progress(at(23)) == ["closed", "done", "late", "late", "late", "late"]
    assert progress(at(23) - dt.timedelta(seconds=1))[-1] == "ahead"


def test_a_sign_on_that_nobody_closes() -> None:
    """The usual date closes signing as a written one does."""
    usual = Timetable((StepDate(Step.SIGN_ON_CLOSES, at(8)),))
    assert [(status.progress.value, status.fix) for status in date_statuses(usual, TimetableFacts(), at(8))] == [
        ("closed", "")
    ]
    assert date_statuses(usual, TimetableFacts(), at(7))[0].progress is Progress.AHEAD


def test_what_is_late_says_what_to_do() -> None:
    """Each late step names the command that mends it."""
    statuses = date_statuses(TABLE, TimetableFacts(confirmed=2), at(23))
    assert [status.fix for status in statuses if status.progress is Progress.LATE] == [
        "2 sign-ons wait for approval: campaign signatory list",
        "campaign letter freeze -m MESSAGE",
        "campaign send preview --wave first, then campaign send go --wave first",
        "campaign send preview --wave follow-up, then campaign send go --wave follow-up",
        "campaign send preview --wave last-call, then campaign send go --wave last-call",
    ]
    (_, approval, *_) = date_statuses(TABLE, TimetableFacts(confirmed=1), at(10))
    assert approval.fix == "1 sign-on waits for approval: campaign signatory list"


def test_done_in_time() -> None:
    """A frozen text is done, one that changed since is not; a released wave is ahead, then under way, then done."""
    assert progress(at(10), frozen=True)[2] == "done"
    assert progress(at(10), frozen=True, stale=True)[2] == "late"
    first = frozenset({Step.FIRST})
    assert progress(at(11), released=first)[3] == "ahead"
    assert progress(at(12), released=first)[3] == "under way"
    assert progress(at(12), released=first, finished=first)[3] == "done"


def test_a_step_that_is_left_out() -> None:
    """A campaign without a last call has no date for it."""
    short = Timetable(TABLE.dates[:-1])
    assert short.date(Step.LAST_CALL) is None
    assert short.date(Step.FIRST) == StepDate(Step.FIRST, at(12))
    assert len(date_statuses(short, TimetableFacts(), at(1))) == 5


def test_out_of_order() -> None:
    """A step before the one it builds on, or from the deadline on, is named with the time it collides with."""
    dates = (StepDate(Step.FREEZE, at(14)), StepDate(Step.FIRST, at(12), is_set=True), StepDate(Step.LAST_CALL, at(23)))
    assert order_problems(TABLE, at(26), BRUSSELS) == ()
    assert order_problems(Timetable(dates), at(23), BRUSSELS) == (
        "first wave is planned before freeze (Wednesday 14 April 2027, 11:00 (Europe/Brussels))",
        "last call is planned after the deadline (Friday 23 April 2027, 11:00 (Europe/Brussels))",
    )


def test_a_moment_in_words() -> None:
    """With its weekday and the zone, in winter and in summer."""
    winter = dt.datetime(2027, 1, 4, 8, tzinfo=dt.UTC)
    assert moment(winter, BRUSSELS) == "Monday 4 January 2027, 09:00 (Europe/Brussels)"
    assert moment(at(26, 10), BRUSSELS) == "Monday 26 April 2027, 12:00 (Europe/Brussels)"
