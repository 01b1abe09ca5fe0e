"""The call list by the campaign's calendar."""

import datetime as dt
from pathlib import Path

import pytest

from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import DeliveryState
from campaign.services.campaign import Campaign
from campaign.services.replies import due_calls
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import frozen_sample, run

THURSDAY_LATE = dt.datetime(2027, 4, 22, 23, 30, tzinfo=dt.UTC)  # in Brussels it is Friday
BEFORE_ASCENSION = dt.datetime(2027, 5, 5, 9, 0, tzinfo=dt.UTC)


def first_day_called(folder: Path, sent_at: dt.datetime, holidays: str) -> dt.date:
    """The first day on which all four addressees are on the call list, checked every noon."""
    assert run(frozen_sample(folder), "-q", "send", "go", "--confirm", "4") == 0
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8").replace('holidays = "none"', f'holidays = "{holidays}"'), "utf-8")
    with Store.open(folder / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, "first")
        assert mailing is not None
        for delivery in store.read(deliveries.deliveries, mailing.id):
            assert store.write(
                deliveries.settle, delivery.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", sent_at
            )
    noons = (sent_at.replace(hour=10, minute=0) + dt.timedelta(days=number) for number in range(20))
    return next(noon.date() for noon in noons if number_of_calls_at(folder, noon) == 4)


def number_of_calls_at(folder: Path, now: dt.datetime) -> int:
    """The length of the call list at a time."""
    with Campaign(folder, clock=lambda: now) as campaign:
        return len(due_calls(campaign, 3))


@pytest.mark.parametrize(
    ("sent_at", "holidays", "day"),
    [
        (BEFORE_ASCENSION, "eu", dt.date(2027, 5, 12)),
        (BEFORE_ASCENSION, "none", dt.date(2027, 5, 10)),
        (THURSDAY_LATE, "eu", dt.date(2027, 4, 28)),
    ],
)
def test_when_a_silent_office_is_called(tmp_path: Path, sent_at: dt.datetime, holidays: str, day: dt.date) -> None:
    """The call is due three working days after the email, in the campaign's zone and without its holidays."""
    assert first_day_called(tmp_path, sent_at, holidays) == day
