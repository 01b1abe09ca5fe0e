"""`campaign letter law`: the drafts of each provision, what changed between two, and whether the quotations stand."""

import datetime as dt

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.letter.comparison import show_redline
from campaign.core.check.prose import shorten
from campaign.core.check.quotation_status import QuotationStatus
from campaign.core.letters import Annex
from campaign.core.letters.excerpt import is_changed
from campaign.services.letters.law import DraftComparison, Provision, compare_drafts, read_law

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("law")
@click.argument("label", default="")
@click.option("--from", "since", type=_DAY, metavar="DATE", help="The older draft. Without it, the one before --to.")
@click.option("--to", "until", type=_DAY, metavar="DATE", help="The newer draft. Without it, the newest.")
@click.option("--all", "everything", is_flag=True, help="The whole provision, not only what changed.")
@pass_campaign
def show_law(
    context: Context, label: str, since: dt.datetime | None, until: dt.datetime | None, everything: bool
) -> None:
    """List the drafts of the law beside the letter, and say whether what the letter quotes still stands in the newest.

    With several drafts of a provision, shows what changed from one to the other. LABEL is that of the footnote, and
    chooses one provision.
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
        say(f"the ask still bites: {'yes' if provision.is_current else 'no'}, in {_name(provision.drafts[-1])}\n")


def _show_quotation(context: Context, quotation: QuotationStatus) -> None:
    state = "stands" if quotation.is_current else "no longer stands" if quotation.older_drafts else "does not stand"
    location = f"{quotation.path}:{quotation.line}"
    context.out.say(f"{location}: {state} in {_name(quotation.newest)}: “{shorten(quotation.words, 120)}”")
    if not quotation.is_current:
        closest = quotation.closest
        context.out.say(f"  closest there: “{shorten(closest, 300)}”" if closest else "  nothing is like it")


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
                "words": quotation.words,
                "draft": quotation.newest.path,
                "stands": quotation.is_current,
                "closest": quotation.closest,
                "stood_in": [older.path for older in quotation.older_drafts],
            }
            for quotation in provision.quotations
        ],
        "still_bites": provision.is_current,
    }
