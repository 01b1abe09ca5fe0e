"""`campaign signatory invite` and `remind`: show the emails, then send once the number is typed."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import (
    confirm_option,
    need_number,
    progress,
    sender_and_server,
    show_languages,
    show_lines,
)
from campaign.cli.send.outcome import carry_out, hand_over
from campaign.cli.signatory.common import show_mail
from campaign.cli.table_import import read_table
from campaign.core.delivery.records import MailingKind, MailQueue, PlannedDelivery
from campaign.core.languages.in_english import count_of, moment
from campaign.errors import ProblemsFound
from campaign.services.acts.signon_acts import INVITE_ORGANISATIONS, REMIND
from campaign.services.notices import inviting, reminding
from campaign.services.notices.start_checks import need_may_go
from campaign.services.sending.handing_over import hold_queue
from campaign.services.waves.plan import find_wave

_COLUMNS = "organisation, contact, role, mail, language, country"


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@confirm_option
@pass_campaign
def invite(context: Context, file: Path | None, confirm: int | None) -> None:
    """Invite the contacts in a CSV file to sign: signatories/invitations.private.csv, or FILE.

    Columns: organisation, contact, role, mail, language, country. Shows the emails first, and sends once you type the
    number of emails. Contacts who were invited, have signed or have declined are left out and listed.
    """
    campaign = context.campaign
    file = file or campaign.folder.invitations_csv
    data = read_table(file, f"create it with the columns {_COLUMNS}, or name a file: campaign signatory invite FILE")
    invitees = inviting.read_invitees(campaign, data, campaign.folder.display_path(file.absolute()))
    refused = invitees.reading.refused
    if invitees.new:  # without anybody to invite, the error below names them
        context.out.problems(refused)
    for entry in invitees.skipped:
        context.out.remark(f"{invitees.path}:{entry.line}: {entry.contact.organisation} left out: {entry.why}")
    plan = inviting.plan_invitations(campaign, invitees)
    rows = [(new.name, new.person, new.address) for new in invitees.new]
    _show(context, MailingKind.INVITATION, plan.wave, rows, plan.deliveries)
    need_may_go(campaign, MailingKind.INVITATION)
    need_number(context, plan.number, confirm)
    _send(context, plan.wave, plan.number, partial(context.perform, INVITE_ORGANISATIONS, plan))
    if refused:
        raise ProblemsFound(
            f"{invitees.path}: {count_of(len(refused), 'row')} refused; the others were invited", problems=refused
        )


@click.command()
@confirm_option
@pass_campaign
def remind(context: Context, confirm: int | None) -> None:
    """Remind contacts who have not answered, or whose promised date has passed.

    Sends at most one reminder every remind_after_days, set in [inviting]. Shows the emails first, and sends once you
    type the number of emails.
    """
    campaign = context.campaign
    due = reminding.due_reminders(campaign)
    for row, why in due.skipped:
        context.out.remark(f"{row.signon.name}: {why}, gets no reminder")
    plan = reminding.plan_reminders(campaign, due)
    rows = [(row.signon.name, mail.name, mail.address) for row, mail in zip(due.rows, plan.deliveries, strict=True)]
    _show(context, MailingKind.REMINDER, plan.wave, rows, plan.deliveries)
    need_may_go(campaign, MailingKind.REMINDER)
    need_number(context, plan.number, confirm)
    _send(context, plan.wave, plan.number, partial(context.perform, REMIND, plan))


def _send(context: Context, wave: str, number: int, make: Callable[[Callable[[], object]], object]) -> None:
    """Make the emails and send them, or hand them over to the mailer that is running."""
    with hold_queue(context.campaign.folder, MailQueue.SIGNERS) as is_ours:
        with progress(context, "writing emails", number) as advance:
            make(advance)
        if is_ours:
            carry_out(context, find_wave(context.campaign, wave))
        else:
            hand_over(context, wave, number)


def _show(
    context: Context, kind: MailingKind, wave: str, rows: Sequence[tuple[str, ...]], planned: Sequence[PlannedDelivery]
) -> None:
    """Print the first email, then a row per email: organisation, person, email address and language."""
    settings = context.campaign.settings
    show_mail(context, planned[0], f"the first of the {kind}s (the personal link is added when it is sent)")
    context.out.say(f"wave {wave}: {count_of(len(planned), 'email')} {sender_and_server(context)}")
    cells = [(*row, mail.language) for row, mail in zip(rows, planned, strict=True)]
    show_lines(context, [f"  {line}" for line in align(cells)])
    show_languages(context, Counter(mail.language for mail in planned))
    zone, soft_at = settings.campaign.zone, settings.inviting.soft_deadline_at
    if soft_at:
        context.out.say(f"please answer by {moment(soft_at, zone)}")
    context.out.say(f"sign by {moment(settings.signing_closes_at, zone)}")
