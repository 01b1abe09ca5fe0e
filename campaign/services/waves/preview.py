"""A wave as it is shown before it goes: the very mails as files, and how they look. Sends nothing."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import outbox
from campaign.core.delivery.records import Delivery, PlannedDelivery
from campaign.core.delivery.rules import not_before
from campaign.core.message.message import Message
from campaign.services.campaign import Campaign
from campaign.services.waves.deliverability import Deliverability, check_deliverability
from campaign.services.waves.inputs import WaveInputs
from campaign.services.waves.plan import PlannedWave
from campaign.services.waves.planned_deliveries import draft_deliveries


@dataclass(frozen=True, slots=True)
class Preview:
    """A planned wave as files."""

    wave: PlannedWave
    folder: Path
    """Where the mails are, one file each, to be opened in any mail program."""
    deliverability: Deliverability

    def file(self, delivery: Delivery) -> Path:
        """The file of one of the mails."""
        return self.folder / outbox.file_name(delivery)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The mails as they would be with the text of now, which is not frozen. Nothing is kept of them."""

    deliveries: tuple[PlannedDelivery, ...]
    deliverability: Deliverability


def preview(campaign: Campaign, wave: PlannedWave) -> Preview:
    """Write the mails of a planned wave into the outbox folder and look at them."""
    folder = campaign.folder.outbox / f"preview-{wave.mailing.wave}"
    return Preview(wave, folder, check_deliverability(_write_messages(wave, folder), campaign.settings.sending.rspamd))


def _write_messages(wave: PlannedWave, folder: Path) -> Iterator[Message]:
    for delivery in wave.deliveries():
        message = wave.message(delivery)
        outbox.write(folder, delivery, message)
        yield Message(delivery.sender, delivery.address, message)


def preview_drafts(campaign: Campaign, inputs: WaveInputs, progress: Callable[[], object] = lambda: None) -> Drafts:
    """Make the drafts and look at them; `progress` is called for each. Raises ComposeError or PrintError."""
    drafts: list[PlannedDelivery] = []

    def messages() -> Iterator[Message]:
        for draft in draft_deliveries(campaign, inputs.state, inputs.audience, campaign.now()):
            drafts.append(draft)
            yield Message(draft.sender, draft.address, draft.message)
            progress()

    deliverability = check_deliverability(messages(), campaign.settings.sending.rspamd)
    return Drafts(tuple(drafts), deliverability)


def goes_at(campaign: Campaign, wave: PlannedWave) -> dt.datetime | None:
    """From when on a wave goes, None for at once."""
    at = not_before(wave.mailing, campaign.settings)
    return at if at and at > campaign.now() else None
