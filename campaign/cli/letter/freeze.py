"""`campaign letter freeze`: the folder's text kept for good, under the name of what it is to the version before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.services.letters.freeze import Draft, ForSignatories, Naming

_CORRECTION, _SUBSTANCE, _LANGUAGE, _NEITHER = "correction", "substance", "language", "no"


@click.command("freeze")
@click.option("-m", "--message", required=True, help="What was agreed, and by whom.")
@click.option("--correction", is_flag=True, help="It corrects a slip: a few words, no number, date, negation or ask.")
@click.option("--substance", is_flag=True, help="It changes what the letter says.")
@click.option("--language", metavar="LANGUAGE", default="", help="It adds this language and changes nothing else.")
@click.option(
    "--signatories",
    type=click.Choice(["correction", "window", "ask"]),
    help="Those who signed are told; may object until --until; or are asked again.",
)
@click.option("--until", metavar="MOMENT", default="", help='"YYYY-MM-DD HH:MM" in the campaign\'s zone.')
@click.option("--despite-substance", is_flag=True, help="Keep it a correction although more changed than a slip.")
@click.option("--despite-problems", is_flag=True, help="Freeze although the checks found problems.")
@pass_campaign
def freeze_letter(
    campaign: Context,
    message: str,
    correction: bool,
    substance: bool,
    language: str,
    signatories: str | None,
    until: str,
    despite_substance: bool,
    despite_problems: bool,
) -> None:
    """Keep the letter's text of now as a version that never changes.

    Every mail carries the version's digest; mails are only made from a frozen version. From the second version on, say
    what it is: --correction, --substance or --language. What changed is shown first. Once somebody has signed, say how
    the signatories are dealt with, too: with `correction` they stand under the new text at once and are told, with
    `window` once --until has passed without their objection, with `ask` once they agree.
    """
    from campaign.cli.letter.compared import payload
    from campaign.services.letters.freeze import draft, freeze

    naming = _naming(correction, substance, language, despite_substance)
    _check(campaign, despite_problems)
    text = draft(campaign.folder, campaign.store, campaign.letter)
    if text.before and not text.is_frozen:
        naming = _shown(campaign, text, naming)
    chosen = _for_signatories(campaign, signatories, until)
    frozen = freeze(
        campaign.folder, campaign.store, campaign.letter, message, campaign.now(), naming, text.digest, chosen
    )
    version = frozen.version
    languages = ", ".join(each.language for each in frozen.texts)
    kind = f", {version.kind_shown}" if frozen.new and text.before else ""
    state = "frozen as" if frozen.new else "unchanged since"
    campaign.out.say(
        f"{campaign.letter}: {state} version {version.number} ({languages}){kind}, digest {version.digest[:16]}"
    )
    if frozen.new:
        campaign.out.say("next: campaign send preview")
    campaign.out.data(
        {
            "letter": campaign.letter,
            "version": version.number,
            "digest": version.digest,
            "new": frozen.new,
            "kind": version.kind,
            "added_language": version.added_language,
            **({"comparison": payload(text.comparison)} if frozen.new and text.before else {}),
        }
    )


def _check(campaign: Context, despite_problems: bool) -> None:
    from campaign.cli.letter.check import findings

    problems = findings(campaign).problems
    if problems and not despite_problems:
        campaign.out.problems(problems)
        raise Refused(
            f"letters/{campaign.letter}: not frozen, {len(problems)} problems above",
            hint="mend them, or freeze with --despite-problems",
        )


def _naming(correction: bool, substance: bool, language: str, despite_substance: bool) -> Naming:
    from campaign.core.letters import Kind
    from campaign.services.letters.freeze import Naming

    chosen = [
        kind
        for kind, said in ((Kind.CORRECTION, correction), (Kind.SUBSTANCE, substance), (Kind.LANGUAGE, bool(language)))
        if said
    ]
    if len(chosen) > 1:
        raise UsageError("a version is one thing only", hint="--correction, --substance or --language LANGUAGE")
    if despite_substance and not correction:
        raise UsageError("--despite-substance goes with --correction")
    return Naming(chosen[0] if chosen else None, language, despite_substance)


def _for_signatories(campaign: Context, way: str | None, until: str) -> ForSignatories | None:
    from campaign.core.settings.values import MOMENT, Unfit
    from campaign.core.settings.zones import instant
    from campaign.core.signons.change import Way
    from campaign.services.letters.freeze import ForSignatories

    if way is None:
        if until:
            raise UsageError("--until goes with --signatories window")
        return None
    try:
        moment = instant(MOMENT.read(until), campaign.settings.campaign.zone) if until else None
    except (Unfit, ValueError) as error:
        raise UsageError(f"--until {until}: this is no time of ours", hint=str(error) or MOMENT.expected) from None
    return ForSignatories(Way(way), moment)


def _shown(campaign: Context, text: Draft, naming: Naming) -> Naming:
    """Show what changed, and let a person at a terminal say what it is, or agree to what was said."""
    from campaign.cli.letter.compared import show_redlines, summary

    assert text.before is not None  # the first version has nothing to be compared with
    campaign.out.say(f"{campaign.letter}: since version {text.before.number}")
    for line in summary(text.comparison):
        campaign.out.say(f"  {line}")
    if not campaign.out.interactive:
        return naming
    show_redlines(campaign, text.comparison, everything=False)
    if naming.kind is None:
        return _asked(text)
    if not click.confirm(f"Freeze this as {_called(naming)}?"):
        raise Refused("nothing was frozen")
    return naming


def _asked(text: Draft) -> Naming:
    answers = {_CORRECTION: "", _SUBSTANCE: "", _LANGUAGE: "".join(text.comparison.added[:1]), _NEITHER: ""}
    answer = click.prompt("What is it?", type=click.Choice(list(answers)), default=_NEITHER)
    if answer == _NEITHER:
        raise Refused("nothing was frozen")
    return _naming(answer == _CORRECTION, answer == _SUBSTANCE, answers[answer], despite_substance=False)


def _called(naming: Naming) -> str:
    return f"the new language {naming.added_language}" if naming.added_language else f"a change: {naming.kind}"
