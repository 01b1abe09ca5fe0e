"""Erasing and purging delete what was shown, and nothing if that has changed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.store import signons
from campaign.core.signons import NewSignOn
from campaign.core.signons.record import Actor, RecordEvent
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.people.person import erase, plan_erasure, plan_purge, purge
from tests.cli.test_privacy_commands import NEW

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
SIGNED = replace(NEW, version=None)


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    """A campaign that Eve has signed."""
    (tmp_path / "letters" / "ai-act").mkdir(parents=True)
    (tmp_path / "letters" / "ai-act" / "letter.en.md").write_text("Text\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2026-04-26T12:00:00\nletter = "ai-act"\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    with Campaign(tmp_path, clock=lambda: NOW) as open_campaign:
        sign(open_campaign, SIGNED)
        yield open_campaign


def sign(campaign: Campaign, new: NewSignOn) -> None:
    assert campaign.store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, NOW).is_new


def people(campaign: Campaign) -> list[str]:
    return [signer.person for signer in campaign.store.read(signons.every_signer)]


def test_a_stale_erasure_is_refused(campaign: Campaign) -> None:
    """Eve has signed again since: nothing is erased; after a new plan both sign-ons are."""
    plan = plan_erasure(campaign, SIGNED.address)
    sign(campaign, replace(SIGNED, letter="second"))
    with pytest.raises(Refused, match=r"^nothing was erased: the data of this person has changed"):
        erase(campaign, plan)
    assert people(campaign) == ["Eve Example"] * 2
    again = plan_erasure(campaign, SIGNED.address)
    erase(campaign, again)
    assert (plan.number, again.number, people(campaign)) == (1, 2, [])


def test_a_stale_purge_is_refused(campaign: Campaign) -> None:
    """Somebody has signed since: nothing is deleted."""
    plan = plan_purge(campaign)
    sign(
        campaign,
        replace(SIGNED, name="Open Lab", person="Max Wit", address="m@lab.example", address_key="m@lab.example"),
    )
    with pytest.raises(Refused, match=r"^nothing was deleted: the number of signers has changed from 1 to 2$"):
        purge(campaign, plan, early=True)
    assert people(campaign) == ["Eve Example", "Max Wit"]


def test_a_purge_before_its_time_is_refused(campaign: Campaign) -> None:
    """Unless `early` is set."""
    plan = plan_purge(campaign)
    with pytest.raises(Refused, match=r"^nothing was deleted: the data is due for deletion on "):
        purge(campaign, plan)
    assert people(campaign) == ["Eve Example"]
    assert (purge(campaign, plan, early=True), people(campaign)) == (1, [])
