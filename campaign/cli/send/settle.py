"""`campaign send settle`: settle emails whose delivery is uncertain."""

import getpass
from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import ConfirmText, confirm_option, need_number, wave_option
from campaign.core.delivery.evidence import Evidence
from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import MEANINGS, DeliveryState
from campaign.core.languages.in_english import count_of
from campaign.errors import UsageError
from campaign.services.acts.wave_acts import SETTLE_BY_EVIDENCE, SETTLE_BY_WORD, SETTLE_ONE, SETTLE_RESTORE
from campaign.services.replies import settle as settling
from campaign.services.replies.settle import SettlingPlan
from campaign.services.sending.sending_mark import plan_restore

_SETTLE = ConfirmText("to settle", "settled")
_DOUBT = ConfirmText("to record a doubt about", "changed")


@click.command()
@click.argument("who", required=False)
@wave_option
@click.option("--log", "log_file", type=click.Path(path_type=Path), help="Search a mail server's log; - reads stdin.")
@click.option(
    "--complete",
    is_flag=True,
    help="The log is complete: also send again the emails that are not in it.",
)
@click.option("--search", is_flag=True, help="Search the mailbox of [imap] and its folder of sent emails.")
@confirm_option
@click.option("--sent", "verdict", flag_value="sent", help="The email arrived, or was sent by hand.")
@click.option("--failed", "verdict", flag_value="failed", help="The email did not arrive and will not be sent again.")
@click.option("--again", "verdict", flag_value="queued", help="The email did not arrive; send it again.")
@click.option("--bounced", "verdict", flag_value="bounced", help="The email came back; you saw the bounce elsewhere.")
@click.option(
    "--all-waves", is_flag=True, help="All waves, invitations and notices of the letter, with --log, --search or --all."
)
@click.option("--all", "everybody", is_flag=True, help="Settle all uncertain emails of the wave in the same way.")
@click.option("--restored", "database", flag_value="restored", help="The database was restored from a copy.")
@click.option(
    "--newest",
    "database",
    flag_value="newest",
    help="No data is missing: the campaign was moved or updated, not restored from a copy.",
)
@click.option("--evidence", help="How you know, in a few words.")
@click.option("--by", help="Who knows what happened. Default: your login name.")
@pass_campaign
def settle(
    context: Context,
    who: str | None,
    wave: str,
    log_file: Path | None,
    complete: bool,
    search: bool,
    confirm: int | None,
    verdict: str | None,
    all_waves: bool,
    everybody: bool,
    database: str | None,
    evidence: str | None,
    by: str | None,
) -> None:
    """Settle emails whose delivery is uncertain. The evidence is recorded.

    With --log or --search, the command looks for evidence, shows it, and records the outcomes once you type the number
    of emails. Without them, say what happened to one email: WHO is part of the addressee's name, the email address or
    the id.

    If the database was restored from a copy, use --restored. Every email that waits then becomes uncertain, because it
    may have been sent already. Settle these emails with the log, with the mailbox or by hand.
    """
    if database:
        _settle_database(context, confirm, restored=database == "restored")
        return
    if all_waves and (who or not (log_file or search or everybody)):
        raise UsageError("--all-waves settles many emails", fix="use it with --log, --search or --all, and without WHO")
    if everybody:
        _settle_everybody(context, who, None if all_waves else wave, confirm, verdict, evidence or "", by)
        return
    if not (log_file or search):
        _settle_by_word(context, who, wave, verdict, evidence or "", by)
        return
    if verdict:
        raise UsageError(
            "--sent, --failed, --bounced and --again cannot be used with --log or --search",
            fix="leave out --log and --search",
        )
    if all_waves:
        plan = _plan_all_waves(context, log_file, complete=complete, search=search)
    else:
        plan = _plan(context, who, wave, log_file, complete=complete, search=search)
    _show(context, plan)
    settled: tuple[str, ...] = ()
    if plan.settlements:
        need_number(context, len(plan.settlements), confirm, _SETTLE)
        settled = context.perform(SETTLE_BY_EVIDENCE, plan)
        context.out.say(f"{count_of(len(settled), 'email')} settled")
    context.out.data(
        {
            "uncertain": [_data(delivery, plan.evidence_for(delivery)) for delivery in plan.uncertain],
            "settled": list(settled),
        }
    )


def _plan(
    context: Context, who: str | None, wave: str, log_file: Path | None, *, complete: bool, search: bool
) -> SettlingPlan:
    if not complete:
        return settling.plan_settling(context.campaign, wave, who, log_file, search=search)
    if log_file is None or search or who:
        raise UsageError("--complete settles a whole wave by its log", fix="use it with --log, and leave out the rest")
    return settling.plan_settling_by_complete_log(context.campaign, wave, log_file)


def _plan_all_waves(context: Context, log_file: Path | None, *, complete: bool, search: bool) -> SettlingPlan:
    if search and (log_file or complete):
        raise UsageError("--all-waves looks in one place at a time", fix="use --log or --search")
    if log_file is None:
        return settling.plan_settling_by_mailbox(context.campaign)
    return settling.plan_settling_by_log(context.campaign, log_file, complete=complete)


def _settle_database(context: Context, confirm: int | None, *, restored: bool) -> None:
    plan = plan_restore(context.campaign, restored=restored)
    context.out.say(plan.doubt)
    for wave in plan.waves:
        context.out.say(f"{wave.letter}, wave {wave.wave}: {count_of(wave.number, 'email')} may have been sent already")
    if plan.number:
        need_number(context, plan.number, confirm, _DOUBT)
    number = context.perform(SETTLE_RESTORE, plan)
    context.out.say(f"{count_of(number, 'email')} uncertain now" if restored else "emails can be sent again")
    if number:
        context.out.say("next: campaign send settle --all-waves with --log FILE --complete, --search, or --all")
    context.out.data({"restored": restored, "uncertain": number})


def _settle_everybody(
    context: Context,
    who: str | None,
    wave: str | None,
    confirm: int | None,
    verdict: str | None,
    evidence: str,
    by: str | None,
) -> None:
    if who or verdict is None:
        raise UsageError("say what happened to all of them", fix="--all with --sent, --failed or --again")
    person = (by or "").strip() or getpass.getuser()
    plan = settling.plan_settling_all_by_word(context.campaign, wave, DeliveryState(verdict), evidence, person)
    for settlement in plan:
        context.out.say(f"{settlement.delivery.name} <{settlement.delivery.address}>: {settlement.state}")
    settled: tuple[str, ...] = ()
    if plan:
        need_number(context, len(plan), confirm, _SETTLE)
        settled = context.perform(SETTLE_BY_WORD, plan)
    context.out.say(f"{count_of(len(settled), 'email')} settled" if plan else "no email is uncertain")
    context.out.data({"settled": list(settled)})


def _settle_by_word(
    context: Context, who: str | None, wave: str, verdict: str | None, evidence: str, by: str | None
) -> None:
    if who is None or verdict is None:
        raise UsageError(
            "say which email, and what happened to it",
            fix="WHO with --sent, --failed, --bounced or --again; or --search",
        )
    person = (by or "").strip() or getpass.getuser()
    plan = settling.plan_settling_by_word(context.campaign, wave, who, DeliveryState(verdict), evidence, person)
    context.perform(SETTLE_ONE, plan)
    context.out.say(f"{plan.delivery.name}: {plan.delivery.state} -> {plan.state}")
    context.out.data({"addressee": plan.delivery.addressee, "state": plan.state})


def _show(context: Context, plan: SettlingPlan) -> None:
    if not plan.uncertain:
        context.out.say("no email is uncertain")
    for delivery in plan.uncertain:
        evidence = plan.evidence_for(delivery)
        again = plan.complete_log and evidence is None
        meaning = "not in the log; to be sent again" if again else _meaning(evidence)
        context.out.say(f"{delivery.name} <{delivery.address}>: {meaning}")
        if evidence:
            context.out.say(f"  {evidence.source}: {evidence.text}")
    if plan.number_again:
        context.out.say(f"{count_of(plan.number_again, 'email')} of {len(plan.uncertain)} to be sent again")
    if len(plan.settlements) < len(plan.uncertain):
        context.out.say("to settle the rest by hand: campaign send settle WHO --sent|--failed|--again")


def _meaning(evidence: Evidence | None) -> str:
    if evidence is None:
        return "no evidence found"
    return (
        f"{evidence.state}, {MEANINGS[evidence.state]}" if evidence.state else "mentioned, but the outcome is unclear"
    )


def _data(delivery: Delivery, evidence: Evidence | None) -> dict[str, object]:
    facts = {"state": evidence.state, "source": evidence.source, "text": evidence.text} if evidence else None
    return {"addressee": delivery.addressee, "message_id": delivery.message_id, "evidence": facts}
