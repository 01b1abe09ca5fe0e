"""What `campaign serve` does for signers by itself: owed mails are made and sent, once, whatever stands in the way."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters import settings
from campaign.adapters.files import folder
from campaign.adapters.smtp.catcher import Catcher
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import deliveries, waves
from campaign.adapters.store.signons import notices
from campaign.core.delivery.states import State
from campaign.core.settings import PLAIN, Settings, SmtpTable
from campaign.services.notices.looking_after import Looking
from campaign.services.sending.send_wave import only_mailer
from campaign.services.waves.plan import plan
from campaign.services.waves.situation import gather
from tests.helpers.campaign import frozen, mail_server
from tests.services.notices.test_notifying import LETTER, entered


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
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """The sample's store, a copy for each test."""
    (tmp_path / "campaign.db").write_bytes((made / "campaign.db").read_bytes())
    with Store.open(tmp_path / "campaign.db") as opened:
        yield opened


def looking(store: Store, found: Settings, made: Path, said: list[str]) -> Looking:
    return Looking(store, found, folder.Folder(made), LETTER, lambda: dt.datetime.now(dt.UTC), said.append)


def look(looks: Looking, times: int = 1) -> None:
    async def again() -> None:
        for _ in range(times):
            await looks.look(asyncio.Event())

    asyncio.run(again())


def test_what_is_owed_goes_by_itself_and_once(store: Store, found: Settings, made: Path, server: Catcher) -> None:
    """Looking again sends nothing more; what comes to be owed later goes at the next look."""
    said: list[str] = []
    looks = looking(store, found, made, said)
    look(looks)
    entered(store, 1)
    look(looks, 3)
    entered(store, 2)
    look(looks)
    assert [mail.recipient for mail in server.mails] == ["eve1@knowledge.example", "eve2@knowledge.example"]
    assert (said, store.read(notices.owed)) == ([], ())


def test_without_a_mail_server_it_is_said_once_and_all_is_kept(store: Store, found: Settings, made: Path) -> None:
    """Nothing is made: once there is a server the mails are written as things stand then."""
    entered(store)
    said: list[str] = []
    look(looking(store, replace(found, smtp=None), made, said), 3)
    assert said == ["mails are owed to signers and kept: no mail server is set; fill in [smtp] and start again"]
    assert len(store.read(notices.owed)) == 1


def test_another_mailer_goes_first(store: Store, found: Settings, made: Path, server: Catcher) -> None:
    """While the letter is being sent nothing is sent beside it; afterwards it is, without a word."""
    entered(store)
    said: list[str] = []
    looks = looking(store, found, made, said)
    with only_mailer(folder.Folder(made).mailer_lock):
        look(looks)
        assert server.mails == []
    look(looks)
    assert (len(server.mails), said) == (1, [])


@pytest.mark.slow
def test_what_goes_wrong_is_said_once_and_tried_again(store: Store, found: Settings, made: Path) -> None:
    """A mail that cannot be written, a server that is away: the pages stay, and it ends when it is told to."""
    entered(store)
    bad = replace(found, smtp=SmtpTable("127.0.0.1", 1, PLAIN))
    nowhere = replace(found, campaign=replace(found.campaign, public_url=""))
    said: list[str] = []

    async def both() -> None:
        stopping = asyncio.Event()
        task = asyncio.create_task(looking(store, nowhere, made, said).until(stopping))
        await asyncio.sleep(0.5)
        stopping.set()
        await asyncio.wait_for(task, 5)

    asyncio.run(both())
    assert len(said) == 1
    assert said[0].startswith("public_url is not set")
    looks = looking(store, bad, made, said)
    look(looks, 1)
    assert len(said) == 2
    assert said[1].startswith("mails to signers wait: ")


def released(store: Store, place: Path, loaded: Settings) -> int:
    """The sample's first wave, let go by a person."""
    situation = gather(folder.Folder(place), loaded, store, LETTER)
    wave = plan(store, situation, "first", dt.datetime.now(dt.UTC))
    store.write(deliveries.release, wave.dispatch.id, wave.dispatch.planned_at, dt.datetime.now(dt.UTC))
    return wave.dispatch.id


def test_a_released_wave_of_the_letter_goes_too(store: Store, found: Settings, made: Path, server: Catcher) -> None:
    """Signers first, then the wave; each mail once, and none while the wave is paused."""
    fast = replace(found, sending=replace(found.sending, per_minute=60_000))
    wave = released(store, made, fast)
    store.write(waves.pause, wave, "let us wait", dt.datetime.now(dt.UTC))
    entered(store)
    said: list[str] = []
    looks = looking(store, fast, made, said)
    look(looks, 2)
    assert [mail.recipient for mail in server.mails] == ["eve1@knowledge.example"]
    store.write(waves.unpause, wave)
    look(looks, 3)
    mails = [each.mail for each in store.read(deliveries.deliveries, wave)]
    assert (sorted(mail.recipient for mail in server.mails[1:]), said) == (sorted(mails), [])


def test_a_wave_waits_for_a_server_that_is_away(store: Store, found: Settings, made: Path) -> None:
    """A server that is away is told once; the mails wait."""
    away = replace(found, smtp=SmtpTable("127.0.0.1", 1, PLAIN))
    wave = released(store, made, away)
    said: list[str] = []
    look(looking(store, away, made, said), 2)
    assert len(said) == 1
    assert said[0].startswith("wave first: no connection: ")
    assert {each.state for each in store.read(deliveries.deliveries, wave)} == {State.QUEUED}
