"""`campaign signatory notify`: the mails that are owed to signers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import confirm_option, confirmed, mails, show_lines, way
from campaign.cli.send.go import carry_out
from campaign.cli.signatory.common import writer
from campaign.cli.table import aligned
from campaign.core.delivery.states import WAITING
from campaign.errors import ProblemsFound

if TYPE_CHECKING:
    from campaign.services.notices.making import Made


@click.command()
@confirm_option
@pass_campaign
def notify(campaign: Context, confirm: int | None) -> None:
    """Send the mails that are owed to signers: to confirm, the personal link, listed, a changed text.

    `campaign serve` sends them by itself. Shows to whom and what, and goes when the number of mails is typed back.
    """
    from campaign.services.notices import making
    from campaign.services.sending.send_wave import only_mailer
    from campaign.services.waves.plan import kept

    hand = writer(campaign)
    found = making.owed(campaign.store, hand, campaign.letter, campaign.now())
    plan = kept(campaign.store, campaign.letter, making.WAVE)
    waiting = tuple(plan.mails(*WAITING)) if plan else ()
    rows = [(each.notice.kind, each.signon.name, each.planned.mail) for each in found]
    rows += [("made before", each.name, each.mail) for each in waiting]
    if not rows:
        made = making.make(campaign.store, hand, campaign.letter, campaign.now())
        campaign.out.say("no mail is owed to a signer")
        campaign.out.data({"sent": 0, "dropped": made.dropped})
        _refuse_unbuilt(made)
        return
    campaign.out.say(f"{mails(len(rows))} {way(campaign)}")
    show_lines(campaign, [f"  {line}" for line in aligned(rows)])
    confirmed(campaign, len(rows), confirm)
    with only_mailer(campaign.folder.mailer_lock):
        made = making.make(campaign.store, hand, campaign.letter, campaign.now())
        plan = kept(campaign.store, campaign.letter, making.WAVE)
        assert plan is not None  # there was something to send
        carry_out(campaign, plan)
    _refuse_unbuilt(made)


def tell_owed(campaign: Context) -> None:
    """Say that mails are owed, and how they go: a command that owes them does not send them unseen."""
    from campaign.adapters.store.signons import notices

    number = len(campaign.store.read(notices.owed_after, campaign.letter, 0, 1000))
    if number:
        campaign.out.say(f"{mails(number)} owed to signers: campaign signatory notify (campaign serve sends by itself)")


def _refuse_unbuilt(made: Made) -> None:
    if made.unbuilt:
        said = "\n".join(f"  - {each}" for each in made.unbuilt)
        raise ProblemsFound(f"{len(made.unbuilt)} mails cannot be written and stay owed:\n{said}")
