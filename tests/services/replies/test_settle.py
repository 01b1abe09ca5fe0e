"""Uncertain deliveries are settled as planned, unless they have changed meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import DeliveryState
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.replies.settle import plan_settling, plan_settling_by_word, settle, settle_by_word
from tests.helpers.campaign import frozen_sample, run


@pytest.fixture
def campaign(tmp_path: Path) -> Iterator[Campaign]:
    """The sample with a wave of four uncertain deliveries."""
    assert run(frozen_sample(tmp_path), "-q", "send", "go", "--confirm", "4") == 0
    with Campaign(tmp_path) as campaign:
        campaign.store.write(lambda db: db.execute("UPDATE delivery SET state = 'uncertain'"))
        yield campaign


def states(campaign: Campaign) -> list[DeliveryState]:
    mailing = campaign.store.read(deliveries.find_mailing, campaign.letter, "first")
    assert mailing is not None
    return [delivery.state for delivery in campaign.store.read(deliveries.deliveries, mailing.id)]


def test_a_word_on_a_mail_that_has_changed_is_refused(campaign: Campaign) -> None:
    """A settlement can be carried out once; the second time it is refused."""
    settlement = plan_settling_by_word(
        campaign, "first", "Voss", DeliveryState.FAILED, "the office has nothing", "Anna Berg"
    )
    settle_by_word(campaign, settlement)
    with pytest.raises(Refused, match="Axel Voss: the email has changed meanwhile"):
        settle_by_word(campaign, settlement)
    assert sorted(states(campaign)) == [
        DeliveryState.FAILED,
        DeliveryState.UNCERTAIN,
        DeliveryState.UNCERTAIN,
        DeliveryState.UNCERTAIN,
    ]


def test_evidence_settles_only_what_is_still_uncertain(campaign: Campaign, tmp_path: Path) -> None:
    """A delivery that was settled after the planning keeps its state and is not reported."""
    mailing = campaign.store.read(deliveries.find_mailing, campaign.letter, "first")
    assert mailing is not None
    first, second, *_ = campaign.store.read(deliveries.deliveries, mailing.id)
    log = tmp_path / "mail.log"
    log.write_text(
        "".join(
            f"Apr 20 11:00:00 gate postfix/cleanup[1]: 4Wabcdef{at}: message-id={delivery.message_id}\n"
            f"Apr 20 11:00:00 gate postfix/smtp[2]: 4Wabcdef{at}: to=<{delivery.address}>, dsn=2.0.0, "
            "status=sent (250 ok)\n"
            for at, delivery in enumerate((first, second))
        )
    )
    plan = plan_settling(campaign, "first", None, log, search=False)
    assert [one.state for one in plan.settlements] == [DeliveryState.SENT, DeliveryState.SENT]
    settle_by_word(
        campaign, plan_settling_by_word(campaign, "first", first.address, DeliveryState.FAILED, "it rang", "Anna")
    )
    assert settle(campaign, plan) == (second.addressee,)
    assert states(campaign)[:2] == [DeliveryState.FAILED, DeliveryState.SENT]
