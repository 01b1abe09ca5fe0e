"""The sample campaign at work, which `campaign demo` opens at the desk."""

import asyncio
import datetime as dt
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from campaign.adapters.store import replies
from campaign.adapters.store.ledger import deliveries
from campaign.adapters.store.signons import counts
from campaign.core.drafting.thread import DraftReader
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.services.campaign import Campaign
from campaign.services.demo_campaign import demo_mail_server, play_campaign
from campaign.services.drafting.draft_view import read_draft
from campaign.services.letters.verify import verify_store
from campaign.services.setup.sample import LETTER, copy_sample

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
REAL = ("Brando Benifei", "Dragoş Tudorache", "Sergey Lagodinsky", "Axel Voss")


async def _played(root: Path) -> int:
    """Play the campaign; returns the number of emails that the server got."""
    now = dt.datetime.now(dt.UTC)
    copy_sample(root, now)
    async with demo_mail_server() as server:
        await play_campaign(root, now, "http://localhost:8000", server.port)
        return len(server.mails)


def test_the_demo_has_something_on_every_page(tmp_path: Path) -> None:
    """There are sign-ons in each state, a wave that went, one ahead, answers, a bounce, positions; the record is whole.
    Nobody real is said to have answered."""
    assert asyncio.run(_played(tmp_path)) >= 10
    with Campaign(tmp_path) as campaign:
        store = campaign.store
        assert set(store.read(counts.of_board, LETTER, SignOnKind.ORGANISATION)) == set(SignOnState)
        waves = {wave.wave: wave.released_at is not None for wave in store.read(deliveries.mailings, LETTER)}
        assert (waves["first"], waves["follow-up"]) == (True, False)
        assert store.read(replies.count_by_kind, LETTER) == {"person": 3, "absence": 1, "permanent": 1}
        answers = store.read(replies.replies, LETTER)
        assert [name for name in REAL for answer in answers if name in repr(answer)] == []
        draft = read_draft(campaign, "en", DraftReader(None, "", "", settles=True))
        assert ([len(draft.red_lines), len(draft.settled), draft.open_number, len(draft.gone)]) == [1, 1, 2, 0]
        assert verify_store(store).flaws == ()


def test_the_demo_opens_the_desk(tmp_path: Path) -> None:
    """The command prints a link that signs in and the address of the inbox, and ends at once with Ctrl-C."""
    command = [sys.executable, "-u", "-m", "campaign", "demo", "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines: list[str] = []
        try:
            for line in process.stdout:
                lines.append(line)
                if line.startswith("serving "):
                    break
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
    text = "".join(lines)
    assert re.search(r"the desk: http://localhost:\d+/desk/in/link/[\w-]{43}\n", text)
    assert re.search(r"every email that it sends: http://localhost:\d+/inbox/\n", text)
