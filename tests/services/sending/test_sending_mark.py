"""A database that was restored from a copy sends nothing until a person has settled it."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlite_utils.utils import sqlite3

from campaign.adapters.files.sending_mark import read_mark, state_folder, write_mark
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import sending_mark
from campaign.adapters.store.ledger.sending_mark import StoredMark
from campaign.core.delivery.states import DeliveryState
from campaign.errors import FolderError, Refused
from campaign.services.campaign import Campaign
from campaign.services.sending.order import RunLimits
from campaign.services.sending.send_wave import run_wave
from campaign.services.sending.sending_mark import SendingMark, hand_over, plan_restore, settle_restore
from tests.helpers import postgres
from tests.helpers.campaign import frozen_sample, mail_server, run, set_mail_server
from tests.helpers.examples import examples
from tests.helpers.ledger import MEMORY, NOW, begin, claim, release_wave, states
from tests.helpers.mailer import order, transport_to
from tests.helpers.smtp_server import SmtpServer

OLDER = (
    "nothing is sent: the database is older than what was sent: it does not know of {} emails. It was restored from a"
    " copy"
)
SENT, QUEUED, UNCERTAIN = DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.UNCERTAIN


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "campaign.db"


def copy_of(file: Path, copy: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def put_back(copy: Path, file: Path) -> None:
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    file.unlink()
    shutil.copy(copy, file)


def campaign_with(store: Store) -> Campaign:
    campaign = Campaign(Path(), lambda: NOW)
    campaign.store = store
    return campaign


@asynccontextmanager
async def open_file(file: Path) -> AsyncIterator[Store]:
    with Store.open(file) as store:
        yield store


async def send(store: Store, server: SmtpServer, mailing: int) -> None:
    plain = order(store, transport_to(server), mailing)
    await run_wave(replace(plain, mark=SendingMark(store)), asyncio.Event())


async def test_a_copy_that_was_put_back_sends_nothing(file: Path, tmp_path: Path) -> None:
    """The copy from before the wave refuses and says how many emails it does not know. On a person's word they become
    uncertain, and after that it sends again, and to nobody twice."""
    copy = tmp_path / "copy.db"
    async with SmtpServer().listening() as server:
        with Store.open(file) as store:
            mailing = release_wave(store, 3)
            copy_of(file, copy)
            await send(store, server, mailing)
        put_back(copy, file)
        with Store.open(file) as store:
            assert states(store, mailing) == [QUEUED] * 3
            with pytest.raises(Refused) as refused:
                await send(store, server, mailing)
            assert (refused.value.message, refused.value.fix) == (
                OLDER.format(3),
                "campaign send settle --restored",
            )
            with pytest.raises(Refused, match="older than what was sent"):
                plan_restore(campaign_with(store), restored=False)
            plan = plan_restore(campaign_with(store), restored=True)
            assert [(wave.wave, wave.number) for wave in plan.waves] == [("first", 3)]
            assert settle_restore(campaign_with(store), plan) == plan.number == 3
            assert states(store, mailing) == [UNCERTAIN] * 3
            later = release_wave(store, 1, "second")
            await send(store, server, later)
            assert states(store, mailing) + states(store, later) == [UNCERTAIN] * 3 + [SENT]
    assert len(server.messages) == 4


async def test_a_copy_from_the_middle_of_a_wave(file: Path, tmp_path: Path) -> None:
    """A copy that was made while the wave was sent refuses, too: it does not know the last emails."""
    copy = tmp_path / "copy.db"
    async with SmtpServer().listening() as server:
        with Store.open(file) as store:
            mailing = release_wave(store, 4)
            plain = order(store, transport_to(server), mailing, limits=RunLimits(mails=2))
            await run_wave(replace(plain, mark=SendingMark(store)), asyncio.Event())
            copy_of(file, copy)
            await send(store, server, mailing)
        put_back(copy, file)
        with Store.open(file) as store, pytest.raises(Refused, match="does not know of 2 emails"):
            await send(store, server, mailing)
    assert len(server.messages) == 4


async def test_a_mark_that_is_missing_asks_once(file: Path) -> None:
    """A database that has sent, on a machine that does not know it, asks whether it is the newest, and only once."""
    async with SmtpServer().listening() as server, open_file(file) as store:
        mailing = release_wave(store, 1)
        await send(store, server, mailing)
        shutil.rmtree(state_folder())
        another = release_wave(store, 1, "second")
        with pytest.raises(Refused, match="it is not clear whether this database is the newest"):
            await send(store, server, another)
        plan = plan_restore(campaign_with(store), restored=False)
        assert (plan.waves, settle_restore(campaign_with(store), plan)) == ((), 0)
        await send(store, server, another)
        with pytest.raises(Refused, match="there is nothing to settle"):
            plan_restore(campaign_with(store), restored=True)
    assert states(store, another) == [SENT]


def test_a_stale_plan_changes_nothing(store: Store) -> None:
    """A plan to settle a database is refused when something was released meanwhile."""
    store.write(sending_mark.put, StoredMark("elsewhere", 7))
    release_wave(store, 1)
    plan = plan_restore(campaign_with(store), restored=True)
    mailing = release_wave(store, 1, "second")
    with pytest.raises(Refused, match="has just changed"):
        settle_restore(campaign_with(store), plan)
    assert states(store, mailing) == [QUEUED]


@pytest.mark.postgresql
def test_another_server_or_tables_that_were_made_again(server: postgres.Server) -> None:
    """A PostgreSQL database whose identity is not the one that is stored asks; the same one does not."""
    with Store.open(server.database()) as store:
        assert SendingMark(store).doubt() is None
        identity = store.read(sending_mark.identity)
        assert len(identity.split("/")) == 4
        store.write(lambda db: db.execute("ALTER TABLE delivery RENAME TO old_delivery"))
        store.write(lambda db: db.execute("CREATE TABLE delivery (LIKE old_delivery INCLUDING ALL)"))
        assert store.read(sending_mark.identity) != identity
        assert "its tables were recreated" in str(SendingMark(store).doubt())
        settle_restore(campaign_with(store), plan_restore(campaign_with(store), restored=False))
        assert SendingMark(store).doubt() is None


async def test_the_old_database_after_a_move(file: Path, tmp_path: Path) -> None:
    """After a move only the new database sends; the old file is older than what was sent."""
    with Store.open(file) as old, Store.open(tmp_path / "new.db") as new:
        SendingMark(old).check()
        hand_over(old, new)
        assert "older than what was sent" in str(SendingMark(old).doubt())
        new_mark = new.read(sending_mark.stored)
        assert new_mark is not None
        write_mark(new_mark.place, new_mark.number)
        assert SendingMark(new).doubt() is None


async def test_no_body_goes_when_the_mark_cannot_be_written(file: Path) -> None:
    """When the mark cannot follow, the run ends with the reason, and the server gets no body."""

    class Full(SendingMark):
        def follow(self) -> None:
            raise FolderError("no room for the mark")

    async with SmtpServer().listening() as server:
        with Store.open(file) as store:
            mailing = release_wave(store, 2)
            plain = order(store, transport_to(server), mailing)
            with pytest.raises(FolderError, match="no room for the mark"):
                await run_wave(replace(plain, mark=Full(store)), asyncio.Event())
    assert server.messages == []


def test_a_mark_that_is_damaged() -> None:
    """A mark that holds no number, or cannot be written, is named with its path and what to do."""
    write_mark("a", 5)
    assert read_mark("a") == 5
    (state_folder() / "marks" / "a").write_text("five")
    with pytest.raises(FolderError, match="it contains no number"):
        read_mark("a")
    (state_folder() / "marks" / "b").mkdir()
    with pytest.raises(FolderError, match="the record of what was sent cannot be saved"):
        write_mark("b", 1)


class Copies(RuleBasedStateMachine):
    """A mailer, a person who makes copies and puts them back, and who settles. Whoever was reached is never sent to
    again without a person's word."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(TemporaryDirectory(dir=MEMORY)))
        self.stack.enter_context(pytest.MonkeyPatch.context()).setenv("XDG_STATE_HOME", str(folder / "state"))
        self.file, self.copy = folder / "campaign.db", folder / "copy.db"
        self.bodies: list[int] = []
        self.copied: int | None = None  # how many bodies had gone when the copy was made

    def teardown(self) -> None:
        self.store.close()
        self.stack.close()

    @initialize()
    def create(self) -> None:
        self.store = Store.open(self.file)
        self.mailing = release_wave(self.store, 6)
        self.known = 0

    @rule()
    def send_one(self) -> None:
        """A mailer sends the next email, if it may."""
        mark = SendingMark(self.store)
        doubt = mark.doubt()
        assert (doubt is not None) == (self.known < len(self.bodies))
        if doubt:
            return
        mark.check()
        taken = claim(self.store, self.mailing, "one", number=1)
        for claimed in taken:
            assert begin(self.store, claimed.delivery.id, "one")
            mark.follow()
            self.bodies.append(claimed.delivery.id)
            self.known = len(self.bodies)

    @rule()
    def make_copy(self) -> None:
        copy_of(self.file, self.copy)
        self.copied = self.known

    @precondition(lambda self: self.copied is not None)
    @rule()
    def put_copy_back(self) -> None:
        self.store.close()
        put_back(self.copy, self.file)
        self.store = Store.open(self.file)
        self.known = self.copied or 0

    @precondition(lambda self: self.known < len(self.bodies))
    @rule()
    def settle(self) -> None:
        """After a person's word no email of the copy waits any more."""
        campaign = campaign_with(self.store)
        settle_restore(campaign, plan_restore(campaign, restored=True))
        assert QUEUED not in states(self.store, self.mailing)
        self.known = len(self.bodies)
        self.copied = None  # an older copy would be refused again, and its words are the same

    @invariant()
    def nobody_twice(self) -> None:
        assert len(self.bodies) == len(set(self.bodies))


Copies.TestCase.settings = settings(
    max_examples=examples(15), stateful_step_count=15, suppress_health_check=list(HealthCheck)
)
TestCopies = Copies.TestCase


def test_doctor_and_status_name_a_restored_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`campaign doctor` and `campaign status` say that the database is older than what was sent, and what to do."""
    folder = frozen_sample(tmp_path / "c")
    with mail_server() as catcher:
        set_mail_server(folder, catcher.port)
        assert run(folder, "-q", "send", "preview") == 0
        copy_of(folder / "campaign.db", tmp_path / "copy.db")
        assert run(folder, "-q", "send", "go", "--confirm", "4") == 0
        put_back(tmp_path / "copy.db", folder / "campaign.db")
        capsys.readouterr()
        assert run(folder, "--json", "status") == 0
        status = json.loads(capsys.readouterr().out)
        assert (status["remarks"][0], status["next"]) == (OLDER.format(4), "campaign send settle --restored")
        run(folder, "--json", "doctor")
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    database = checks["database"]
    assert (database["status"], database["text"], database["fix"]) == ("problem", OLDER.format(4), status["next"])
