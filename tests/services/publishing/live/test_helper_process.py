"""The helper process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from campaign.errors import Refused
from campaign.services.publishing.live.helper_process import SideProcess, SideProcessEnded

pytestmark = pytest.mark.slow

PARENT = """
import asyncio, sys
from campaign.services.publishing.live.helper_process import SideProcess
sys.path.insert(0, {tests!r})
from tests.services.publishing.live.test_helper_process import Worker, whoami

async def main():
    print(await SideProcess(Worker, 1).ask(whoami), flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


class Worker:
    """What the factory makes, once, from the argument."""

    def __init__(self, argument: int) -> None:
        self.argument = argument
        self.questions = 0


def add(worker: Worker, more: int) -> int:
    worker.questions += 1
    return worker.argument + worker.questions * more


def refuse(worker: Worker) -> None:
    raise Refused("not now", fix="later")


def whoami(worker: Worker) -> int:
    return os.getpid()


def die(worker: Worker) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def priority(worker: Worker) -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


async def test_it_remembers_its_argument() -> None:
    """It is another process, started once, and remembers between tasks."""
    helper = SideProcess(Worker, 5)
    try:
        assert (await helper.ask(add, 10), await helper.ask(add, 10)) == (15, 25)
        assert await helper.ask(whoami) not in (os.getpid(), 0)
    finally:
        await helper.end()


async def test_it_gives_way_to_others_after_its_first_answer() -> None:
    """The first task has normal priority, later ones a low one."""
    helper = SideProcess(Worker, 5)
    try:
        assert await helper.ask(priority) == os.getpriority(os.PRIO_PROCESS, 0)
        assert await helper.ask(priority) == min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)
    finally:
        await helper.end()


async def test_an_error_comes_back_whole() -> None:
    """An error comes back with its fix, and the process goes on."""
    helper = SideProcess(Worker, 5)
    try:
        with pytest.raises(Refused) as error:
            await helper.ask(refuse)
        assert (error.value.message, error.value.fix) == ("not now", "later")
        assert await helper.ask(add, 1) == 6
    finally:
        await helper.end()


async def test_a_dead_one_is_started_anew() -> None:
    """The caller gets an error, and the next task starts a new process."""
    helper = SideProcess(Worker, 5)
    try:
        with pytest.raises(SideProcessEnded):
            await helper.ask(die)
        assert await helper.ask(add, 1) == 6
    finally:
        await helper.end()


async def test_ended_it_is_gone() -> None:
    """Ending a process twice, or before it started, is no error."""
    helper = SideProcess(Worker, 5)
    await helper.end()
    process = await helper.ask(whoami)
    await helper.end()
    await helper.end()

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_it_does_not_outlive_a_parent_that_was_killed(tmp_path) -> None:
    """If the serving process is killed, the helper ends, too."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(tests=str(Path(__file__).parents[4])))
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if not _is_there(child):
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def _is_there(process: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
