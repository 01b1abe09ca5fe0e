"""`campaign letter law`: list the drafts of every quoted provision, compare two, and check the quotations."""

import datetime as dt

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.letter.comparison import show_redline
from campaign.core.check.prose import shorten
from campaign.core.check.quotation_status import QuotationStatus
from campaign.core.letters import Annex
from campaign.core.letters.redline_changes import is_changed
from campaign.services.letters.law import DraftComparison, Provision, compare_drafts, read_law

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("law")
@click.argument("label", default="")
@click.option("--from", "since", type=_DAY, metavar="DATE", help="The older draft. Default: the one before --to.")
@click.option("--to", "until", type=_DAY, metavar="DATE", help="The newer draft. Default: the newest.")
@click.option("--all", "everything", is_flag=True, help="Show the whole provision, not only what changed.")
@pass_campaign
def show_law(
    context: Context, label: str, since: dt.datetime | None, until: dt.datetime | None, everything: bool
) -> None:
    """List the drafts of the law in the letter's folder, and check the letter's quotations against the newest draft.

    If a provision has several drafts, shows what changed between two of them. LABEL, the label of a footnote, selects
    one provision.
    """
    law = read_law(context.campaign)
    context.out.problems(law.problems)
    payload = []
    for provision in law.provisions(label):
        comparison = compare_drafts(provision, since and since.date(), until and until.date())
        _show(context, provision, comparison, everything=everything)
        payload.append(_payload(provision, comparison))
    context.out.data({"letter": context.campaign.letter, "provisions": payload})


def _show(context: Context, provision: Provision, comparison: DraftComparison | None, *, everything: bool) -> None:
    say = context.out.say
    say(f"{provision.label} ({provision.language})")
    for line in align([(draft.draft or "undated", draft.title, draft.path) for draft in provision.drafts]):
        say(f"  {line}")
    if comparison:
        unchanged = "" if is_changed(comparison.redline.blocks) else "nothing changed"
        say(f"\nfrom {_name(comparison.older)} to {_name(comparison.newer)}: {unchanged}")
        show_redline(context, comparison.redline, provision.language, everything=everything)
    for quotation in provision.quotations:
        _show_quotation(context, quotation)
    if provision.quotations:
        say(f"quotations unchanged in {_name(provision.drafts[-1])}: {'yes' if provision.is_current else 'no'}\n")


def _show_quotation(context: Context, quotation: QuotationStatus) -> None:
    state = "found" if quotation.is_current else "no longer found" if quotation.older_drafts else "not found"
    location = f"{quotation.path}:{quotation.line}"
    context.out.say(f"{location}: {state} in {_name(quotation.newest)}: “{shorten(quotation.words, 120)}”")
    if not quotation.is_current:
        closest = quotation.closest
        context.out.say(f"  most similar: “{shorten(closest, 300)}”" if closest else "  no similar passage")


def _name(annex: Annex) -> str:
    return f"the draft of {annex.draft}" if annex.draft else annex.path


def _payload(provision: Provision, comparison: DraftComparison | None) -> dict[str, object]:
    return {
        "label": provision.label,
        "language": provision.language,
        "drafts": [
            {
                "path": draft.path,
                "draft": draft.draft,
                "source": draft.origin,
                "provision": draft.provision,
                "identifier": draft.identifier,
            }
            for draft in provision.drafts
        ],
        "compared": [comparison.older.path, comparison.newer.path] if comparison else [],
        "quotations": [
            {
                "path": quotation.path,
                "line": quotation.line,
                "text": quotation.words,
                "draft": quotation.newest.path,
                "current": quotation.is_current,
                "closest": quotation.closest,
                "found_in": [older.path for older in quotation.older_drafts],
            }
            for quotation in provision.quotations
        ],
        "quotations_current": provision.is_current,
    }
