"""What `campaign serve` does for signers: pending notices are queued and sent, exactly once."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters import settings
from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, leases, waves
from campaign.adapters.store.signons import notices
from campaign.core.delivery.states import DeliveryState
from campaign.core.settings import PLAIN, Settings, SmtpTable
from campaign.services.campaign import Campaign
from campaign.services.notices.background_mailer import BackgroundMailer
from campaign.services.sending.send_wave import mailer_lock
from campaign.services.waves.options import WaveOptions
from campaign.services.waves.plan import plan_wave
from campaign.services.waves.plan_inputs import read_wave_inputs
from tests.helpers.campaign import copy_campaign, frozen_sample, mail_server
from tests.services.notices.test_notifying import enter


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, frozen once."""
    return frozen_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def server() -> Iterator[Catcher]:
    """A mail server on this machine."""
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def mail_settings(sample: Path, server: Catcher) -> Settings:
    loaded = settings.load(sample)
    campaign = replace(loaded.campaign, public_url="https://coalition.example/letter")
    smtp = SmtpTable(server.host, server.port, PLAIN)
    return replace(loaded, campaign=campaign, smtp=smtp, inviting=replace(loaded.inviting, per_minute=60_000))


@pytest.fixture
def campaign(sample: Path, tmp_path: Path) -> Iterator[Campaign]:
    """The sample, a copy for each test."""
    copy_campaign(sample, tmp_path)
    with Campaign(tmp_path) as open_campaign:
        yield open_campaign


@pytest.fixture
def store(campaign: Campaign) -> Store:
    return campaign.store


def look(looks: BackgroundMailer, times: int = 1) -> None:
    async def again() -> None:
        for _ in range(times):
            await looks.look(asyncio.Event())

    asyncio.run(again())


def test_pending_notices_are_sent_once(
    campaign: Campaign, store: Store, mail_settings: Settings, server: Catcher
) -> None:
    """Another run sends nothing more; a later notice is sent in the next run."""
    sentences: list[str] = []
    looks = BackgroundMailer(campaign.with_settings(mail_settings), sentences.append)
    look(looks)
    enter(store, 1)
    look(looks, 3)
    enter(store, 2)
    look(looks)
    assert [mail.recipient for mail in server.mails] == ["eve1@knowledge.example", "eve2@knowledge.example"]
    assert (sentences, store.read(notices.pending)) == ([], ())


def test_without_a_mail_server_one_sentence_says_so_and_all_waits(
    campaign: Campaign, store: Store, mail_settings: Settings
) -> None:
    """Nothing is queued: the emails are composed once there is a server."""
    enter(store)
    sentences: list[str] = []
    look(BackgroundMailer(campaign.with_settings(replace(mail_settings, smtp=None)), sentences.append), 3)
    assert sentences == [
        "emails to signers wait: no mail server is set. Fill in [smtp] in campaign.toml and start again"
    ]
    assert len(store.read(notices.pending)) == 1


def test_another_mailer_goes_first(campaign: Campaign, store: Store, mail_settings: Settings, server: Catcher) -> None:
    """While another mailer sends to signers nothing else goes to them; afterwards it does, without a message."""
    enter(store)
    sentences: list[str] = []
    looks = BackgroundMailer(campaign.with_settings(mail_settings), sentences.append)
    with mailer_lock(campaign.folder.signers_lock):
        look(looks)
        assert server.mails == []
    look(looks)
    assert (len(server.mails), sentences) == (1, [])


def test_what_a_killed_mailer_had_claimed_is_sent(
    campaign: Campaign, store: Store, mail_settings: Settings, server: Catcher
) -> None:
    """A mailer that was killed may have claimed everything that waits; the next one sends it all the same, once."""
    inputs = read_wave_inputs(campaign, WaveOptions("first"))
    wave = plan_wave(campaign, inputs).mailing
    assert store.write(deliveries.release, wave.id, wave.planned_at, campaign.now())
    assert store.write(leases.take, "dead", "another/1", wave.id, 60, campaign.now(), alone=True)
    store.write(lambda db: db.execute("UPDATE delivery SET claim = 'dead'"))
    look(BackgroundMailer(campaign.with_settings(mail_settings), lambda _: None), 2)
    assert len({mail.recipient for mail in server.mails}) == len(server.mails) == len(inputs.audience.people)


@pytest.mark.slow
def test_a_failure_is_reported_once_and_tried_again(campaign: Campaign, store: Store, mail_settings: Settings) -> None:
    """After an email that cannot be composed and an unreachable server it goes on, and it stops on request."""
    enter(store)
    bad = replace(mail_settings, smtp=SmtpTable("127.0.0.1", 1, PLAIN))
    nowhere = replace(mail_settings, campaign=replace(mail_settings.campaign, public_url=""))
    sentences: list[str] = []

    async def both() -> None:
        stopping = asyncio.Event()
        task = asyncio.create_task(
            BackgroundMailer(campaign.with_settings(nowhere), sentences.append).send_until(stopping)
        )
        await asyncio.sleep(0.5)
        stopping.set()
        await asyncio.wait_for(task, 5)

    asyncio.run(both())
    assert len(sentences) == 1
    assert sentences[0].startswith("public_url is not set")
    looks = BackgroundMailer(campaign.with_settings(bad), sentences.append)
    look(looks, 1)
    assert len(sentences) == 2
    assert sentences[1].startswith("emails to signers wait: no connection to 127.0.0.1:1: ")


def release_wave(campaign: Campaign, loaded: Settings) -> int:
    """The sample's first wave, released by a person."""
    store = campaign.store
    now = Campaign(campaign.start, campaign.clock)
    now.settings, now.store = loaded, store
    wave = plan_wave(now, read_wave_inputs(now, WaveOptions("first")))
    store.write(deliveries.release, wave.mailing.id, wave.mailing.planned_at, dt.datetime.now(dt.UTC))
    return wave.mailing.id


def test_a_released_wave_of_the_letter_goes_too(
    campaign: Campaign, store: Store, mail_settings: Settings, server: Catcher
) -> None:
    """Notices first, then the wave; each email once, and none while the wave is paused."""
    fast = replace(mail_settings, sending=replace(mail_settings.sending, per_minute=60_000))
    wave = release_wave(campaign, fast)
    store.write(waves.pause, wave, "let us wait", dt.datetime.now(dt.UTC))
    enter(store)
    sentences: list[str] = []
    looks = BackgroundMailer(campaign.with_settings(fast), sentences.append)
    look(looks, 2)
    assert [mail.recipient for mail in server.mails] == ["eve1@knowledge.example"]
    store.write(waves.unpause, wave)
    look(looks, 3)
    mails = [delivery.address for delivery in store.read(deliveries.deliveries, wave)]
    assert (sorted(mail.recipient for mail in server.mails[1:]), sentences) == (sorted(mails), [])


@pytest.mark.slow
def test_a_wave_waits_for_a_server_that_is_away(campaign: Campaign, store: Store, mail_settings: Settings) -> None:
    """An unreachable server is reported once; the emails wait."""
    away = replace(mail_settings, smtp=SmtpTable("127.0.0.1", 1, PLAIN))
    wave = release_wave(campaign, away)
    sentences: list[str] = []
    look(BackgroundMailer(campaign.with_settings(away), sentences.append), 2)
    assert len(sentences) == 1
    assert sentences[0].startswith("wave first: no connection to ")
    assert {delivery.state for delivery in store.read(deliveries.deliveries, wave)} == {DeliveryState.QUEUED}
