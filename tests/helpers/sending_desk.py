"""The sample campaign with its desk, a mail server on this machine, and the background work of `campaign desk`."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from campaign.adapters import settings
from campaign.adapters.store import people
from campaign.adapters.store.ledger import deliveries
from campaign.core.addressees import Addressee
from campaign.core.delivery.records import Mailing
from campaign.core.delivery.states import DeliveryState
from campaign.core.intake.csv_tables import whole_addressees
from campaign.core.settings import PLAIN, SmtpTable
from campaign.services.campaign import Campaign
from campaign.services.notices.background_mailer import BackgroundMailer
from campaign.services.setup.sample import LETTER
from tests.helpers.campaign import copy_campaign, frozen_sample
from tests.helpers.desk import DeskWeb
from tests.helpers.web import words

_FIRST_NAMES = ("Saoirse", "Jens", "Petra", "Lucien", "Milda", "Tomasz", "Ilse")
_FAMILY_NAMES = ("Keane", "Falkenried", "Brandtner", "Garrel", "Jankauskė", "Zieliński-Wróbel", "Vandermeer")


@dataclass
class SampleDesk:
    """The sample campaign, whose first version is frozen."""

    campaign: Campaign

    @property
    def desk(self) -> DeskWeb:
        """Its desk."""
        return DeskWeb(self)  # type: ignore[arg-type]  # of the web it needs the campaign only

    @property
    def waves(self) -> tuple[Mailing, ...]:
        return self.campaign.store.read(deliveries.mailings, LETTER)

    def states(self, wave: int) -> list[DeliveryState]:
        """The state of each delivery of a wave."""
        return [delivery.state for delivery in self.campaign.store.read(deliveries.deliveries, wave)]

    def send_what_is_due(self) -> None:
        """One look of the background mailer, as `campaign desk` and `campaign serve` run it."""
        mailer = BackgroundMailer(self.campaign, lambda _: None)
        asyncio.run(mailer.look(asyncio.Event()))


@contextmanager
def open_sample_desk(folder: Path, port: int = 0, **changed: Any) -> Iterator[SampleDesk]:
    """The sample campaign in a folder. `port` is that of the mail server; `changed` are settings of [sending]."""
    copy_campaign(frozen_sample(folder / "first"), folder / "campaign")
    root = folder / "campaign"
    loaded = settings.load(root)
    smtp = SmtpTable("127.0.0.1", port, PLAIN) if port else None
    with Campaign(root) as campaign:
        values = replace(loaded, smtp=smtp, sending=replace(loaded.sending, **changed))
        campaign.campaign_settings = values
        campaign.settings = values
        put_invented_addressees(campaign)
        yield SampleDesk(campaign)


def put_invented_addressees(campaign: Campaign, number: int = 4) -> None:
    """Put invented people in place of the sample's addressees, who are real and to whom nobody ascribes an answer. The
    letter's table has them, too."""
    at = dt.datetime.now(dt.UTC)
    for person in campaign.store.read(people.addressees, LETTER):
        campaign.store.write(people.remove_addressee, LETTER, person.key)
    rows = [
        Addressee(
            f"m{index}",
            f"{_FIRST_NAMES[index % len(_FIRST_NAMES)]} {_FAMILY_NAMES[index % len(_FAMILY_NAMES)]}",
            _FAMILY_NAMES[index % len(_FAMILY_NAMES)],
            given_name=_FIRST_NAMES[index % len(_FIRST_NAMES)],
            honorific="Ms" if index % 2 else "Mr",
            address=f"m{index}@parliament.example",
            country=("Ireland", "Austria", "France")[index % 3],
            group=("Group of the Hills", "Group of the Rivers")[index % 2],
            phone=f"+32 2 000 00 {index:02d}" if index % 4 else "",
        )
        for index in range(number)
    ]
    campaign.store.write(people.put_addressees, LETTER, rows, at)
    table = whole_addressees(campaign.store.read(people.addressees, LETTER))
    campaign.folder.addressees_csv(LETTER).write_text(table, "utf-8", newline="")


def prepare(client, **values: str) -> str:
    """Prepare a wave. Returns the path of its page."""
    form = {"wave": "first", "purpose": "first", "day": "", "time": ""} | values
    answer = client.post("/desk/send/prepare", data=form)
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["location"].partition("?")[0]


def set_states(desk: SampleDesk, wave: int, *states: DeliveryState) -> list[int]:
    """Put the first deliveries of a wave into these states. Returns their ids."""
    at = dt.datetime.now(dt.UTC)
    rows = desk.campaign.store.read(deliveries.deliveries, wave)[: len(states)]
    for row, state in zip(rows, states, strict=True):
        desk.campaign.store.write(
            lambda db, number=row.id, value=state.value: db.execute(
                "UPDATE delivery SET state = ?, changed_at = ?, reply_text = 'no answer after the text' WHERE id = ?",
                [value, at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), number],
            )
        )
    return [row.id for row in rows]
