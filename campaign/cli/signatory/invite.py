"""`campaign signatory invite` and `remind`: show whom and what, then stop until the number is typed back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.people import read_table
from campaign.cli.send.common import confirm_option, confirmed, kept, mails, progress, show_languages, show_lines, way
from campaign.cli.send.go import carry_out
from campaign.cli.signatory.common import board, show_mail, writer
from campaign.cli.table import aligned
from campaign.core.delivery.records import Post
from campaign.errors import ProblemsFound, Refused

if TYPE_CHECKING:
    from campaign.core.delivery.records import Planned
    from campaign.errors import Problem
    from campaign.services.notices.asking import LeftOut


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@confirm_option
@pass_campaign
def invite(campaign: Context, file: Path | None, confirm: int | None) -> None:
    """Ask the contacts in FILE to sign: signatories/invitations.private.csv, or the one named.

    Columns: organisation, contact, role, mail, language, country. Shows whom and what, and goes when the number of
    mails is typed back. Who was asked, has signed or has declined is left out and named.
    """
    from campaign.adapters.store import people
    from campaign.adapters.store.ledger import mailings
    from campaign.core.signons.contacts import read_contacts
    from campaign.services.notices import asking
    from campaign.services.sending.send_wave import only_mailer

    file = file or campaign.folder.invitations_csv
    shown = campaign.folder.shown(file.absolute())
    reading = read_contacts(read_table(file, "write one, or name a file: campaign signatory invite FILE"), shown)
    directory = campaign.store.read(people.organisations)
    new, left_out = asking.sifted(campaign.store, campaign.letter, reading.kept, board(campaign), directory)
    _tell(campaign, shown, reading.refused, left_out)
    _need_no_waiting(campaign, Post.INVITATION)
    if not new:
        raise _nobody(shown, reading.refused)
    hand, wave = writer(campaign), campaign.store.read(mailings.next_wave, campaign.letter, Post.INVITATION)
    made = asking.shown(hand, new, wave, campaign.now())
    rows = [(each.new.name, each.new.person, each.new.mail, each.mail.language) for each in made]
    _show(campaign, Post.INVITATION, wave, rows, [each.mail for each in made])
    _may_start(campaign, Post.INVITATION)
    confirmed(campaign, len(new), confirm)
    with only_mailer(campaign.folder.mailer_lock):
        with progress(campaign, "writing mails", len(new)) as told:
            asking.invite(campaign.store, hand, campaign.letter, new, wave, campaign.now(), told)
        carry_out(campaign, kept(campaign, wave))
    if reading.refused:
        raise ProblemsFound(
            f"{shown}: {len(reading.refused)} rows were refused; the others were invited", problems=reading.refused
        )


@click.command()
@confirm_option
@pass_campaign
def remind(campaign: Context, confirm: int | None) -> None:
    """Write again to those who have not answered, and to those whose promised day has passed.

    Nobody more often than every remind_after_days of [inviting]. Shows whom and what, and goes when the number of mails
    is typed back.
    """
    from campaign.adapters.store.ledger import mailings
    from campaign.core.signons.board import why_not_reminded
    from campaign.services.notices import asking
    from campaign.services.sending.send_wave import only_mailer

    now, settings = campaign.now(), campaign.settings
    reasons = [
        (row, why_not_reminded(row, now, settings.campaign.zone, settings.inviting.remind_after_days))
        for row in board(campaign)
    ]
    for row, why in reasons:
        if why:
            campaign.out.remark(f"{row.signon.name}: {why}, gets no reminder")
    todo = [row for row, why in reasons if why is None]
    _need_no_waiting(campaign, Post.REMINDER)
    if not todo:
        raise Refused("there is nobody to remind", hint="campaign signatory list")
    hand, wave = writer(campaign), campaign.store.read(mailings.next_wave, campaign.letter, Post.REMINDER)
    made = [asking.reminder(hand, row, wave, now) for row in todo]
    shown = [(row.signon.name, mail.name, mail.mail, mail.language) for row, mail in zip(todo, made, strict=True)]
    _show(campaign, Post.REMINDER, wave, shown, made)
    _may_start(campaign, Post.REMINDER)
    confirmed(campaign, len(todo), confirm)
    with only_mailer(campaign.folder.mailer_lock):
        with progress(campaign, "writing mails", len(todo)) as told:
            asking.remind(campaign.store, hand, campaign.letter, todo, wave, now, told)
        carry_out(campaign, kept(campaign, wave))


def _tell(campaign: Context, shown: str, refused: Sequence[Problem], left_out: Sequence[LeftOut]) -> None:
    """Rows that cannot be taken, and contacts who are not to be asked."""
    campaign.out.problems(refused)
    for each in left_out:
        campaign.out.remark(f"{shown}:{each.line}: {each.contact.organisation} is left out: {each.why}")


def _nobody(shown: str, refused: Sequence[Problem]) -> Refused | ProblemsFound:
    if refused:
        return ProblemsFound(f"{shown}: nobody can be invited; {len(refused)} rows were refused", problems=refused)
    return Refused(f"{shown}: nobody is left to invite", hint="campaign signatory remind; campaign signatory list")


def _need_no_waiting(campaign: Context, post: Post) -> None:
    """Earlier mails of the kind that have not gone come first."""
    from campaign.adapters.store.ledger import mailings

    for left in campaign.store.read(mailings.left, campaign.letter, post):
        raise Refused(
            f"wave {left.wave}: {mails(left.number)} of earlier wait to go",
            hint=f"campaign send resume --wave {left.wave}, or campaign send cancel --wave {left.wave}",
        )


def _may_start(campaign: Context, post: Post) -> None:
    """Refuse before anybody is asked for a number when nothing may go now."""
    from campaign.core.delivery.permission import permission
    from campaign.core.delivery.rules import rules_for

    rules = rules_for(campaign.settings, post)
    allowed = permission(campaign.now(), rules, rules.zone)
    if not allowed.now:
        raise Refused(f"nothing may go now: {allowed.why}", hint="change the deadlines in campaign.toml")


def _show(
    campaign: Context, post: Post, wave: str, rows: Sequence[tuple[str, ...]], planned: Sequence[Planned]
) -> None:
    settings = campaign.settings
    show_mail(campaign, planned[0], f"the first of the {post}s (its own link comes to be when it is sent)")
    campaign.out.say(f"wave {wave}: {mails(len(rows))} {way(campaign)}")
    show_lines(campaign, [f"  {line}" for line in aligned(rows)])
    show_languages(campaign, Counter(each.language for each in planned))
    zone = settings.campaign.zone
    soft, hard = settings.inviting.soft_at, settings.signing_closes_at
    if soft:
        campaign.out.say(f"answers are wished for by {soft.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})")
    campaign.out.say(f"names are taken until {hard.astimezone(zone):%A %-d %B %Y, %H:%M} ({zone.key})")
