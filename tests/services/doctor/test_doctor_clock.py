"""What the doctor says about clock, zone, vote, disk and SQLite."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from campaign.core.delivery.rules import SendRules
from campaign.core.settings import SendingRules
from campaign.services.doctor.clock import check_clock, check_vote, check_zone
from campaign.services.doctor.disk import check_disk_space
from campaign.services.doctor.result import CheckResult, CheckStatus
from campaign.services.doctor.store import check_sqlite

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = dt.datetime(2027, 4, 20, 10, 0, tzinfo=dt.UTC)


def at(day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2027, 4, day, hour, 0, tzinfo=dt.UTC)


def test_the_zone_is_named_with_its_time() -> None:
    """The result names the zone, its time and its offset."""
    assert check_zone(BRUSSELS, NOW) == CheckResult(
        "zone", CheckStatus.OK, "Europe/Brussels: it is 2027-04-20 12:00 there, UTC+02:00"
    )


@pytest.mark.parametrize("newest", [None, at(19), NOW + dt.timedelta(minutes=2)])
def test_a_clock_that_is_ahead_of_the_records_is_right(newest: dt.datetime | None) -> None:
    """With nothing recorded, or nothing newer than now plus two minutes, the clock is right."""
    assert check_clock(NOW, newest, "campaign.toml") == CheckResult(
        "clock", CheckStatus.OK, "2027-04-20 10:00 UTC, later than everything in the campaign"
    )


def test_a_clock_behind_the_records_is_a_problem() -> None:
    """A clock that is behind a recorded time is a problem, because emails would be sent after the deadline."""
    assert check_clock(NOW, at(21), "an entry in the database") == CheckResult(
        "clock",
        CheckStatus.PROBLEM,
        "the clock says 2027-04-20 10:00 UTC, but an entry in the database is from 2027-04-21 10:00 UTC",
        "set the clock: deadlines and sending hours depend on it",
    )


@pytest.mark.parametrize(
    ("vote_at", "deadline_at", "finding"),
    [
        (at(26), at(26), CheckResult("vote", CheckStatus.OK, "at 2027-04-26 12:00 Europe/Brussels, 6 days from now")),
        (
            at(26),
            at(21, 9),
            CheckResult(
                "vote",
                CheckStatus.WARNING,
                "at 2027-04-26 12:00 Europe/Brussels, and the deadline is less than a day away",
                "send soon",
            ),
        ),
        (
            at(26),
            at(20),
            CheckResult(
                "vote",
                CheckStatus.PROBLEM,
                "the deadline passed at 2027-04-20 12:00 Europe/Brussels",
                "nothing is sent after it",
            ),
        ),
        (
            at(20),
            at(20),
            CheckResult(
                "vote",
                CheckStatus.PROBLEM,
                "the vote was at 2027-04-20 12:00 Europe/Brussels",
                "if there is another vote, set vote in [campaign]",
            ),
        ),
    ],
)
def test_the_time_left_until_the_vote(vote_at: dt.datetime, deadline_at: dt.datetime, finding: CheckResult) -> None:
    """The result depends on the time left: days, hours, past the deadline, past the vote."""
    assert check_vote(vote_at, SendRules(SendingRules(), deadline_at, BRUSSELS), NOW) == finding


@pytest.mark.parametrize(
    ("megabytes", "finding"),
    [
        (49, CheckResult("disk", CheckStatus.PROBLEM, "49 MB free", "free some space: a full disk stops sending")),
        (499, CheckResult("disk", CheckStatus.WARNING, "499 MB free", "free some space before you send to many")),
        (5000, CheckResult("disk", CheckStatus.OK, "5,000 MB free")),
    ],
)
def test_space_on_the_disk(megabytes: int, finding: CheckResult) -> None:
    """Little free space is a warning, very little is a problem."""
    assert check_disk_space(megabytes * 1024 * 1024) == finding


def test_an_old_sqlite_is_a_warning() -> None:
    """The first SQLite without the bug is fine; the version before is a warning."""
    assert check_sqlite((3, 51, 3)) == CheckResult("sqlite", CheckStatus.OK, "SQLite 3.51.3")
    assert check_sqlite((3, 40, 1)) == CheckResult(
        "sqlite",
        CheckStatus.WARNING,
        "SQLite 3.40.1 is old",
        "3.51.3 fixes a bug that can lose data when several programs write at the same time",
    )
