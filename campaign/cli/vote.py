"""`campaign vote`: import votes, compare their sources, say what is asked for, and see how people voted."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.core.languages.in_english import count_of
from campaign.core.parliament import terms
from campaign.core.parliament.person_record import PersonFate
from campaign.core.parliament.scores import MOMENTS, STANCES, AskedVote, Stance, VoteComparison
from campaign.errors import ProblemsFound
from campaign.services.acts.directory_acts import ASK_VOTE, IMPORT_VOTES, RECORD_STANCE
from campaign.services.parliament import vote_import
from campaign.services.parliament.sources import read_sources

_MOST_LINES = 20


@click.group()
def vote() -> None:
    """Import votes, say what is asked for, and see how people voted."""


@vote.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--procedure", default="", help="Only votes on this procedure, such as 2021/0106(COD).")
@click.option("--vote", "number", default="", help="The vote's number, for a typed table without a column for it.")
@click.option("--dry-run", is_flag=True, help="Show what would become of each vote, and write nothing.")
@pass_campaign
def import_(context: Context, files: tuple[Path, ...], procedure: str, number: str, *, dry_run: bool) -> None:
    """Import votes: decisions of the Parliament's API, its roll calls in XML, HowTheyVote's export, or a table with the
    columns vote, name (or id) and position. A vote has one row, whatever its sources; they are compared."""
    out = context.out
    names = [context.campaign.folder.display_path(file.absolute()) for file in files]
    readings = read_sources(files, names, None, number)
    plan = vote_import.plan_vote_import(context.campaign, readings, procedure)
    if not dry_run:
        context.perform(IMPORT_VOTES, plan)
    counts = {fate: sum(row.fate is fate for row in plan.rows) for fate in PersonFate}
    comparisons = [] if dry_run else _imported(context, {row.vote.id for row in plan.rows})
    out.data(
        {
            "dry_run": dry_run,
            "counts": {fate.value: number for fate, number in counts.items()},
            "votes": [
                {"vote": row.vote.id, "source": row.vote.kind, "fate": row.fate.value, "totals": row.vote.totals,
                 "published": dict(row.vote.published)}
                for row in plan.rows
            ],
            "unequal": [_unequal(one) for one in comparisons if one.unequal_totals],
            "problems": [asdict(problem) for problem in plan.problems],
            "left_out": plan.left_out,
        }
    )  # fmt: skip
    for one in comparisons:
        for words in _unequal_words(one)[:_MOST_LINES]:
            out.remark(words)
    fates = ", ".join(f"{counts[fate]} {fate.value}" for fate in (PersonFate.NEW, PersonFate.CHANGED, PersonFate.SAME))
    out.say(f"{', '.join(names)}: {fates}{'; nothing is written yet (dry run)' if dry_run else ''}")
    if plan.left_out:
        out.say(f"{count_of(plan.left_out, 'vote')} on other procedures left out")
    if comparisons and not any(one.unequal_totals for one in comparisons):
        out.say("the totals as counted equal the published ones, where both are known")
    if plan.problems:
        raise ProblemsFound(
            f"{count_of(len(plan.problems), 'line')} not imported, all others {'would be' if dry_run else 'are'}",
            fix="correct the lines listed above and import again",
            problems=plan.problems[:_MOST_LINES],
        )


def _imported(context: Context, votes: set[str]) -> list[VoteComparison]:
    if len(votes) > 500:
        return [one for one in vote_import.comparisons(context.campaign) if one.vote in votes]
    return [vote_import.comparison(context.campaign, number) for number in sorted(votes)]


def _unequal(one: VoteComparison) -> dict[str, Any]:
    return {
        "vote": one.vote,
        "totals": [
            {"source": kind, "position": position, "published": published, "counted": counted}
            for kind, position, published, counted in one.unequal_totals
        ],
    }


def _unequal_words(one: VoteComparison) -> list[str]:
    return [
        f"vote {one.vote}: {published} {position} published, {counted} counted ({kind})"
        for kind, position, published, counted in one.unequal_totals
    ]


@vote.command("list")
@pass_campaign
def list_(context: Context) -> None:
    """List the votes with their totals, sources, and whether these agree."""
    comparisons = vote_import.comparisons(context.campaign)
    asked = {ask.vote: ask for ask in vote_import.asked_votes(context.campaign, context.campaign.letter)}
    rows = [("vote", "time", "for/against/abst.", "sources", "agree", "asked", "title")]
    rows += [
        (
            one.vote,
            one.main.at[:16],
            _totals(one),
            ", ".join(source.kind for source in one.sources),
            "no" if one.unequal_totals or one.differences else "yes",
            asked[one.vote].position if one.vote in asked else "",
            (one.main.title or next((source.title for source in one.sources if source.title), ""))[:60],
        )
        for one in comparisons
    ]
    for line in align(rows) if comparisons else ():
        context.out.say(line)
    if not comparisons:
        context.out.say("no votes yet; next: campaign vote import FILE")
    context.out.data([_comparison_data(one) for one in comparisons])


def _totals(one: VoteComparison) -> str:
    totals = one.main.totals or dict(one.main.published)
    return "/".join(str(totals.get(position, 0)) for position in terms.POSITIONS[:3])


def _comparison_data(one: VoteComparison) -> dict[str, Any]:
    return {
        "vote": one.vote,
        "sources": [
            {
                "source": source.kind,
                "at": source.at,
                "title": source.title,
                "subject": source.subject,
                "procedure": source.procedure,
                "published": dict(source.published),
                "totals": source.totals,
            }
            for source in one.sources
        ],
        "unequal": _unequal(one)["totals"],
        "differences": [{"person": person, **views} for person, views in one.differences],
        "intended": [
            {"person": person, "recorded": recorded, "intended": intended}
            for person, recorded, intended in one.intentions
        ],
    }


@vote.command()
@click.argument("number")
@pass_campaign
def show(context: Context, number: str) -> None:
    """Show a vote: its sources compared, and who voted how."""
    one = vote_import.comparison(context.campaign, number)
    names = vote_import.names_of_people(context.campaign)
    for source in one.sources:
        context.out.say(f"{source.kind}: {source.at} {source.title} {source.subject}".rstrip())
    for words in _unequal_words(one):
        context.out.say(words)
    for person, views in one.differences:
        text = ", ".join(f"{position} ({kind})" for kind, position in views.items())
        context.out.say(f"{names.get(person, person)}: {text}")
    for person, recorded, intended in one.intentions:
        context.out.say(f"{names.get(person, person)}: recorded {recorded}, intended {intended}")
    for line in align(_by_group(one)):
        context.out.say(line)
    people = {
        person: {"position": position, "group": group, "name": names.get(person, "")}
        for position, groups in one.main.positions.items()
        for group, members in groups.items()
        for person in members
    }
    context.out.data(_comparison_data(one) | {"people": people})


def _size(one: VoteComparison, position: str, group: str) -> int:
    return len(one.main.positions.get(position, {}).get(group, ()))


def _by_group(one: VoteComparison) -> Sequence[Sequence[str]]:
    groups = {group for positions in one.main.positions.values() for group in positions}
    order = [*terms.GROUPS]
    ordered = sorted(groups, key=lambda name: (order.index(name) if name in order else len(order), name))
    return [
        ("group", *terms.POSITIONS),
        *(
            (group or "not known", *(str(_size(one, position, group)) for position in terms.POSITIONS))
            for group in ordered
        ),
    ]


@vote.command()
@click.argument("number")
@click.argument("position", type=click.Choice(["for", "against", "abstention"]))
@click.option("--weight", type=float, default=1.0, show_default=True, help="How much it counts in the scores.")
@click.option("--ask", default="", help="The letter's ask that it belongs to.")
@pass_campaign
def ask(context: Context, number: str, position: str, weight: float, ask: str) -> None:
    """Record what the letter asks for in a vote."""
    context.perform(ASK_VOTE, context.campaign.letter, AskedVote(number, position, weight, ask))
    context.out.say(f"vote {number}: asked {position}, weight {weight:g}")
    context.out.data({"vote": number, "position": position, "weight": weight, "ask": ask})


@vote.command()
@click.option("--by", type=click.Choice(["member", "group", "country"]), default="group", show_default=True)
@pass_campaign
def scores(context: Context, by: str) -> None:
    """Show how far Members, groups or countries voted as the letter asks. Abstentions count half."""
    table = vote_import.scores(context.campaign, context.campaign.letter, by)
    rows = [
        (
            one.name,
            "-" if one.score is None else f"{one.score:.0%}",
            str(one.as_asked),
            str(one.otherwise),
            str(one.not_voted),
        )
        for one in table.scores
    ]
    for line in align([(by, "score", "as asked", "otherwise", "no vote"), *rows]):
        context.out.say(line)
    context.out.data({"asked": [asdict(ask) for ask in table.asked], "scores": [asdict(one) for one in table.scores]})


@vote.command()
@click.argument("who")
@click.argument("stance", type=click.Choice(STANCES))
@click.option("--moment", type=click.Choice(MOMENTS), required=True, help="Before or after, or a pledge or statement.")
@click.option("--day", required=True, metavar="YYYY-MM-DD")
@click.option("--source", required=True, help="Where it is from: a link, a call, a debate.")
@click.option("--text", default="", help="The words.")
@click.option("--public", is_flag=True, help="It was said in public.")
@pass_campaign
def position(
    context: Context, who: str, stance: str, moment: str, day: str, source: str, text: str, *, public: bool
) -> None:
    """Record what somebody stands for: the position before or after, a pledge, a statement. WHO is the id or name."""
    new = Stance(who, moment, stance, day, source, text, public)
    one = context.perform(RECORD_STANCE, context.campaign.letter, new)
    context.out.say(f"{one.person}: {one.stance} ({one.moment}, {one.day})")
    context.out.data(asdict(one))


@vote.command()
@pass_campaign
def positions(context: Context) -> None:
    """List what people stand for, before and after, with pledges and statements."""
    names = vote_import.names_of_people(context.campaign)
    rows = vote_import.stances(context.campaign, context.campaign.letter)
    for line in align(
        [(one.day, names.get(one.person, one.person), one.moment, one.stance, one.source) for one in rows]
    ):
        context.out.say(line)
    if not rows:
        context.out.say("no positions yet; next: campaign vote position WHO STANCE")
    context.out.data([asdict(one) for one in rows])
