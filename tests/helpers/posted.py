"""A campaign whose first wave has gone, the samples of what comes back for it, and its mailbox."""

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path

from campaign.adapters.store import Store, people, versions
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.states import State
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import frozen
from tests.helpers.ledger import planned

SAMPLES = Path(__file__).parents[1] / "core" / "replies" / "samples"
FOLDERS = (SAMPLES, SAMPLES / "held_out", SAMPLES / "third")
WANTED = {
    folder / f"{name}.eml": wanted
    for folder in FOLDERS
    for name, wanted in tomllib.loads((folder / "expected.toml").read_text("utf-8")).items()
}
UNCERTAIN = 3  # the sample with a notice that it was delivered
ANSWER = (
    b"From: Member <mep1@parliament.example>\nTo: letters@coalition.example\nSubject: Re: Letter\n"
    b"Message-ID: <answer-1@parliament.example>\nIn-Reply-To: <first.1@coalition.example>\n\nYes.\n"
)
SENT_AT = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)


def posted(root: Path, port: int) -> Path:
    """A campaign whose first wave went to as many Members as there are samples, one of them uncertain. Its mailbox is
    at a port of this machine."""
    frozen(root)
    with_mailbox(root, port, "none")
    with Store.open(root / "campaign.db") as store:
        version = store.read(versions.latest, LETTER)
        assert version is not None
        mails = [planned(number) for number in range(1, len(WANTED) + 1)]
        person = store.read(people.addressees, LETTER)[0]
        members = [replace(person, key=each.addressee, name=each.name, mail=each.mail) for each in mails]
        store.write(people.put_addressees, LETTER, members, SENT_AT)
        dispatch = store.write(deliveries.plan, LETTER, "first", version.id, mails, SENT_AT)
        assert dispatch is not None
        store.write(deliveries.release, dispatch.id, dispatch.planned_at, SENT_AT)
        for each in store.read(deliveries.deliveries, dispatch.id):
            store.write(deliveries.settle, each.id, State.QUEUED, State.SENT, "by hand", SENT_AT)
        db_id = store.read(deliveries.deliveries, dispatch.id)[UNCERTAIN - 1].id
        store.write(lambda db: db.execute("UPDATE delivery SET state = 'uncertain' WHERE id = ?", [db_id]))
    return root


def states(root: Path) -> list[State]:
    """How each mail of the first wave stands."""
    with Store.open(root / "campaign.db") as store:
        dispatch = store.read(deliveries.dispatch, LETTER, "first")
        assert dispatch is not None
        return [each.state for each in store.read(deliveries.deliveries, dispatch.id)]


def with_mailbox(root: Path, port: int, security: str) -> None:
    """Set the campaign's mailbox to a port of this machine."""
    settings = root / "campaign.toml"
    table = f'\n[imap]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "{security}"\nusername = "anna"\n'
    settings.write_text(settings.read_text("utf-8").partition("\n[imap]")[0] + table, "utf-8")
