"""A wave as it is shown before it goes: the very mails as files, and how they look. Sends nothing."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import outbox
from campaign.core.delivery.records import Delivery, Planned
from campaign.core.delivery.rules import not_before
from campaign.core.message.mail import Mail
from campaign.services.campaign import Campaign
from campaign.services.waves.looks import Looks, looks_of
from campaign.services.waves.mails import draft_mails
from campaign.services.waves.outlook import Outlook
from campaign.services.waves.plan import Plan


@dataclass(frozen=True, slots=True)
class Preview:
    """A planned wave as files."""

    plan: Plan
    folder: Path
    """Where the mails are, one file each, to be opened in any mail program."""
    looks: Looks

    def file(self, mail: Delivery) -> Path:
        """The file of one of the mails."""
        return self.folder / outbox.file_name(mail)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The mails as they would be with the text of now, which is not frozen. Nothing is kept of them."""

    mails: tuple[Planned, ...]
    looks: Looks


def preview(campaign: Campaign, plan: Plan) -> Preview:
    """Write the mails of a planned wave into the outbox folder and look at them."""
    folder = campaign.folder.outbox / f"preview-{plan.dispatch.wave}"
    return Preview(plan, folder, looks_of(_written(plan, folder), campaign.settings.sending.rspamd))


def _written(plan: Plan, folder: Path) -> Iterator[Mail]:
    for mail in plan.mails():
        message = plan.message(mail)
        outbox.write(folder, mail, message)
        yield Mail(mail.sender, mail.mail, message)


def preview_drafts(campaign: Campaign, outlook: Outlook, progress: Callable[[], object] = lambda: None) -> Drafts:
    """Make the drafts and look at them; `progress` is called for each. Raises ComposeError or PrintError."""
    drafts: list[Planned] = []

    def made() -> Iterator[Mail]:
        for draft in draft_mails(campaign, outlook.state, outlook.audience, campaign.now()):
            drafts.append(draft)
            yield Mail(draft.sender, draft.mail, draft.message)
            progress()

    looks = looks_of(made(), campaign.settings.sending.rspamd)
    return Drafts(tuple(drafts), looks)


def goes_at(campaign: Campaign, plan: Plan) -> dt.datetime | None:
    """From when on a wave goes, None for at once."""
    at = not_before(plan.dispatch, campaign.settings)
    return at if at and at > campaign.now() else None
