"""Waves of small emails for tests of the mailer, planned and released in a real store."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from campaign.adapters.store import Store, versions
from campaign.adapters.store.ledger import deliveries, handover, leases
from campaign.core.delivery.attempt import Outcome, Verdict
from campaign.core.delivery.records import ClaimedDelivery, Delivery, Mailing, PlannedDelivery
from campaign.core.delivery.rules import SendRules
from campaign.core.delivery.states import DeliveryState
from campaign.core.letters.version import NewVersion
from campaign.core.message.wire import UNSHARED
from campaign.core.settings import Sender, SendingRules, Settings
from campaign.core.settings.tables import CampaignTable
from tests.helpers.store import open_store

ZONE = ZoneInfo("Europe/Brussels")
NOW = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)
DEADLINE = NOW + dt.timedelta(days=6)
SENDER = "letters@coalition.example"
LETTER = "exemption"
FAST = SendingRules(per_minute=1_000_000, connections=1, timeout_seconds=5)
# A file system in memory, if there is one, so that tests do not wait for a disk.
SHARED_MEMORY = Path("/dev/shm")
MEMORY = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None


def planned_delivery(number: int, wave: str = "first", body: str = "") -> PlannedDelivery:
    """The email to addressee `number`, with a line that begins with a dot."""
    address = f"mep{number}@parliament.example"
    text = body or f"Dear Member {number},\r\n\r\n.hidden files begin with a dot\r\n.\r\nYours\r\n"
    message_id = f"<{wave}.{number}@coalition.example>"
    fields = {
        "From": SENDER,
        "To": address,
        "Subject": "Letter",
        "Date": format_datetime(NOW),
        "Message-ID": message_id,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return PlannedDelivery(
        addressee=f"mep-{number}",
        name=f"Member {number}",
        address=address,
        language="en",
        sender=SENDER,
        message_id=message_id,
        dated_at=NOW,
        wire=UNSHARED,
        pieces=(f"{head}\r\n{text}".encode(),),
    )


def plan_wave(store: Store, number: int, wave: str = "first", at: dt.datetime = NOW) -> Mailing:
    """A wave of `number` emails, planned but not released."""
    version = store.write(versions.add, NewVersion(LETTER, "digest", (), "frozen", at))
    mails = [planned_delivery(addressee, wave) for addressee in range(1, number + 1)]
    mailing = store.write(deliveries.plan, LETTER, wave, version.id, mails, at)
    assert mailing is not None
    return mailing


def release_wave(store: Store, number: int, wave: str = "first") -> int:
    """A released wave. Returns the id of the mailing."""
    mailing = plan_wave(store, number, wave)
    assert store.write(deliveries.release, mailing.id, mailing.planned_at, NOW)
    return mailing.id


def claim(
    store: Store, mailing: int, claim: str, at: dt.datetime = NOW, number: int = 1
) -> tuple[ClaimedDelivery, ...]:
    """Claim the next `number` deliveries as a mailer does, taking a lease the first time."""
    store.write(leases.take, claim, "a mailer", mailing, 60, at, alone=False)
    (claimed,) = store.write(handover.together, [(handover.claim_due, (mailing, number))], claim, at)
    return claimed  # type: ignore[no-any-return]  # a deed may return anything


def expire_lease(store: Store, claim: str = "") -> None:
    """Let the lease of one mailer, or of all, expire."""
    sql = "UPDATE lease SET until = 1 WHERE claim = :claim OR :claim = ''"
    store.write(lambda db: db.execute(sql, {"claim": claim}))


def begin(store: Store, delivery: int, claim: str, at: dt.datetime = NOW) -> bool:
    """Mark a delivery as `sending`. Returns whether the mailer may send the body."""
    return store.write(handover.together, [(handover.mark_sending, (delivery,))], claim, at) == [True]


def record(store: Store, delivery: int, claim: str, outcome: Outcome, verdict: Verdict, at: dt.datetime = NOW) -> bool:
    """Record a mailer's verdict. Returns whether it changed the row."""
    return store.write(handover.together, [(handover.record_outcome, (delivery, outcome, verdict))], claim, at) == [
        True
    ]


def states(store: Store, mailing: int) -> list[DeliveryState]:
    """The state of each delivery, in order."""
    return [row.state for row in rows(store, mailing)]


def rows(store: Store, mailing: int) -> tuple[Delivery, ...]:
    return store.read(deliveries.deliveries, mailing)


def event_lines(store: Store, mailing: int) -> list[tuple[int, str, str, int | None, str]]:
    """The delivery events without their times; deliveries are numbered from 1."""
    first = min(row.id for row in rows(store, mailing))
    return [
        (event.delivery - first + 1, str(event.state), event.stage, event.reply_code, event.text)
        for event in store.read(deliveries.events, mailing)
    ]


def settings(sending: SendingRules = FAST, deadline_at: dt.datetime = DEADLINE) -> Settings:
    campaign = CampaignTable(name="Sample", vote_at=DEADLINE, deadline=deadline_at, zone=ZONE, minimum_signatories=0)
    return Settings(campaign, Sender("Coalition", SENDER), sending)


def send_rules(rules: SendingRules = FAST, deadline_at: dt.datetime = DEADLINE) -> SendRules:
    """The rules of a wave that has no start time."""
    return SendRules(rules, deadline_at, ZONE)


_SENDING = """
[campaign]
name = "Sample"
vote = 2099-04-26T12:00:00
minimum_signatories = 0
letter = "{letter}"
[sender]
name = "Coalition"
address = "{sender}"
[sending]
{sending}
[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
{more}"""


def sending_folder(folder: Path, port: int, sending: str, more: str = "") -> None:
    """Create a campaign folder for processes that send to a port of this machine. `sending` is the text of that table,
    `more` the text of other tables."""
    (folder / "letters" / LETTER).mkdir(parents=True)
    (folder / "letters" / LETTER / "letter.en.md").write_text("---\ntitle: Letter\n---\n\nText.\n")
    text = _SENDING.format(letter=LETTER, sender=SENDER, sending=sending, port=port, more=more)
    (folder / "campaign.toml").write_text(text)


class Clock:
    """A clock that the test sets."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


@contextmanager
def store_in_memory() -> Iterator[Store]:
    with TemporaryDirectory(dir=MEMORY) as folder, open_store(Path(folder) / "campaign.db") as store:
        yield store
