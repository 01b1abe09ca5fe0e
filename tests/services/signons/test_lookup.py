"""The sign-on that matches what a person types."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.store import signons
from campaign.core.signons.record import Actor, RecordEvent
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import find_signon
from tests.cli.test_privacy_commands import NEW

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    """A campaign that two organisations have signed, and a third another letter."""
    (tmp_path / "letters" / "ai-act").mkdir(parents=True)
    (tmp_path / "letters" / "ai-act" / "letter.en.md").write_text("Text\n")
    (tmp_path / "campaign.toml").write_text(
        '[campaign]\nname = "AI Act"\nvote = 2026-04-26T12:00:00\nletter = "ai-act"\n'
        '[sender]\nname = "Coalition"\naddress = "office@coalition.example"\n'
    )
    with Campaign(tmp_path, clock=lambda: NOW) as open_campaign:
        for letter, name in (("ai-act", "Open Lab"), ("ai-act", "Open Lab Vienna"), ("other", "Third")):
            address = f"{name.replace(' ', '')}@lab.example".lower()
            new = replace(NEW, letter=letter, name=name, address=address, address_key=address, version=None)
            assert open_campaign.store.write(signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, NOW).is_new
        yield open_campaign


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("signon-2", "Open Lab Vienna"),
        ("open lab", "Open Lab"),
        ("VIENNA", "Open Lab Vienna"),
    ],
)
def test_one_sign_on_matches(campaign: Campaign, typed: str, name: str) -> None:
    """By its key; by the whole name, which comes before a part of another; by a part. Its signer comes with it."""
    view = find_signon(campaign, typed)
    assert (view.signon.name, view.signer is not None) == (name, True)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("signon-3", "there is no sign-on signon-3"),  # of another letter
        ("signon-99999999999999999999", "no sign-on matches 'signon-99999999999999999999'"),
        ("lab", "'lab' matches 2 sign-ons"),
        ("--", "no sign-on matches '--'"),
    ],
)
def test_none_or_several_match(campaign: Campaign, typed: str, message: str) -> None:
    """There is no guess: exactly one sign-on of this letter must match."""
    with pytest.raises(UsageError) as error:
        find_signon(campaign, typed)
    assert error.value.message == message
