"""`campaign send settle`."""

import getpass
from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import ConfirmText, confirm_option, mail_count, need_number, wave_option
from campaign.core.delivery.evidence import Evidence
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import MEANINGS, DeliveryState
from campaign.errors import UsageError
from campaign.services.replies import settle as settling
from campaign.services.replies.settle import SettlingPlan

_SETTLE = ConfirmText("to settle", "settled")


@click.command()
@click.argument("who", required=False)
@wave_option
@click.option("--log", "log_file", type=click.Path(path_type=Path), help="Look into a mail server's log; - is a pipe.")
@click.option("--search", is_flag=True, help="Look into the mailbox of [imap] and where it keeps sent mails.")
@confirm_option
@click.option("--sent", "verdict", flag_value="sent", help="It arrived, or was sent by hand.")
@click.option("--failed", "verdict", flag_value="failed", help="It did not arrive, and will not be sent again.")
@click.option("--again", "verdict", flag_value="queued", help="It did not arrive; send it again.")
@click.option("--evidence", help="How you know, in a few words.")
@click.option("--by", help="Who says so; else your login name.")
@pass_campaign
def settle(
    context: Context,
    who: str | None,
    wave: str,
    log_file: Path | None,
    search: bool,
    confirm: int | None,
    verdict: str | None,
    evidence: str | None,
    by: str | None,
) -> None:
    """Close mails of which nobody knows whether they arrived, by evidence that stays on record.

    With --log or --search the program looks for it, shows what it found, and settles when the number of mails is
    typed back. Without them it is your word: WHO is a part of the addressee's name, the mail address or the key.
    """
    if not (log_file or search):
        _settle_by_word(context, who, wave, verdict, evidence or "", by)
        return
    if verdict:
        raise UsageError("--sent, --failed and --again are for a word of your own", fix="leave out --log and --search")
    plan = settling.plan_settling(context.campaign, wave, who, log_file, search=search)
    _show(context, plan)
    settled: tuple[str, ...] = ()
    if plan.settlements:
        need_number(context, len(plan.settlements), confirm, _SETTLE)
        settled = settling.settle(context.campaign, plan)
        context.out.say(f"{mail_count(len(settled))} settled")
    context.out.data(
        {
            "found": [_data(delivery, plan.evidence_for(delivery)) for delivery in plan.uncertain],
            "settled": list(settled),
        }
    )


def _settle_by_word(
    context: Context, who: str | None, wave: str, verdict: str | None, evidence: str, by: str | None
) -> None:
    if who is None or verdict is None:
        raise UsageError("say which mail, and how it ended", fix="WHO with --sent, --failed or --again; or --search")
    person = (by or "").strip() or getpass.getuser()
    plan = settling.plan_settling_by_word(context.campaign, wave, who, DeliveryState(verdict), evidence, person)
    settling.settle_by_word(context.campaign, plan)
    context.out.say(f"{plan.delivery.name}: {plan.delivery.state} -> {plan.state}")
    context.out.data({"addressee": plan.delivery.addressee, "state": plan.state})


def _show(context: Context, plan: SettlingPlan) -> None:
    if not plan.uncertain:
        context.out.say("nothing is uncertain")
    for delivery in plan.uncertain:
        evidence = plan.evidence_for(delivery)
        context.out.say(f"{delivery.name} <{delivery.address}>: {_meaning(evidence)}")
        if evidence:
            context.out.say(f"  {evidence.source}: {evidence.text}")
    if len(plan.settlements) < len(plan.uncertain):
        context.out.say("what is left needs a person's word: campaign send settle WHO --sent|--failed|--again")


def _meaning(evidence: Evidence | None) -> str:
    if evidence is None:
        return "nothing was found"
    return (
        f"{evidence.state}, {MEANINGS[evidence.state]}"
        if evidence.state
        else "spoken of, but it is for you to tell how it ended"
    )


def _data(delivery: Delivery, evidence: Evidence | None) -> dict[str, object]:
    facts = {"state": evidence.state, "source": evidence.source, "text": evidence.text} if evidence else None
    return {"addressee": delivery.addressee, "message_id": delivery.message_id, "evidence": facts}
