"""`campaign signatory invite` and `remind`: show whom and what, then stop until the number is typed back."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import (
    confirm_option,
    mail_count,
    need_number,
    progress,
    sender_and_server,
    show_languages,
    show_lines,
)
from campaign.cli.send.outcome import carry_out
from campaign.cli.signatory.common import show_mail
from campaign.cli.table_import import read_table
from campaign.core.delivery.records import MailingKind, PlannedDelivery
from campaign.core.languages.in_english import moment
from campaign.errors import ProblemsFound
from campaign.services.notices import inviting, reminding
from campaign.services.notices.starting import need_may_go
from campaign.services.sending.send_wave import mailer_lock
from campaign.services.waves.plan import find_wave


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@confirm_option
@pass_campaign
def invite(context: Context, file: Path | None, confirm: int | None) -> None:
    """Ask the contacts in FILE to sign: signatories/invitations.private.csv, or the one named.

    Columns: organisation, contact, role, mail, language, country. Shows whom and what, and goes when the number of
    mails is typed back. Who was asked, has signed or has declined is left out and named.
    """
    campaign = context.campaign
    file = file or campaign.folder.invitations_csv
    data = read_table(file, "write one, or name a file: campaign signatory invite FILE")
    invitees = inviting.read_invitees(campaign, data, campaign.folder.display_path(file.absolute()))
    refused = invitees.reading.refused
    context.out.problems(refused)
    for entry in invitees.skipped:
        context.out.remark(f"{invitees.path}:{entry.line}: {entry.contact.organisation} is left out: {entry.why}")
    plan = inviting.plan_invitations(campaign, invitees)
    rows = [(new.name, new.person, new.address) for new in invitees.new]
    _show(context, MailingKind.INVITATION, plan.wave, rows, plan.mails)
    need_may_go(campaign, MailingKind.INVITATION)
    need_number(context, plan.number, confirm)
    _send(context, plan.wave, plan.number, partial(inviting.invite, campaign, plan))
    if refused:
        raise ProblemsFound(
            f"{invitees.path}: {len(refused)} rows were refused; the others were invited", problems=refused
        )


@click.command()
@confirm_option
@pass_campaign
def remind(context: Context, confirm: int | None) -> None:
    """Write again to those who have not answered, and to those whose promised day has passed.

    Nobody more often than every remind_after_days of [inviting]. Shows whom and what, and goes when the number of mails
    is typed back.
    """
    campaign = context.campaign
    due = reminding.due_reminders(campaign)
    for row, why in due.skipped:
        context.out.remark(f"{row.signon.name}: {why}, gets no reminder")
    plan = reminding.plan_reminders(campaign, due)
    rows = [(row.signon.name, mail.name, mail.address) for row, mail in zip(due.rows, plan.mails, strict=True)]
    _show(context, MailingKind.REMINDER, plan.wave, rows, plan.mails)
    need_may_go(campaign, MailingKind.REMINDER)
    need_number(context, plan.number, confirm)
    _send(context, plan.wave, plan.number, partial(reminding.remind, campaign, plan))


def _send(context: Context, wave: str, number: int, make: Callable[[Callable[[], object]], object]) -> None:
    """Make the mails and send them, while no other mailer can."""
    with mailer_lock(context.campaign.folder.mailer_lock):
        with progress(context, "writing mails", number) as advance:
            make(advance)
        carry_out(context, find_wave(context.campaign, wave))


def _show(
    context: Context, kind: MailingKind, wave: str, rows: Sequence[tuple[str, ...]], planned: Sequence[PlannedDelivery]
) -> None:
    """The first mail whole, then a row for each: organisation, person, mail address, and its language."""
    settings = context.campaign.settings
    show_mail(context, planned[0], f"the first of the {kind}s (its own link comes to be when it is sent)")
    context.out.say(f"wave {wave}: {mail_count(len(planned))} {sender_and_server(context)}")
    cells = [(*row, mail.language) for row, mail in zip(rows, planned, strict=True)]
    show_lines(context, [f"  {line}" for line in align(cells)])
    show_languages(context, Counter(mail.language for mail in planned))
    zone, soft_at = settings.campaign.zone, settings.inviting.soft_deadline_at
    if soft_at:
        context.out.say(f"answers are wished for by {moment(soft_at, zone)}")
    context.out.say(f"names are taken until {moment(settings.signing_closes_at, zone)}")
