"""`campaign send preview`: the very mails, kept and shown. Sends nothing."""

from collections import Counter
from dataclasses import asdict

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.aim import again_option, not_before_option, purpose_option, read_aim, remark_left_out
from campaign.cli.send.looks import show_looks
from campaign.services.waves import preview as previewing
from campaign.services.waves.looks import readable
from campaign.services.waves.outlook import Outlook, read_outlook
from campaign.services.waves.plan import Plan, find_delivery, plan


@click.command()
@common.wave_option
@purpose_option
@not_before_option
@again_option
@click.option("--show", metavar="WHO", help="Whose mail to print; without it, the first one's.")
@pass_campaign
def preview(
    context: Context, wave: str, purpose: str | None, not_before: str | None, again: bool, show: str | None
) -> None:
    """Make the mails, keep them, and show them. Sends nothing.

    What is shown is what goes, to the byte. The files are in the outbox folder, to be opened in any mail program.
    While the text is not frozen, or differs from the frozen one, drafts are shown and nothing is kept.
    """
    outlook = read_outlook(context.campaign, read_aim(context, wave, purpose, not_before, again=again))
    common.remark_pending_imports(context)
    remark_left_out(context, outlook)
    common.remark_without_mail(context, outlook.state.without_mail)
    common.remark_fallbacks(context, outlook.fallbacks)
    if outlook.state.is_draft:
        _drafts(context, outlook, show)
        return
    with common.progress(context, "making mails", len(outlook.audience.people)) as made:
        planned = plan(context.campaign, outlook, made)
    _show(context, planned, outlook, show)
    version, signed = outlook.state.version, len(outlook.state.signatories)
    number = version.number if version else ""
    context.out.say(
        f"\nwave {wave}: {common.mails(planned.number())} of version {number}, signatories: {signed}. Nothing was sent."
    )
    common.show_languages(context, planned.languages())
    if goes_at := previewing.goes_at(context.campaign, planned):
        context.out.say(f"it goes {common.goes(context, goes_at)}")
    context.out.say(f"next: campaign send test --to YOU, then campaign send go --wave {wave}")


def _show(context: Context, planned: Plan, outlook: Outlook, show: str | None) -> None:
    made = previewing.preview(context.campaign, planned)
    if planned.renewed:
        context.out.remark("something changed since the last preview: these mails are new, look at them again")
    common.show_deliveries(context, planned)
    if first := next(planned.mails(), None):
        chosen = find_delivery(planned, show) if show else first
        context.out.say(f"\n{readable(planned.message(chosen))}")
        context.out.say(f"files: {context.campaign.folder.shown(made.folder)}/ ({planned.number()} .eml)")
    context.out.long_data(
        {
            "wave": planned.dispatch.wave,
            "purpose": planned.dispatch.purpose,
            "left_out": [asdict(person) for person in outlook.audience.left_out],
            "fallbacks": [asdict(fallback) for fallback in outlook.fallbacks],
            **show_looks(context, made.looks),
        },
        mails=(
            {
                "addressee": mail.addressee,
                "name": mail.name,
                "mail": mail.mail,
                "language": mail.language,
                "state": mail.state,
                "file": made.file(mail),
            }
            for mail in planned.mails()
        ),
    )


def _drafts(context: Context, outlook: Outlook, show: str | None) -> None:
    with common.progress(context, "making drafts", len(outlook.audience.people)) as made:
        drafts = previewing.preview_drafts(context.campaign, outlook, made)
    for draft in drafts.mails:
        if show is None or show.casefold() in draft.name.casefold():
            context.out.say(readable(draft.message))
            break
    looks = show_looks(context, drafts.looks)
    why = "nothing is frozen yet" if outlook.state.version is None else "the text differs from the frozen version"
    common.show_languages(context, Counter(draft.language for draft in drafts.mails))
    context.out.say(f"DRAFT of {common.mails(len(drafts.mails))}: {why}. Nothing was kept, nothing was sent.")
    context.out.say("next: campaign letter check, then campaign letter freeze -m MESSAGE")
    context.out.data(
        {
            "draft": True,
            "mails": [{"name": draft.name, "mail": draft.mail, "language": draft.language} for draft in drafts.mails],
            "fallbacks": [asdict(fallback) for fallback in outlook.fallbacks],
            **looks,
        }
    )
