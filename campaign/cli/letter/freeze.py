"""`campaign letter freeze`: freeze the current text as a version."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.letter.comparison import payload, show_redlines, summary
from campaign.cli.remark_lines import alike_lines
from campaign.cli.send.common import ConfirmText, need_number
from campaign.cli.signatory.common import show_decision_mail
from campaign.core.addressees.joined_names import joined_names
from campaign.core.languages.in_english import count_of
from campaign.core.letters import VersionKind
from campaign.core.signons.change import ChangePolicy
from campaign.core.team.account import COMMAND_LINE
from campaign.errors import Refused, UsageError
from campaign.services.acts.act import perform
from campaign.services.acts.letter_acts import FREEZE
from campaign.services.letters import freeze as service
from campaign.services.letters.freeze import FreezeDecision, FreezeImpact, FreezePlan, Naming, plan_freeze
from campaign.services.letters.stamping import stamp_version
from campaign.services.signons.decision_mail import DecisionMail

_CORRECTION, _SUBSTANCE, _LANGUAGE, _NEITHER = "correction", "substance", "language", "no"


@click.command("freeze")
@click.option("-m", "--message", required=True, help="What was agreed, and by whom.")
@click.option("--correction", is_flag=True, help="A correction: a few words, but no number, date, negation or ask.")
@click.option("--substance", is_flag=True, help="A change of what the letter says.")
@click.option("--language", metavar="LANGUAGE", default="", help="A new language, with no other change.")
@click.option(
    "--signatories",
    type=click.Choice(["correction", "window", "ask"]),
    help="What happens to the signatories: correction, window or ask, as described above.",
)
@click.option(
    "--until",
    metavar="MOMENT",
    default="",
    help='End of the objection window: "YYYY-MM-DD HH:MM" in the campaign\'s zone.',
)
@click.option("--despite-substance", is_flag=True, help="Freeze it as a correction even if more has changed.")
@click.option(
    "--confirm", type=int, metavar="N", help="The number of emails to signatories, for scripts that cannot type it."
)
@click.option("--despite-problems", is_flag=True, help="Freeze even if the checks found problems.")
@click.option("--with-changes", is_flag=True, help="Freeze with comments, and with changes outside an amendment.")
@pass_campaign
def freeze_letter(
    context: Context,
    message: str,
    correction: bool,
    substance: bool,
    language: str,
    signatories: str | None,
    until: str,
    despite_substance: bool,
    despite_problems: bool,
    with_changes: bool,
    confirm: int | None,
) -> None:
    """Freeze the current text as a version that never changes.

    Emails are sent from a frozen version only, and carry its digest. From the second version on, say what kind of
    change it is: --correction, --substance or --language. The command shows what changed first. If somebody has signed,
    also use --signatories: with `correction`, their signatures cover the new text at once and they get an email; with
    `window`, unless they object by --until; with `ask`, once they agree.
    """
    naming = _naming(correction, substance, language, despite_substance)
    plan = plan_freeze(context.campaign)
    for line in alike_lines(service.open_problems(plan, despite_problems=despite_problems, with_changes=with_changes)):
        context.out.error(line)
    service.check_plan(plan, despite_problems=despite_problems, with_changes=with_changes)
    renews = plan.previous is not None and not plan.is_frozen
    if renews:
        naming = _ask_for_naming(context, plan, naming)
    signatories_choice = service.parse_signatory_decision(context.campaign, signatories or "", until)
    decision = FreezeDecision(message, naming, signatories_choice, despite_problems, with_changes)
    service.check_decision(context.campaign, plan, decision)
    mail = service.first_change_mail(context.campaign, plan, signatories_choice)
    _confirm_impact(context, service.freeze_impact(context.campaign, plan, signatories_choice), mail, confirm)
    if plan.is_frozen:
        version = service.freeze(context.campaign, plan, decision)  # nothing is done, so nothing is recorded
    else:
        version = perform(context.campaign, COMMAND_LINE, FREEZE, plan, decision).result
    languages = ", ".join(text.language for text in plan.texts)
    state = "unchanged since" if plan.is_frozen else "frozen as"
    kind = f", {version.kind_label}" if renews else ""
    context.out.say(
        f"{plan.letter}: {state} version {version.number} ({languages}){kind}, digest {version.digest[:16]}"
    )
    if stamped := stamp_version(context.campaign, version):
        context.out.say(stamped)
    if not plan.is_frozen:
        context.out.say("next: campaign send preview")
    context.out.data(
        {
            "letter": plan.letter,
            "version": version.number,
            "digest": version.digest,
            "new": not plan.is_frozen,
            "kind": version.kind,
            "added_language": version.added_language,
            **({"comparison": payload(plan.comparison)} if renews else {}),
        }
    )


_MAIL_ABOUT = {
    ChangePolicy.CORRECTION: "informed of the correction",
    ChangePolicy.WINDOW: "asked to object until the window ends",
    ChangePolicy.ASK: "asked to agree",
}


def _confirm_impact(context: Context, impact: FreezeImpact, mail: DecisionMail | None, confirm: int | None) -> None:
    """Show whom the change concerns with the first email, and ask for the number of emails. Raises Refused if it is
    missing or wrong."""
    for policy, number in impact.mails.items():
        context.out.say(f"  {count_of(number, 'email')}: {_MAIL_ABOUT[policy]}")
    if impact.without_mail:
        names = joined_names(impact.without_mail)
        context.out.remark(f"no email reaches {names}: ask them, then campaign signatory agree KEY --evidence TEXT")
    if impact.leaves_page:
        context.out.say("  until they have decided, the public page shows the earlier text, with a notice")
    if mail:
        show_decision_mail(context, mail, "the email" if impact.number == 1 else "the first of the emails")
    if impact.number:
        need_number(context, impact.number, confirm, ConfirmText("to send to signatories", "frozen"))


def _naming(correction: bool, substance: bool, language: str, despite_substance: bool) -> Naming:
    options = (
        (VersionKind.CORRECTION, correction),
        (VersionKind.SUBSTANCE, substance),
        (VersionKind.LANGUAGE, bool(language)),
    )
    chosen = [kind for kind, is_chosen in options if is_chosen]
    if len(chosen) > 1:
        raise UsageError(
            "a version has one kind only", fix="use one of --correction, --substance and --language LANGUAGE"
        )
    if despite_substance and not correction:
        raise UsageError("--despite-substance needs --correction")
    return Naming(chosen[0] if chosen else None, language, despite_substance)


def _ask_for_naming(context: Context, plan: FreezePlan, naming: Naming) -> Naming:
    """Show what changed. At a terminal, ask what kind of change it is, or ask to confirm the kind given."""
    assert plan.previous is not None  # there is an earlier version to compare with
    context.out.say(f"{plan.letter}: since version {plan.previous.number}")
    for line in summary(plan.comparison):
        context.out.say(f"  {line}")
    if not context.out.interactive:
        return naming
    show_redlines(context, plan.comparison, everything=False)
    if naming.kind is None:
        return _answer(plan)
    if not click.confirm(f"Freeze this as {_name(naming)}?"):
        raise Refused("not frozen")
    return naming


def _answer(plan: FreezePlan) -> Naming:
    languages = {_CORRECTION: "", _SUBSTANCE: "", _LANGUAGE: "".join(plan.comparison.added[:1]), _NEITHER: ""}
    answer = click.prompt("What kind of change is it?", type=click.Choice(list(languages)), default=_NEITHER)
    if answer == _NEITHER:
        raise Refused("not frozen")
    return _naming(answer == _CORRECTION, answer == _SUBSTANCE, languages[answer], despite_substance=False)


def _name(naming: Naming) -> str:
    return f"the new language {naming.added_language}" if naming.added_language else f"a change: {naming.kind}"
