"""Settings that contradict each other."""

import datetime as dt
from dataclasses import replace

import pytest

from campaign.core.settings import ImapTable, Sender, Settings, SmtpTable
from campaign.core.settings.conflicts import Conflict, conflicts
from campaign.core.settings.tables import CampaignTable

VOTE = dt.datetime(2027, 4, 26, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
END = ("campaign.vote", "campaign.deadline")


@pytest.mark.parametrize(
    ("embargo", "expected"),
    [
        (VOTE - HOUR, []),
        (
            VOTE,
            [
                Conflict(
                    "campaign.embargo",
                    "embargo is not before the deadline",
                    "write a time before the deadline, or remove embargo",
                    END,
                )
            ],
        ),
    ],
)
def test_an_embargo_ends_before_the_deadline(embargo: dt.datetime, expected: list[Conflict]) -> None:
    """An embargo that ends at the deadline or later would keep the letter back until nobody can receive it."""
    settings = Settings(replace(CampaignTable("Keep it", VOTE), embargo_at=embargo), Sender("Anna", "anna@ngo.example"))
    assert [*conflicts(settings, SmtpTable(), ImapTable(), ())] == expected
