"""Uncertain deliveries are settled as planned, unless they have changed meanwhile."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from campaign.adapters.store.ledger import deliveries, waves
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import DeliveryState
from campaign.errors import FolderError, Refused
from campaign.services.campaign import Campaign
from campaign.services.replies import evidence
from campaign.services.replies.evidence import UploadedLog
from campaign.services.replies.settle import (
    plan_settling,
    plan_settling_all_by_word,
    plan_settling_by_log,
    plan_settling_by_word,
    settle,
    settle_by_word,
)
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


def log_lines(rows: list[Delivery]) -> bytes:
    """The lines of a log that says that the server accepted these emails."""
    return "".join(
        f"Apr 20 11:00:00 gate postfix/cleanup[1]: 4Wabcdef{at}: message-id={row.message_id}\n"
        f"Apr 20 11:00:00 gate postfix/smtp[2]: 4Wabcdef{at}: to=<{row.address}>, dsn=2.0.0, status=sent (250 ok)\n"
        for at, row in enumerate(rows)
    ).encode()


def all_rows(campaign: Campaign) -> list[Delivery]:
    mailing = campaign.store.read(deliveries.find_mailing, campaign.letter, "first")
    assert mailing is not None
    return list(campaign.store.read(deliveries.deliveries, mailing.id))


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "compressed"])
def test_an_uploaded_log_settles_all_waves(campaign: Campaign, compress: Callable[[bytes], bytes]) -> None:
    """An uploaded log, also a compressed one, settles what it knows of all mailings; a complete one sends the rest
    again."""
    log = UploadedLog("mail.log.gz", compress(log_lines(all_rows(campaign)[:2])))
    plan = plan_settling_by_log(campaign, log, complete=False)
    assert ([settlement.state for settlement in plan.settlements], plan.number_again) == ([DeliveryState.SENT] * 2, 0)
    assert "mail.log.gz:2" in plan.settlements[0].reason
    plan = plan_settling_by_log(campaign, log, complete=True)
    assert plan.number_again == 2
    assert len(settle(campaign, plan)) == 4
    assert sorted(states(campaign)) == [DeliveryState.QUEUED] * 2 + [DeliveryState.SENT] * 2
    assert plan_settling_by_log(campaign, log, complete=False).uncertain == ()


def test_a_complete_log_sends_nothing_of_a_cancelled_wave(campaign: Campaign) -> None:
    """What a complete log does not know of a cancelled wave stays uncertain."""
    campaign.store.write(waves.cancel, all_rows(campaign)[0].mailing, "a doubt", campaign.now())
    plan = plan_settling_by_log(campaign, UploadedLog("mail.log", b""), complete=True)
    assert (plan.number_again, plan.settlements, len(plan.uncertain)) == (0, (), 4)


def test_a_log_that_is_not_complete_is_refused(campaign: Campaign) -> None:
    """A log that does not know an email that the server accepted is not complete."""
    sent = "UPDATE delivery SET state = 'sent', reply_code = 250 WHERE id = :id"
    campaign.store.write(lambda db: db.execute(sent, {"id": all_rows(campaign)[0].id}))
    with pytest.raises(Refused, match="it does not know 1 email that the server accepted"):
        plan_settling_by_log(campaign, UploadedLog("mail.log", b""), complete=True)


@pytest.mark.parametrize("data", [b"\x1f\x8bbroken", gzip.compress(b"line\n" * 999)[:-20]], ids=["broken", "cut off"])
def test_an_upload_that_cannot_be_read(campaign: Campaign, data: bytes) -> None:
    """A broken upload is named; one whose lines are too much to read is refused."""
    with pytest.raises(FolderError, match=r"^mail.log: cannot be read"):
        plan_settling_by_log(campaign, UploadedLog("mail.log", data), complete=False)


def test_an_upload_that_is_too_large(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that is large when it is decompressed is refused, with what to do."""
    monkeypatch.setattr(evidence, "_MOST_UPLOADED", 1000)
    with pytest.raises(FolderError, match="too large") as refused:
        plan_settling_by_log(campaign, UploadedLog("mail.log", gzip.compress(bytes(5000))), complete=False)
    assert refused.value.fix == "cut out the days on which the emails were sent"


def test_all_waves_by_a_word_and_by_the_command(campaign: Campaign, tmp_path: Path) -> None:
    """`--all-waves` settles the uncertain emails of every mailing; it needs a log, the mailbox or a word for all."""
    assert len(plan_settling_all_by_word(campaign, None, DeliveryState.SENT, "by hand", "Anna Berg")) == 4
    log = tmp_path / "mail.log"
    log.write_bytes(log_lines(all_rows(campaign)[:1]))
    assert run(tmp_path, "-q", "send", "settle", "--all-waves") == 2
    assert run(tmp_path, "-q", "send", "settle", "--all-waves", "--log", str(log), "--search") == 2
    assert run(tmp_path, "-q", "send", "settle", "--all-waves", "--search") == 3
    assert run(tmp_path, "-q", "send", "settle", "--all-waves", "--log", str(log), "--confirm", "1") == 0
    words = ("--all-waves", "--all", "--failed", "--evidence", "by phone", "--confirm", "3")
    assert run(tmp_path, "-q", "send", "settle", *words) == 0
    assert sorted(states(campaign)) == [DeliveryState.FAILED] * 3 + [DeliveryState.SENT]
