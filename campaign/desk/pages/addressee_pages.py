"""Addressees: the list with its greetings, one person, and the import with the fate of each row."""

import base64
import csv
import io
from dataclasses import asdict, dataclass
from http import HTTPStatus

from starlette.responses import JSONResponse, Response

from campaign.core.addressees import Addressee
from campaign.core.delivery.reach import ReachState
from campaign.core.intake.csv_tables import whole_addressees
from campaign.core.tables.text import fold_words
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import fix_at_desk, sentence_case
from campaign.desk.form_values import FormValues
from campaign.desk.route import DeskRoute
from campaign.desk.table_file import table_file
from campaign.errors import CampaignError, Refused
from campaign.services.acts.addressee_acts import (
    CHANGE_ADDRESSEE,
    IMPORT_ADDRESSEES,
    IMPORT_OWN_TABLE,
    REMOVE_ADDRESSEE,
)
from campaign.services.people.editing import FORM_FIELDS, has_own_rows, plan_addressee, plan_own_table
from campaign.services.people.greetings import AddresseeGreeting, greetings
from campaign.services.people.importing import TableImportPlan, plan_addressees_import
from campaign.services.people.listing import addressees
from campaign.services.people.removing import plan_addressee_removal
from campaign.services.people.row_fates import Fate, plan_digest, row_fates
from campaign.services.people.unimported_changes import pending_imports
from campaign.services.waves.reach import letter_reach

_MOST_BYTES = 5_000_000  # the page with the fates sends the table back
_ON_A_PAGE = 100
_FILTERS = ("q", "country", "group", "state")
_BADGES = {
    ReachState.RECEIVED: ("ok", "Sent"),
    ReachState.UNCERTAIN: ("ask", "Uncertain"),
    ReachState.WAITING: ("half-way", "Planned"),
    ReachState.MISSED: ("stop", "Not received"),
    ReachState.NO_ADDRESS: ("off", "No address"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the list."""

    person: Addressee
    greeting: AddresseeGreeting
    badge: str
    state: str
    why: str


def listing(request: DeskRequest) -> Response:
    """The addressees, with how each is greeted and whether the letter has reached him or her."""
    rows = _rows(request)
    chosen = _chosen(request, rows)
    first = request.query_number("from", 0)
    query = {name: value for name in _FILTERS if (value := request.query(name))}
    return request.page(
        "addressees.html",
        rows=chosen[first : first + _ON_A_PAGE],
        total=len(rows),
        number=len(chosen),
        pending=pending_imports(request.campaign),
        has_table=has_own_rows(request.campaign, request.campaign.letter),
        without_address=sum(not row.person.address for row in rows),
        other_language=[row for row in rows if row.greeting.wanted_language],
        query=dict.fromkeys(_FILTERS, "") | query,
        chips=[
            (_chip(name, value), request.to("/addressees", **_without(query, name))) for name, value in query.items()
        ],
        countries=sorted({row.person.country for row in rows if row.person.country}),
        groups=sorted({row.person.group for row in rows if row.person.group}),
        states=sorted({row.state for row in rows if row.state}),
        older=request.to("/addressees", **query, **{"from": first + _ON_A_PAGE})
        if first + _ON_A_PAGE < len(chosen)
        else "",
        newest=request.to("/addressees", **query) if first else "",
    )


def export(request: DeskRequest) -> Response:
    """The list as the filter shows it, as CSV, JSON or Excel."""
    people = [row.person for row in _chosen(request, _rows(request))]
    if request.word("format") not in ("csv", "json", "xlsx"):
        raise request.missing()
    if request.word("format") == "xlsx":
        head, *rows = csv.reader(io.StringIO(whole_addressees(people)))
        return table_file("addressees", "xlsx", head, rows)
    if request.word("format") == "json":
        return JSONResponse([asdict(person) for person in people], headers=_download("json"))
    return Response(whole_addressees(people), media_type="text/csv; charset=utf-8", headers=_download("csv"))


def person(request: DeskRequest) -> Response:
    """One addressee, in a form."""
    addressee = _find(request, request.word("key"))
    return _person_page(request, FormValues(asdict(addressee)), addressee)


def new_person(request: DeskRequest) -> Response:
    """The form for a new addressee."""
    return _person_page(request, FormValues(), None)


def save_person(request: DeskRequest) -> Response:
    """Add or change one addressee."""
    key = request.value("key")
    old = _find(request, key) if key else None
    typed = FormValues({field: request.value(field) for field in FORM_FIELDS})
    plan = plan_addressee(request.campaign, request.campaign.letter, typed.values)
    if plan.reading.refused:
        problems = "; ".join(_sentence(problem.message, problem.fix) for problem in plan.reading.refused)
        return _person_page(request, typed.with_errors(**{_field_of(problems): problems}), old)
    if old is None and not plan.change.added:
        return _person_page(request, typed.with_errors(name="This person is in the list already"), old)
    return request.redirect("/addressees", request.perform(CHANGE_ADDRESSEE, plan))


def check_removal(request: DeskRequest) -> Response:
    """What the removal of an addressee means."""
    addressee = _find(request, request.word("key"))
    reaches = letter_reach(request.campaign, request.campaign.letter).reaches
    so_far = next((reach.why for reach in reaches if reach.addressee.key == addressee.key), "")
    return request.page("addressee_removal.html", person=addressee, so_far=so_far)


def remove(request: DeskRequest) -> Response:
    """Remove an addressee from the letter."""
    key = _find(request, request.word("key")).key
    plan = plan_addressee_removal(request.campaign, request.campaign.letter, key)
    return request.redirect("/addressees", request.perform(REMOVE_ADDRESSEE, plan))


def import_form(request: DeskRequest) -> Response:
    """The form that takes a table."""
    return request.page("addressee_import.html", form=FormValues())


def check_import(request: DeskRequest) -> Response:
    """The fate of each row, before anything is written."""
    file, pasted = request.file("table"), request.text("pasted")
    if file is None and not pasted.strip():
        form = FormValues({"pasted": pasted}, {"pasted": "Paste a table, or choose a file"})
        return request.page("addressee_import.html", HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    data, name = (file.content, file.name) if file else (pasted.encode(), "the pasted table")
    return _check_page(request, data, name)


def check_own_table(request: DeskRequest) -> Response:
    """The fate of each row of the letter's own table."""
    plan = request.need(plan_own_table(request.campaign, request.campaign.letter))
    return _fates_page(request, plan, own=True)


def carry_out_import(request: DeskRequest) -> Response:
    """Import exactly what was shown."""
    letter = request.campaign.letter
    if request.value("own"):
        plan = plan_own_table(request.campaign, letter)
    else:
        name = request.value("name") or "the pasted table"
        plan = plan_addressees_import(request.campaign, _sent_again(request), name, letter)
    if plan is None or plan_digest(plan) != request.value("plan"):
        raise Refused("the table or the list has changed since you saw it; nothing was imported", fix="check it again")
    act = IMPORT_OWN_TABLE if request.value("own") else IMPORT_ADDRESSEES
    return request.redirect("/addressees", request.perform(act, plan))


ROUTES = (
    DeskRoute("/addressees", "GET", listing, Right.SEE),
    DeskRoute("/addressees/list.{format:str}", "GET", export, Right.SEE_PEOPLE),
    DeskRoute("/addressees/new", "GET", new_person, Right.PREPARE_WAVE),
    DeskRoute("/addressees/save", "POST", save_person, Right.PREPARE_WAVE),
    DeskRoute("/addressees/import", "GET", import_form, Right.PREPARE_WAVE),
    DeskRoute("/addressees/import/own", "GET", check_own_table, Right.PREPARE_WAVE),
    DeskRoute("/addressees/import/check", "POST", check_import, Right.PREPARE_WAVE),
    DeskRoute("/addressees/import", "POST", carry_out_import, Right.PREPARE_WAVE),
    DeskRoute("/addressees/of/{key}", "GET", person, Right.PREPARE_WAVE),
    DeskRoute("/addressees/of/{key}/remove", "GET", check_removal, Right.PREPARE_WAVE),
    DeskRoute("/addressees/of/{key}/remove", "POST", remove, Right.PREPARE_WAVE),
)


def _rows(request: DeskRequest) -> list[_Row]:
    campaign, letter = request.campaign, request.campaign.letter
    people = addressees(campaign, letter)
    reaches = {reach.addressee.key: reach for reach in letter_reach(campaign, letter).reaches}
    rows = []
    for one, greeting in zip(people, greetings(campaign, letter, people), strict=True):
        reach = reaches.get(one.key)
        badge, state = _BADGES[reach.state] if reach else ("", "")
        rows.append(_Row(one, greeting, badge, state, reach.why if reach else ""))
    return rows


def _chosen(request: DeskRequest, rows: list[_Row]) -> list[_Row]:
    """The rows that the filter shows. An address is found only by those who may see it."""
    sees = request.actor.may(Right.SEE_PEOPLE)
    words = fold_words(request.query("q")).split()
    country, group, state = (request.query(name) for name in ("country", "group", "state"))
    return [
        row
        for row in rows
        if all(word in _words(row.person, sees=sees) for word in words)
        and country in ("", row.person.country)
        and group in ("", row.person.group)
        and state in ("", row.state)
    ]


def _words(person: Addressee, *, sees: bool) -> str:
    address = person.address if sees else ""
    return fold_words(" ".join((person.name, person.country, person.group, person.role, address)))


def _without(query: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in query.items() if key != name}


def _chip(name: str, value: str) -> str:
    return f"“{value}”" if name == "q" else value


def _find(request: DeskRequest, key: str) -> Addressee:
    people = addressees(request.campaign, request.campaign.letter)
    return request.need(next((one for one in people if one.key == key), None))


def _person_page(request: DeskRequest, form: FormValues, old: Addressee | None) -> Response:
    greeting = greetings(request.campaign, request.campaign.letter, [old])[0] if old else None
    return request.page("addressee.html", form.status, form=form, old=old, greeting=greeting)


def _sentence(message: str, fix: str) -> str:
    fix = fix_at_desk(fix)
    return sentence_case(f"{message.rstrip('.')}: {fix}" if fix else message)


def _field_of(problems: str) -> str:
    """The field that a problem of the form most likely speaks of."""
    words = problems.lower()
    named = {"mail": "address", "@": "address", "language": "language", "phone": "phone", "country": "country"}
    return next((field for word, field in named.items() if word in words), "name")


def _check_page(request: DeskRequest, data: bytes, name: str) -> Response:
    try:
        if len(data) > _MOST_BYTES:
            limit = f"{name}: larger than {_MOST_BYTES // 1_000_000} MB"
            raise Refused(limit, fix="import it with campaign addressee import")
        plan = plan_addressees_import(request.campaign, data, name, request.campaign.letter)
    except CampaignError as error:
        form = FormValues({}, {"table": _sentence(error.message, error.fix)})
        return request.page("addressee_import.html", HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return _fates_page(request, plan, sent=base64.b64encode(data).decode())


def _fates_page(
    request: DeskRequest, plan: TableImportPlan[Addressee], *, sent: str = "", own: bool = False
) -> Response:
    fates, people = row_fates(plan), plan.reading.values
    return request.page(
        "addressee_import_check.html",
        plan=plan,
        fates=fates,
        greetings=dict(zip(people, greetings(request.campaign, plan.letter, people), strict=True)),
        counts={fate: sum(row.fate is fate for row in fates) for fate in Fate},
        Fate=Fate,
        remarks=[remark for remark in plan.reading.remarks if remark.line is None],
        missing=_missing(plan),
        digest=plan_digest(plan),
        sent=sent,
        own=own,
    )


def _missing(plan: TableImportPlan[Addressee]) -> list[str]:
    names = {person.key: person.name for person in plan.stored}
    return [names[key] for key in plan.change.missing]


def _sent_again(request: DeskRequest) -> bytes:
    """The table that the page with the fates sends back."""
    data = request.packed("sent")
    if data is None:
        raise Refused("the table did not arrive whole; nothing was imported", fix="choose the file again")
    return data


def _download(kind: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="addressees.{kind}"'}
