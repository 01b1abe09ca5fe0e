"""`campaign addressee import FILE...`, `list --all`, `choose`, `correct`: the directory of people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.table_import import report_import
from campaign.core.languages.in_english import count_of
from campaign.core.parliament.choice import Candidate
from campaign.core.parliament.person_record import PersonFate, PersonRow
from campaign.errors import ProblemsFound, UsageError
from campaign.services.acts.addressee_acts import IMPORT_ADDRESSEES
from campaign.services.acts.directory_acts import CORRECT_PERSON, IMPORT_DIRECTORY, SAVE_LIST
from campaign.services.parliament import choosing, directory_import, fetching, persuading
from campaign.services.parliament.choosing import ChoiceResult
from campaign.services.parliament.directory_import import DirectoryImportPlan
from campaign.services.parliament.sources import read_sources, with_day

_MOST_LINES = 20


def import_directory(
    context: Context, files: Sequence[Path], mapping: Path | None, day: str, answers: Sequence[str], *, dry_run: bool
) -> None:
    """Import files into the directory, or say what that would do."""
    names = [context.campaign.folder.display_path(file.absolute()) for file in files]
    readings = with_day(read_sources(files, names, mapping), day)
    plan = directory_import.plan_directory_import(context.campaign, readings, _answers(answers))
    if not dry_run:
        context.perform(IMPORT_DIRECTORY, plan)
    _report(context, plan, ", ".join(names), dry_run=dry_run)


def _answers(answers: Sequence[str]) -> dict[str, str]:
    for answer in answers:
        if "=" not in answer:
            raise UsageError(f"--same {answer!r} names no person", fix="write --same 'line 12=europarl:96761'")
    return dict(answer.rsplit("=", 1) for answer in answers)


def _report(context: Context, plan: DirectoryImportPlan, names: str, *, dry_run: bool) -> None:
    out = context.out
    out.data(
        {
            "dry_run": dry_run,
            "counts": {fate.value: plan.count(fate) for fate in PersonFate},
            "rows": [_row_data(row) for row in plan.rows]
            + [
                {"path": problem.path, "place": f"line {problem.line}" if problem.line else "", "name": "",
                 "fate": PersonFate.REFUSED.value, "why": problem.message, "fix": problem.fix}
                for problem in plan.problems
            ],
            "not_in_newest_list": list(plan.absent),
            "bodies": len(plan.bodies),
            "votes": plan.votes,
            "moved": list(plan.moved),
            "sources": [
                {"path": file.path, "day": file.day, "digest": file.digest, "kind": file.kind, "licence": file.licence}
                for file, _ in plan.sources
            ],
        }
    )  # fmt: skip
    news = [row for row in plan.rows if row.fate in (PersonFate.NEW, PersonFate.CHANGED)]
    lines = [(row.place.partition(":")[0], row.name, row.fate.value, _what(row)) for row in news]
    for line in align(lines[:_MOST_LINES]):
        out.say(line)
    if len(lines) > _MOST_LINES:
        out.say(f"... and {len(lines) - _MOST_LINES} more (--json lists all)")
    for row in [row for row in plan.rows if row.disagreements][:_MOST_LINES]:
        for name, own, text in row.disagreements:
            out.remark(f"{row.name}: your own {name} {own!r} stays; the file says {text!r}")
    for sentence in plan.moved:
        out.remark(f"{sentence}; see campaign timetable")
    if plan.absent:
        number = people_words(len(plan.absent))
        out.remark(f"{number} of the directory not in the newest list; nobody is removed: {_some(plan.absent)}")
    counts = ", ".join(f"{plan.count(fate)} {fate.value}" for fate in PersonFate)
    out.say(f"{names}: {counts}{'; nothing is written yet (dry run)' if dry_run else ''}")
    if plan.bodies:
        out.say(f"{count_of(len(plan.bodies), 'code')} of bodies")
    if plan.votes:
        out.say(f"{count_of(plan.votes, 'vote')} in it; next: campaign vote import FILE")
    unclear = [row for row in plan.rows if row.fate in (PersonFate.UNCLEAR, PersonFate.REFUSED)]
    for row in unclear[:_MOST_LINES]:
        out.error(f"{row.path}: {row.place.partition(':')[0]}: {row.name}: {row.fate.value}: {row.why}")
    if unclear or plan.problems:
        number = count_of(len(unclear) + len(plan.problems), "row")
        raise ProblemsFound(
            f"{number} not imported, all others {'would be' if dry_run else 'are'}",
            fix="decide on them as each line says, and import again",
            problems=plan.problems[:_MOST_LINES],
        )


def people_words(number: int) -> str:
    """A number of people in words."""
    return "1 person" if number == 1 else f"{number} people"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more (--json lists all)" if len(names) > 5 else "")


def _what(row: PersonRow) -> str:
    changes = [f"{name}: {old or 'nothing'} becomes {new or 'nothing'}" for name, old, new in row.changes]
    return "; ".join([row.why, *changes[:3]] if row.why else changes[:3])


def _row_data(row: PersonRow) -> dict[str, Any]:
    return {
        "path": row.path,
        "place": row.place,
        "id": row.id,
        "name": row.name,
        "fate": row.fate.value,
        "why": row.why,
        "changes": [{"field": name, "old": old, "new": new} for name, old, new in row.changes],
        "disagreements": [{"field": name, "own": own, "file": text} for name, own, text in row.disagreements],
    }


def list_directory(context: Context) -> None:
    """List everybody in the directory."""
    people = choosing.directory(context.campaign)
    today = f"{context.campaign.now():%Y-%m-%d}"
    header = ("id", "name", "email", "country", "group", "state")
    rows = []
    data = []
    for person in people:
        values = {name: one.value for name, one in person.fields.items()}
        candidate = Candidate(person.id, values, person.seats, person.is_absent)
        group, sits = candidate.group_on(today) or candidate.last_group(), candidate.sits_on(today)
        state = "" if sits else "left"
        rows.append((person.id, person.name, values.get("mail", "no email"), values.get("country", ""), group, state))
        data.append(
            {
                "id": person.id,
                "ids": list(person.ids),
                **{name: value for name, value in values.items() if name != "group"},
                "name": person.name,
                "group": group,
                "sits": sits,
                "fields": {
                    name: {"value": one.value, "source": one.kind, "date": one.day, "others": dict(one.others)}
                    for name, one in person.fields.items()
                },
                "seats": [
                    {"kind": seat.kind, "body": seat.body, "role": seat.role, "start": seat.start, "end": seat.end,
                     "within": seat.within}
                    for seat in person.seats
                ],
            }
        )  # fmt: skip
    for line in align([header, *rows]) if rows else ():
        context.out.say(line)
    if not rows:
        context.out.say("nobody is in the directory yet; next: campaign addressee import FILE")
    context.out.data(data)


@click.command()
@click.argument("query", required=False)
@click.option("--list", "name", metavar="NAME", help="Run a saved list again, and show who joined, left and changed.")
@click.option("--lists", is_flag=True, help="Show the saved lists.")
@click.option("--save", metavar="NAME", help="Save the query with who fits it now.")
@click.option("--add", is_flag=True, help="Add the people to the letter's addressees.")
@click.option("--persuadable", is_flag=True, help="Order by how open each may be, with the reasons (for yourselves).")
@pass_campaign
def choose(
    context: Context,
    query: str | None,
    name: str | None,
    save: str | None,
    *,
    lists: bool,
    add: bool,
    persuadable: bool,
) -> None:
    """Choose people of the directory by QUERY, such as: committee:IMCO role:rapporteur group:EPP country:DE
    vote:166051=against on:2023-05-11. Conditions are joined by and, or, not and brackets. A procedure alone, such as
    "2021/0106(COD)", asks for its rapporteurs and shadows. Nothing is changed without --save or --add."""
    if lists:
        _show_lists(context)
        return
    if bool(query) is bool(name):
        raise UsageError("write a query, or --list NAME", fix="campaign addressee choose 'committee:IMCO'")
    result = (
        choosing.run_list(context.campaign, name) if name else choosing.choose_people(context.campaign, query or "")
    )
    ranks = persuading.judge(context.campaign, result) if persuadable else {}
    people = sorted(result.people, key=lambda one: -ranks[one.person.id].value) if ranks else list(result.people)
    header = ("id", "name", "group", "country", "role", *(("open", "why") if ranks else ()))
    rows = [
        (
            one.person.id,
            one.person.fields.get("name", ""),
            one.group,
            one.person.fields.get("country", ""),
            ", ".join(one.roles),
            *((f"{ranks[one.person.id].value:.2f}", "; ".join(ranks[one.person.id].reasons)) if ranks else ()),
        )
        for one in people
    ]
    for line in align([header, *rows]) if rows else ():
        context.out.say(line)
    _show_changes(context, result)
    context.out.say(f"{people_words(len(rows))} on {result.day}; data of {result.data_day or 'no day'}")
    if result.left:
        names = ", ".join(person.fields.get("name", person.id) for person in result.left[:10])
        context.out.remark(f"would fit, but no longer sit on {result.day}: {names}")
    if save:
        context.perform(SAVE_LIST, save, result)
        context.out.say(f"saved as {save}; run it again: campaign addressee choose --list '{save}'")
    context.out.data(_choice_data(result, header, rows)) if not add else None
    if add:
        plan = choosing.plan_choice(context.campaign, context.campaign.letter, result)
        if plan is None:
            context.out.say("all of them are addressees of the letter already")
            context.out.data({"added": []})
            return
        context.perform(IMPORT_ADDRESSEES, plan)
        report_import(context, plan, "addressee")


def _show_changes(context: Context, result: ChoiceResult) -> None:
    if result.changes is None:
        return
    changes = result.changes
    for number in changes.joined:
        context.out.say(f"joined: {number}")
    for number in changes.left:
        context.out.say(f"left: {number}")
    for number, field, old, new in changes.changed:
        context.out.say(f"changed: {number}: {field}: {old or 'nothing'} becomes {new or 'nothing'}")
    if not (changes.joined or changes.left or changes.changed):
        context.out.say("the same people as when it was saved")


def _choice_data(result: ChoiceResult, header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "query": result.query.text,
        "day": result.day,
        "data_day": result.data_day,
        "people": [dict(zip(header, row, strict=True)) for row in rows],
        "left": [person.id for person in result.left],
    }
    if result.changes:
        data["changes"] = {
            "joined": list(result.changes.joined),
            "left": list(result.changes.left),
            "changed": [
                {"id": number, "field": field, "old": old, "new": new}
                for number, field, old, new in result.changes.changed
            ],
        }
    return data


def _show_lists(context: Context) -> None:
    saved = choosing.saved_lists(context.campaign)
    for line in align([(one.name, f"{len(one.people)}", one.data_day, one.query) for one in saved]):
        context.out.say(line)
    if not saved:
        context.out.say("no saved lists yet; next: campaign addressee choose QUERY --save NAME")
    context.out.data(
        [{"name": one.name, "query": one.query, "data_day": one.data_day, "people": list(one.people)} for one in saved]
    )


@click.command()
@click.argument("who")
@click.argument("field")
@click.argument("value")
@pass_campaign
def correct(context: Context, who: str, field: str, value: str) -> None:
    """Correct a FIELD of a person of the directory. Your VALUE counts before any source; with "" the sources count
    again. WHO is the id or the name."""
    number = context.perform(CORRECT_PERSON, who, field, value)
    context.out.say(f"{number}: {field} is {value!r}" if value else f"{number}: {field} is as the sources have it")
    context.out.data({"id": number, "field": field, "value": value})


@click.command()
@click.option("--procedure", "procedures", multiple=True, help="A procedure, such as 2021/0106(COD).")
@click.option(
    "--sitting", "sittings", multiple=True, metavar="YYYY-MM-DD", help="A day of the plenary, with its votes."
)
@click.option("--resume", metavar="FOLDER", type=click.Path(path_type=Path), help="Go on with an earlier fetch.")
@click.option("--api", default=fetching.API, show_default=True, help="The address of the API.")
@click.option("--interval", default=1.0, type=click.FloatRange(0), hidden=True)
@pass_campaign
def fetch(
    context: Context,
    procedures: tuple[str, ...],
    sittings: tuple[str, ...],
    resume: Path | None,
    api: str,
    interval: float,
) -> None:
    """Fetch open data of the European Parliament into a dated folder, which `campaign addressee import` reads: who
    sits, the bodies, and procedures with the people who have a role in them. Once a second; nothing is imported."""
    client = fetching.OpenDataClient(api, interval=interval)
    plan = fetching.plan_fetch(context.campaign, procedures, sittings, resume)
    folder = context.campaign.folder.display_path(plan.folder.absolute())
    context.out.remark(f"into {folder}" + (f", which has {count_of(plan.done, 'answer')}" if plan.done else ""))
    result = fetching.run_fetch(context.campaign, plan, client, context.out.remark)
    for path in result.nothing:
        context.out.remark(f"nothing at {path}")
    context.out.say(f"{count_of(result.answers, 'answer')} in {folder}; next: campaign addressee import '{folder}'")
    context.out.data({"folder": str(plan.folder), "answers": result.answers, "nothing": list(result.nothing)})
