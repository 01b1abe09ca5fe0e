"""Several `campaign worker` processes on a real PostgreSQL."""

import asyncio
import signal
from collections import Counter
from pathlib import Path

import pytest

from campaign.adapters.smtp.catcher import run_catcher
from campaign.core.delivery.states import DeliveryState
from tests.helpers import workers
from tests.helpers.postgres import Server
from tests.helpers.tally import check_promises

pytestmark = pytest.mark.postgresql
MAILS = 300


async def test_two_workers(tmp_path: Path, server: Server) -> None:
    """Two workers send three hundred messages, each once, report them, and end when asked."""
    async with run_catcher() as catcher:
        with workers.worker_pool(tmp_path, server, catcher.port, MAILS) as yard:
            for _ in range(2):
                yard.start()
            states = await yard.wait_until_done(120)
            assert yard.end() == [0, 0]
            output = yard.output()
    assert Counter(states.values()) == {DeliveryState.SENT: MAILS}
    assert check_promises(states, [mail.recipient for mail in catcher.mails]) == 0
    assert "exemption, wave first: " in output
    assert output.count("stopped; the outcome of every email is recorded") == 2


async def test_a_worker_is_killed(tmp_path: Path, server: Server) -> None:
    """After `kill -9` another worker takes over the claims once the lease has expired; messages in transit are
    uncertain, at most one for each connection. Nobody gets two, and nobody is missed."""
    async with run_catcher() as catcher:
        with workers.worker_pool(tmp_path, server, catcher.port, MAILS) as yard:
            first = yard.start("--lease", "2")
            await workers.wait_until(lambda: len(catcher.mails) > 40)
            yard.kill(first)
            assert DeliveryState.QUEUED in yard.states().values()
            yard.start("--lease", "2")
            states = await yard.wait_until_done(120)
            yard.end()
    assert check_promises(states, [mail.recipient for mail in catcher.mails]) <= workers.LINES


async def test_a_worker_stands_still(tmp_path: Path, server: Server) -> None:
    """A worker suspended beyond its lease finds its work taken over, and sends no body twice."""
    async with run_catcher() as catcher:
        with workers.worker_pool(tmp_path, server, catcher.port, MAILS) as yard:
            first = yard.start("--lease", "2")
            await workers.wait_until(lambda: len(catcher.mails) > 40)
            first.send_signal(signal.SIGSTOP)
            yard.start("--lease", "2")
            states = await yard.wait_until_done(120)  # it may have been stopped within a transaction
            first.send_signal(signal.SIGCONT)
            await asyncio.sleep(1)
            later = yard.states()
            assert yard.end() == [0, 0]
    doubtful = check_promises(later, [mail.recipient for mail in catcher.mails])
    assert doubtful <= sum(state is DeliveryState.UNCERTAIN for state in states.values()) <= workers.LINES


async def test_the_database_is_killed(tmp_path: Path, server: Server) -> None:
    """After `kill -9` of the postmaster the workers wait, keep the mail server's replies, and continue."""
    async with run_catcher() as catcher:
        with workers.worker_pool(tmp_path, server, catcher.port, 3 * MAILS) as yard:
            for _ in range(2):
                yard.start("--lease", "15")  # longer than the database may take to come back
            await workers.wait_until(lambda: len(catcher.mails) > 40 and yard.output().count("working on") == 2)
            server.kill()
            await asyncio.sleep(0.5)
            server.start_again()
            states = await yard.wait_until_done(120)
            assert yard.end() == [0, 0], yard.output()
    assert check_promises(states, [mail.recipient for mail in catcher.mails]) == 0


async def test_a_pace_holds_over_all_workers(tmp_path: Path, server: Server) -> None:
    """With a pace one worker sends at a time, and the next one continues it: never faster."""
    async with run_catcher() as catcher:
        with workers.worker_pool(tmp_path, server, catcher.port, 12, per_minute=240) as yard:
            for _ in range(2):
                yard.start()
            await workers.wait_until(lambda: catcher.mails)
            start = asyncio.get_running_loop().time()
            states = await yard.wait_until_done(120)
            took = asyncio.get_running_loop().time() - start
            yard.end()
    assert check_promises(states, [mail.recipient for mail in catcher.mails]) == 0
    assert took > 11 * 0.25 - 0.3


async def test_another_mailer_beside_workers(tmp_path: Path, server: Server) -> None:
    """`send run` on the same database takes leases, too, and respects those of others: each message is sent once."""
    async with run_catcher() as catcher:
        with workers.worker_pool(tmp_path, server, catcher.port, 5 * MAILS) as yard:
            yard.start()
            await workers.wait_until(lambda: catcher.mails)
            yard.start(command=("send", "run"))
            states = await yard.wait_until_done(120)
            assert yard.end() == [0, 0], yard.output()
    assert Counter(states.values()) == {DeliveryState.SENT: 5 * MAILS}
    assert check_promises(states, [mail.recipient for mail in catcher.mails]) == 0
