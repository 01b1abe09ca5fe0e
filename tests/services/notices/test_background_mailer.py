"""What `campaign serve` does for signers by itself: owed mails are made and sent, once, whatever stands in the way."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from campaign.adapters import settings
from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, waves
from campaign.adapters.store.signons import notices
from campaign.core.delivery.states import State
from campaign.core.settings import PLAIN, Settings, SmtpTable
from campaign.services.campaign import Campaign
from campaign.services.notices.background_mailer import BackgroundMailer
from campaign.services.sending.send_wave import only_mailer
from campaign.services.waves.aim import Aim
from campaign.services.waves.outlook import read_outlook
from campaign.services.waves.plan import plan
from tests.helpers.campaign import frozen, mail_server
from tests.services.notices.test_notifying import entered


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, frozen once."""
    return frozen(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def server() -> Iterator[Catcher]:
    """A mail server on this machine."""
    with mail_server() as catcher:
        yield catcher


@pytest.fixture
def found(made: Path, server: Catcher) -> Settings:
    loaded = settings.load(made)
    campaign = replace(loaded.campaign, public_url="https://coalition.example/letter")
    smtp = SmtpTable(server.host, server.port, PLAIN)
    return replace(loaded, campaign=campaign, smtp=smtp, inviting=replace(loaded.inviting, per_minute=60_000))


@pytest.fixture
def campaign(made: Path, tmp_path: Path) -> Iterator[Campaign]:
    """The sample, a copy for each test."""
    copytree(made, tmp_path, dirs_exist_ok=True)
    with Campaign(tmp_path) as opened:
        yield opened


@pytest.fixture
def store(campaign: Campaign) -> Store:
    return campaign.store


def look(looks: BackgroundMailer, times: int = 1) -> None:
    async def again() -> None:
        for _ in range(times):
            await looks.look(asyncio.Event())

    asyncio.run(again())


def test_what_is_owed_goes_by_itself_and_once(
    campaign: Campaign, store: Store, found: Settings, server: Catcher
) -> None:
    """Looking again sends nothing more; what comes to be owed later goes at the next look."""
    said: list[str] = []
    looks = BackgroundMailer(campaign.with_settings(found), said.append)
    look(looks)
    entered(store, 1)
    look(looks, 3)
    entered(store, 2)
    look(looks)
    assert [mail.recipient for mail in server.mails] == ["eve1@knowledge.example", "eve2@knowledge.example"]
    assert (said, store.read(notices.owed)) == ([], ())


def test_without_a_mail_server_it_is_said_once_and_all_is_kept(
    campaign: Campaign, store: Store, found: Settings
) -> None:
    """Nothing is made: once there is a server the mails are written as things stand then."""
    entered(store)
    said: list[str] = []
    look(BackgroundMailer(campaign.with_settings(replace(found, smtp=None)), said.append), 3)
    assert said == ["mails are owed to signers and kept: no mail server is set; fill in [smtp] and start again"]
    assert len(store.read(notices.owed)) == 1


def test_another_mailer_goes_first(campaign: Campaign, store: Store, found: Settings, server: Catcher) -> None:
    """While the letter is being sent nothing is sent beside it; afterwards it is, without a word."""
    entered(store)
    said: list[str] = []
    looks = BackgroundMailer(campaign.with_settings(found), said.append)
    with only_mailer(campaign.folder.mailer_lock):
        look(looks)
        assert server.mails == []
    look(looks)
    assert (len(server.mails), said) == (1, [])


@pytest.mark.slow
def test_what_goes_wrong_is_said_once_and_tried_again(campaign: Campaign, store: Store, found: Settings) -> None:
    """A mail that cannot be written, a server that is away: the pages stay, and it ends when it is told to."""
    entered(store)
    bad = replace(found, smtp=SmtpTable("127.0.0.1", 1, PLAIN))
    nowhere = replace(found, campaign=replace(found.campaign, public_url=""))
    said: list[str] = []

    async def both() -> None:
        stopping = asyncio.Event()
        task = asyncio.create_task(BackgroundMailer(campaign.with_settings(nowhere), said.append).send_until(stopping))
        await asyncio.sleep(0.5)
        stopping.set()
        await asyncio.wait_for(task, 5)

    asyncio.run(both())
    assert len(said) == 1
    assert said[0].startswith("public_url is not set")
    looks = BackgroundMailer(campaign.with_settings(bad), said.append)
    look(looks, 1)
    assert len(said) == 2
    assert said[1].startswith("mails to signers wait: ")


def released(campaign: Campaign, loaded: Settings) -> int:
    """The sample's first wave, let go by a person."""
    store = campaign.store
    now = Campaign(campaign.start, campaign.clock)
    now.settings, now.store = loaded, store
    wave = plan(now, read_outlook(now, Aim("first")))
    store.write(deliveries.release, wave.dispatch.id, wave.dispatch.planned_at, dt.datetime.now(dt.UTC))
    return wave.dispatch.id


def test_a_released_wave_of_the_letter_goes_too(
    campaign: Campaign, store: Store, found: Settings, server: Catcher
) -> None:
    """Signers first, then the wave; each mail once, and none while the wave is paused."""
    fast = replace(found, sending=replace(found.sending, per_minute=60_000))
    wave = released(campaign, fast)
    store.write(waves.pause, wave, "let us wait", dt.datetime.now(dt.UTC))
    entered(store)
    said: list[str] = []
    looks = BackgroundMailer(campaign.with_settings(fast), said.append)
    look(looks, 2)
    assert [mail.recipient for mail in server.mails] == ["eve1@knowledge.example"]
    store.write(waves.unpause, wave)
    look(looks, 3)
    mails = [each.mail for each in store.read(deliveries.deliveries, wave)]
    assert (sorted(mail.recipient for mail in server.mails[1:]), said) == (sorted(mails), [])


def test_a_wave_waits_for_a_server_that_is_away(campaign: Campaign, store: Store, found: Settings) -> None:
    """A server that is away is told once; the mails wait."""
    away = replace(found, smtp=SmtpTable("127.0.0.1", 1, PLAIN))
    wave = released(campaign, away)
    said: list[str] = []
    look(BackgroundMailer(campaign.with_settings(away), said.append), 2)
    assert len(said) == 1
    assert said[0].startswith("wave first: no connection: ")
    assert {each.state for each in store.read(deliveries.deliveries, wave)} == {State.QUEUED}
