"""`campaign send preview`: the very mails, kept and shown. Sends nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.aim import (
    again_option,
    aim_of,
    goes,
    left_out_data,
    not_before_option,
    planned,
    purpose_option,
    situation_of,
)
from campaign.cli.send.common import (
    mails,
    progress,
    show_deliveries,
    show_languages,
    tell_fallbacks,
    tell_without_mail,
    wave_option,
)
from campaign.cli.send.looks import Looks, readable
from campaign.services.waves.plan import find_delivery

if TYPE_CHECKING:
    from campaign.services.waves.languages import Fallback
    from campaign.services.waves.plan import Plan
    from campaign.services.waves.situation import Situation


@click.command()
@wave_option
@purpose_option
@not_before_option
@again_option
@click.option("--show", metavar="WHO", help="Whose mail to print; without it, the first one's.")
@pass_campaign
def preview(
    campaign: Context, wave: str, purpose: str | None, not_before: str | None, again: bool, show: str | None
) -> None:
    """Make the mails, keep them, and show them. Sends nothing.

    What is shown is what goes, to the byte. The files are in the outbox folder, to be opened in any mail program.
    While the text is not frozen, or differs from the frozen one, drafts are shown and nothing is kept.
    """
    aim = aim_of(campaign, wave, purpose, not_before, again=again)
    now = situation_of(campaign, aim)
    tell_without_mail(campaign, now)
    fallbacks = tell_fallbacks(campaign, now)
    if now.version is None or now.stale:
        _drafts(campaign, now, show, fallbacks)
        return
    plan = planned(campaign, now, aim)
    _show(campaign, plan, now, show, fallbacks)
    signed = len(now.signatories)
    made = f"{mails(plan.number())} of version {now.version.number}, signatories: {signed}"
    campaign.out.say(f"\nwave {wave}: {made}. Nothing was sent.")
    show_languages(campaign, plan.languages())
    if when := goes(campaign, plan.dispatch):
        campaign.out.say(f"it goes {when}")
    campaign.out.say(f"next: campaign send test --to YOU, then campaign send go --wave {wave}")


def _show(campaign: Context, plan: Plan, now: Situation, show: str | None, fallbacks: tuple[Fallback, ...]) -> None:
    from campaign.adapters.files import outbox
    from campaign.adapters.store.ledger import messages
    from campaign.core.message.mail import Mail

    folder = campaign.folder.outbox / f"preview-{plan.dispatch.wave}"
    looks = Looks()
    for each in plan.mails():
        message = campaign.store.read(messages.message, each.id)
        outbox.write(folder, each, message)
        looks.take(Mail(each.sender, each.mail, message))
    if plan.renewed:
        campaign.out.remark("something changed since the last preview: these mails are new, look at them again")
    show_deliveries(campaign, plan)
    if first := next(plan.mails(), None):
        chosen = find_delivery(plan, show) if show else first
        campaign.out.say(f"\n{readable(campaign.store.read(messages.message, chosen.id))}")
        campaign.out.say(f"files: {campaign.folder.shown(folder)}/ ({plan.number()} .eml)")
    campaign.out.long_data(
        {
            "wave": plan.dispatch.wave,
            "purpose": plan.dispatch.purpose,
            "left_out": left_out_data(now),
            "fallbacks": [asdict(each) for each in fallbacks],
            **looks.tell(campaign),
        },
        mails=(
            {
                "addressee": each.addressee,
                "name": each.name,
                "mail": each.mail,
                "language": each.language,
                "state": each.state,
                "file": folder / outbox.file_name(each),
            }
            for each in plan.mails()
        ),
    )


def _drafts(campaign: Context, now: Situation, show: str | None, fallbacks: tuple[Fallback, ...]) -> None:
    from campaign.core.message.mail import Mail
    from campaign.services.waves.mails import draft_mails

    with progress(campaign, "making drafts", len(now.writable)) as told:
        drafts, looks = [], Looks()
        for draft in draft_mails(now, campaign.now()):
            drafts.append(draft)
            looks.take(Mail(draft.sender, draft.mail, draft.message))
            told()
    wanted = [draft for draft in drafts if show is None or show.casefold() in draft.name.casefold()]
    for draft in wanted[:1]:
        campaign.out.say(readable(draft.message))
    looked = looks.tell(campaign)
    why = "nothing is frozen yet" if now.version is None else "the text differs from the frozen version"
    show_languages(campaign, Counter(draft.language for draft in drafts))
    campaign.out.say(f"DRAFT of {mails(len(drafts))}: {why}. Nothing was kept, nothing was sent.")
    campaign.out.say("next: campaign letter check, then campaign letter freeze -m MESSAGE")
    campaign.out.data(
        {
            "draft": True,
            "mails": [{"name": draft.name, "mail": draft.mail, "language": draft.language} for draft in drafts],
            "fallbacks": [asdict(each) for each in fallbacks],
            **looked,
        }
    )
