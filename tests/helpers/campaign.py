"""The sample campaign as a folder for tests of commands, and a mail server for it."""

import asyncio
import atexit
import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from campaign.adapters.smtp.catcher import Catcher, run_catcher
from campaign.adapters.store import Store
from campaign.adapters.store.ledger import sending_mark
from campaign.adapters.store.ledger.sending_mark import StoredMark
from campaign.cli import main
from campaign.services.setup.sample import copy_sample


def run(folder: Path, *words: str) -> int:
    """Run the program as a person would. Returns its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(folder), *words])
    return int(str(ended.value.code))


def sample(folder: Path) -> Path:
    """The sample campaign with its tables imported, and sending allowed at any time."""
    return copy_campaign(_sample(), folder)


def frozen_sample(folder: Path) -> Path:
    """The sample campaign with its first version frozen."""
    return copy_campaign(_frozen_sample(), folder)


def copy_campaign(folder: Path, copy: Path) -> Path:
    """A copy of a campaign that has sent nothing, as a campaign of its own. Without a new mark it would be the same
    campaign restored from a copy."""
    copytree(folder, copy, dirs_exist_ok=True)
    with Store.open(copy / "campaign.db") as store:
        store.write(sending_mark.put, StoredMark(uuid4().hex, 0))
    return copy


@cache
def _sample() -> Path:
    """The sample, created once for all tests of this process."""
    folder = _new_folder()
    copy_sample(folder, dt.datetime.now(dt.UTC))
    settings = folder / "campaign.toml"
    text = (
        settings.read_text("utf-8")
        .replace('window = "08:00-18:00"', "")
        .replace('weekdays = "mon-fri"', "")
        .replace('holidays = "eu"', 'holidays = "none"')
        .replace("per_minute = 30", 'per_minute = 6000\nrspamd = ""')
    )
    settings.write_text(text, "utf-8")
    assert run(folder, "-q", "addressee", "import") == 0
    assert run(folder, "-q", "signatory", "import") == 0
    return folder


@cache
def _frozen_sample() -> Path:
    folder = sample(_new_folder())
    assert run(folder, "-q", "letter", "freeze", "-m", "agreed") == 0
    return folder


def _new_folder() -> Path:
    folder = TemporaryDirectory(prefix="sample-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def set_mail_server(folder: Path, port: int) -> None:
    """Set the campaign's mail server to a port of this machine."""
    settings = folder / "campaign.toml"
    server = f'\n[smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
    settings.write_text(settings.read_text("utf-8") + server, "utf-8")


@contextmanager
def mail_server() -> Iterator[Catcher]:
    """The embedded mail server of rehearsals, in its own thread, because a command runs its own event loop."""
    loop = asyncio.new_event_loop()
    ready: asyncio.Future[Catcher] = loop.create_future()
    done = asyncio.Event()

    async def serve() -> None:
        async with run_catcher() as catcher:
            ready.set_result(catcher)
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(_result(ready), loop).result(10)
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()


async def _result(future: "asyncio.Future[Catcher]") -> Catcher:
    return await future
