"""Previewing a wave: its exact emails as files, and their deliverability. Sends nothing."""

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
from campaign.services.waves.plan import PlannedWave
from campaign.services.waves.plan_inputs import WaveInputs
from campaign.services.waves.planned_deliveries import draft_deliveries


@dataclass(frozen=True, slots=True)
class Preview:
    """A planned wave, written to files."""

    wave: PlannedWave
    folder: Path
    """The folder of the emails, one file each, which any mail program can open."""
    deliverability: Deliverability

    def file(self, delivery: Delivery) -> Path:
        """The file of one email."""
        return self.folder / outbox.file_name(delivery)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The emails as they would be with the current text, which is not frozen. They are not stored."""

    deliveries: tuple[PlannedDelivery, ...]
    deliverability: Deliverability


def preview(campaign: Campaign, wave: PlannedWave) -> Preview:
    """Write the emails of a planned wave into the outbox folder and check their deliverability."""
    folder = preview_folder(campaign, wave.mailing.wave)
    outbox.clear(folder)
    return Preview(wave, folder, check_deliverability(_write_messages(wave, folder), campaign.settings.sending.rspamd))


def own_sentences(inputs: WaveInputs) -> tuple[tuple[str, str], ...]:
    """The addressees of a wave with a sentence of their own: name and sentence, in order."""
    return tuple((person.name, person.sentence) for person in inputs.audience.people if person.sentence)


def preview_folder(campaign: Campaign, wave: str) -> Path:
    """The folder of a wave's preview."""
    return campaign.folder.outbox / f"preview-{wave}"


def _write_messages(wave: PlannedWave, folder: Path) -> Iterator[Message]:
    for delivery in wave.deliveries():
        message = wave.message(delivery)
        outbox.write(folder, delivery, message)
        yield Message(delivery.sender, delivery.address, message)


def preview_drafts(campaign: Campaign, inputs: WaveInputs, progress: Callable[[], object] = lambda: None) -> Drafts:
    """Build the drafts and check their deliverability; `progress` is called for each. Raises ComposeError or
    PrintError. Files of an earlier preview are deleted, because they are not what would go now."""
    outbox.clear(preview_folder(campaign, inputs.options.wave))
    drafts: list[PlannedDelivery] = []

    def messages() -> Iterator[Message]:
        for draft in draft_deliveries(campaign, inputs.state, inputs.audience, campaign.now()):
            drafts.append(draft)
            yield Message(draft.sender, draft.address, draft.message)
            progress()

    deliverability = check_deliverability(messages(), campaign.settings.sending.rspamd)
    return Drafts(tuple(drafts), deliverability)


def goes_at(campaign: Campaign, wave: PlannedWave) -> dt.datetime | None:
    """When a wave starts, aware UTC; None for immediately."""
    at = not_before(wave.mailing, campaign.settings)
    return at if at and at > campaign.now() else None
