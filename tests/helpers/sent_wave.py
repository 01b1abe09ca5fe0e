"""A campaign whose first wave is sent, samples of replies to it, and its mailbox."""

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path

from campaign.adapters.store import Store, people, versions
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import DeliveryState
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import frozen_sample
from tests.helpers.ledger import planned_delivery

SAMPLES = Path(__file__).parents[1] / "core" / "replies" / "samples"
FOLDERS = (SAMPLES, SAMPLES / "held_out", SAMPLES / "third")
EXPECTED = {
    folder / f"{name}.eml": expected
    for folder in FOLDERS
    for name, expected in tomllib.loads((folder / "expected.toml").read_text("utf-8")).items()
}
UNCERTAIN = 3  # the sample with a delivery notice
ANSWER = (
    b"From: Member <mep1@parliament.example>\nTo: letters@coalition.example\nSubject: Re: Letter\n"
    b"Message-ID: <answer-1@parliament.example>\nIn-Reply-To: <first.1@coalition.example>\n\nYes.\n"
)
SENT_AT = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)


def campaign_with_sent_wave(root: Path, port: int) -> Path:
    """A campaign whose first wave was sent to as many Members as there are samples, with one delivery uncertain. Its
    mailbox is at a port of this machine."""
    frozen_sample(root)
    set_mailbox(root, port, "none")
    with Store.open(root / "campaign.db") as store:
        version = store.read(versions.latest, LETTER)
        assert version is not None
        wave_deliveries = [planned_delivery(number) for number in range(1, len(EXPECTED) + 1)]
        person = store.read(people.addressees, LETTER)[0]
        members = [
            replace(person, key=delivery.addressee, name=delivery.name, address=delivery.address)
            for delivery in wave_deliveries
        ]
        store.write(people.put_addressees, LETTER, members, SENT_AT)
        mailing = store.write(deliveries.plan, LETTER, "first", version.id, wave_deliveries, SENT_AT)
        assert mailing is not None
        store.write(deliveries.release, mailing.id, mailing.planned_at, SENT_AT)
        for delivery in store.read(deliveries.deliveries, mailing.id):
            store.write(deliveries.settle, delivery.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", SENT_AT)
        db_id = store.read(deliveries.deliveries, mailing.id)[UNCERTAIN - 1].id
        store.write(lambda db: db.execute("UPDATE delivery SET state = 'uncertain' WHERE id = ?", [db_id]))
    return root


def states(root: Path) -> list[DeliveryState]:
    """The state of each delivery of the first wave."""
    with Store.open(root / "campaign.db") as store:
        mailing = store.read(deliveries.find_mailing, LETTER, "first")
        assert mailing is not None
        return [delivery.state for delivery in store.read(deliveries.deliveries, mailing.id)]


def set_mailbox(root: Path, port: int, security: str) -> None:
    """Set the campaign's mailbox to a port of this machine."""
    settings = root / "campaign.toml"
    table = f'\n[imap]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "{security}"\nusername = "anna"\n'
    settings.write_text(settings.read_text("utf-8").partition("\n[imap]")[0] + table, "utf-8")
