"""`campaign letter law`: the drafts of each provision, what changed between two, and whether the quotations stand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from campaign.adapters.files import folder as folders
from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned
from campaign.errors import UsageError

if TYPE_CHECKING:
    from campaign.core.check.standing import Standing
    from campaign.core.letters import Annex

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("law")
@click.argument("label", default="")
@click.option("--from", "since", type=_DAY, metavar="DATE", help="The older draft. Without it, the one before --to.")
@click.option("--to", "until", type=_DAY, metavar="DATE", help="The newer draft. Without it, the newest.")
@click.option("--all", "everything", is_flag=True, help="The whole provision, not only what changed.")
@pass_campaign
def show_law(
    campaign: Context, label: str, since: dt.datetime | None, until: dt.datetime | None, everything: bool
) -> None:
    """List the drafts of the law beside the letter, and say whether what the letter quotes still stands in the newest.

    With several drafts of a provision, shows what changed from one to the other. LABEL is that of the footnote, and
    chooses one provision.
    """
    from campaign.core.check.standing import standings

    annexes, problems = folders.read_annexes(campaign.folder, campaign.letter)
    campaign.out.problems(problems)
    provisions = _provisions(annexes, label)
    letters = folders.read_letters(campaign.folder, campaign.letter)[0]
    quoted = [each for letter in letters.values() for each in standings(letter)]
    told = []
    for (name, language), drafts in provisions.items():
        pair = _pair(drafts, since, until)
        standing = [each for each in quoted if (each.label, each.newest.language) == (name, language)]
        _tell(campaign, drafts, pair, standing, everything)
        told.append(_payload(drafts, pair, standing))
    campaign.out.data({"letter": campaign.letter, "provisions": told})


def _provisions(annexes: tuple[Annex, ...], label: str) -> dict[tuple[str, str], list[Annex]]:
    """The drafts of each provision in each language, the oldest first. Raises UsageError when there are none."""
    provisions: dict[tuple[str, str], list[Annex]] = {}
    for annex in sorted(annexes, key=lambda each: each.order):
        if label in ("", annex.label):
            provisions.setdefault((annex.label, annex.language), []).append(annex)
    if not provisions:
        labels = ", ".join(sorted({annex.label for annex in annexes})) or "none yet; write annex.LABEL.md"
        raise UsageError(f"there is no annex {label}".rstrip(), hint=f"annexes: {labels}")
    return provisions


def _pair(drafts: list[Annex], since: dt.datetime | None, until: dt.datetime | None) -> tuple[Annex, Annex] | None:
    """The two drafts to compare; None where there is only one."""
    newer = _of_day(drafts, until) if until else drafts[-1]
    older = _of_day(drafts, since) if since else None
    before = drafts[: drafts.index(newer)]
    if older is None and before:
        older = before[-1]
    return (older, newer) if older else None


def _of_day(drafts: list[Annex], day: dt.datetime) -> Annex:
    for draft in drafts:
        if draft.draft == day.date():
            return draft
    days = ", ".join(str(each.draft or "undated") for each in drafts)
    raise UsageError(f"{drafts[0].label}: there is no draft of {day.date()}", hint=f"drafts: {days}")


def _tell(
    campaign: Context,
    drafts: list[Annex],
    pair: tuple[Annex, Annex] | None,
    standing: list[Standing],
    everything: bool,
) -> None:
    from campaign.cli.letter.compared import show_redline
    from campaign.core.letters.excerpt import is_changed
    from campaign.core.letters.redline import redline
    from campaign.core.letters.whole import annex_document

    say = campaign.out.say
    say(f"{drafts[0].label} ({drafts[0].language})")
    for line in aligned([(each.draft or "undated", each.title, each.path) for each in drafts]):
        say(f"  {line}")
    if pair:
        both = redline(*map(annex_document, pair))
        say(f"\nfrom {_name(pair[0])} to {_name(pair[1])}: " + ("" if is_changed(both.blocks) else "nothing changed"))
        show_redline(campaign, both, drafts[0].language, everything=everything)
    for each in standing:
        _say_standing(campaign, each)
    if standing:
        bites = all(each.stands for each in standing)
        say(f"the ask still bites: {'yes' if bites else 'no'}, in {_name(drafts[-1])}\n")


def _say_standing(campaign: Context, each: Standing) -> None:
    from campaign.core.check.prose import shortened

    state = "stands" if each.stands else "no longer stands" if each.stood_in else "does not stand"
    campaign.out.say(f"{each.path}:{each.line}: {state} in {_name(each.newest)}: “{shortened(each.words, 120)}”")
    if not each.stands:
        campaign.out.say(
            f"  closest there: “{shortened(each.closest, 300)}”" if each.closest else "  nothing is like it"
        )


def _name(annex: Annex) -> str:
    return f"the draft of {annex.draft}" if annex.draft else annex.path


def _payload(drafts: list[Annex], pair: tuple[Annex, Annex] | None, standing: list[Standing]) -> dict[str, object]:
    return {
        "label": drafts[0].label,
        "language": drafts[0].language,
        "drafts": [
            {
                "path": each.path,
                "draft": each.draft,
                "source": each.origin,
                "provision": each.provision,
                "identifier": each.identifier,
            }
            for each in drafts
        ],
        "compared": [each.path for each in pair] if pair else [],
        "quotations": [
            {
                "path": each.path,
                "line": each.line,
                "words": each.words,
                "draft": each.newest.path,
                "stands": each.stands,
                "closest": each.closest,
                "stood_in": [older.path for older in each.stood_in],
            }
            for each in standing
        ],
        "still_bites": all(each.stands for each in standing) if standing else None,
    }
