"""Answers: replies with the letter they answer, bounces, calls that are due, and the whip count."""

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from campaign.core.delivery.replies import NumberedReply, ReplyProof
from campaign.core.message.preview import message_preview
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import error_sentence
from campaign.desk.form_values import FormValues, typed_values
from campaign.desk.route import DeskRoute
from campaign.desk.table_file import table_file
from campaign.errors import CampaignError
from campaign.services.acts.answer_acts import (
    CONFIRM_CLAIMS,
    CORRECT_ADDRESS,
    FETCH_ANSWERS,
    RECORD_CALL,
    RECORD_POSITION,
)
from campaign.services.replies.answer_desk import (
    STANCES,
    WAYS,
    AnswerView,
    all_answers,
    answer_page,
    answer_view,
    count_kinds,
    count_waiting,
    newest_positions,
    whip_count,
)
from campaign.services.replies.overview import due_calls, plan_confirm
from campaign.services.waves.reach import letter_reach

_NEWEST = 2**62
_ROWS = 30
_CALLS = 60
_DAYS = 3
STANCE_OPTIONS = tuple((value, words, "") for value, words in STANCES.items())
WAY_OPTIONS = tuple(WAYS.items())
# What proves whom an answer is from, and its badge.
PROOFS = {
    ReplyProof.MESSAGE_ID: ("ok", "It answers our email: it names its Message-ID."),
    ReplyProof.SENDER: ("ok", "It comes from the address that we wrote to, as the mail server proves."),
    ReplyProof.CLAIM: ("ask", "Nothing proves whom it is from: it only says so. Ask before you record a position."),
    ReplyProof.CONFIRMED: ("ok", "The addressee has confirmed to one of you that it is true."),
    ReplyProof.UNRECORDED: ("", "It was read by an earlier version, which kept no proof."),
}
KIND_WORDS = {
    "person": "answer",
    "permanent": "came back for good",
    "temporary": "came back, for a reason that may pass",
    "delayed": "delayed",
    "absence": "out of office",
    "acknowledgement": "received",
    "challenge": "a filter asks who wrote",
    "delivered": "delivered",
    "read": "opened",
    "unread": "deleted unread",
    "complaint": "marked as spam",
    "automatic": "automatic",
}


def listing(request: DeskRequest) -> Response:
    """The answers of people, the newest first."""
    text, waiting = request.query("q").strip()[:200], request.query("waiting") == "1"
    before = request.query_number("before", _NEWEST)
    rows = answer_page(request.campaign, "person", before, _ROWS + 1, text=text, waiting=waiting)
    filters: dict[str, object] = ({"q": text} if text else {}) | ({"waiting": 1} if waiting else {})
    chips = [(f"with “{text}”", request.to("/answers", **({"waiting": 1} if waiting else {})))] if text else []
    chips += [("without a position since", request.to("/answers", **({"q": text} if text else {})))] if waiting else []
    return request.page(
        "answers.html",
        HTTPStatus.OK,
        rows=rows[:_ROWS],
        q=text,
        waiting=waiting,
        number_waiting=count_waiting(request.campaign),
        chips=chips,
        older=request.to("/answers", **filters, before=rows[_ROWS - 1].id) if len(rows) > _ROWS else "",
        newest=request.to("/answers", **filters) if request.query("before") else "",
        query=filters,
        has_mailbox=request.campaign.settings.imap is not None,
        **_common(request, "Answers"),
    )


def export(request: DeskRequest) -> Response:
    """The answers that the filter shows, as a table for spreadsheets."""
    text, waiting = request.query("q").strip()[:200], request.query("waiting") == "1"
    head = ("at", "addressee", "name", "kind", "proof", "subject", "text")
    rows = all_answers(request.campaign, "person", text=text, waiting=waiting)
    return table_file("answers", request.word("ending"), head, map(_answer_row, rows))


def answer(request: DeskRequest) -> Response:
    """One answer, with the letter that it answers."""
    view = _view(request)
    return _answer_page(request, view, FormValues({"way": "mail"}))


def record_answer(request: DeskRequest) -> Response:
    """Record the position that an answer gives, and go to the next answer that waits."""
    view = _view(request)
    form = _position_form(request)
    done = _record(request, view.row.reply.addressee, form)
    if isinstance(done, FormValues):
        return _answer_page(request, view, done)
    waiting = answer_page(request.campaign, "person", _NEWEST, 1, waiting=True)
    return request.redirect(f"/answers/{waiting[0].id}" if waiting else "/answers", done)


def confirm_sender(request: DeskRequest) -> Response:
    """Let answers that only say whom they are from count, on the word of who asked."""
    view, evidence = _view(request), request.value("evidence")
    if not evidence:
        form = FormValues({"way": "mail"}, {"evidence": "Write how you know"})
        return _answer_page(request, view, form)
    plan = plan_confirm(request.campaign, view.row.reply.addressee)
    return request.redirect(f"/answers/{view.row.id}", request.perform(CONFIRM_CLAIMS, plan, evidence))


def bounces(request: DeskRequest) -> Response:
    """Emails that came back, each with a field for the corrected address."""
    return _machine_page(request, "bounce", "Bounces", FormValues({}), "")


def correct(request: DeskRequest) -> Response:
    """Correct an address."""
    key = request.value("addressee")
    try:
        done = request.perform(CORRECT_ADDRESS, key, request.value("address"))
    except CampaignError as error:
        form = FormValues({"address": request.value("address")}, {"address": error_sentence(error)})
        return _machine_page(request, "bounce", "Bounces", form, key)
    return request.redirect("/answers/bounces", done)


def automatic(request: DeskRequest) -> Response:
    """Automatic answers, apart."""
    return _machine_page(request, "other", "Automatic", FormValues({}), "")


def fetch(request: DeskRequest) -> Response:
    """Read the mailbox now."""
    return request.redirect("/answers", request.perform(FETCH_ANSWERS))


def calls(request: DeskRequest) -> Response:
    """The offices to phone today."""
    return _calls_page(request, FormValues({}), "")


def record_call(request: DeskRequest) -> Response:
    """Record what an office said on the telephone; without a position, only the note."""
    key, form = request.value("addressee"), _position_form(request)
    if form["stance"]:
        done = _record(request, key, FormValues(dict(form.values) | {"way": "phone"}))
    else:
        done = _record_note(request, key, form)
    if isinstance(done, FormValues):
        return _calls_page(request, done, key)
    return request.redirect("/answers/calls", done)


def whip(request: DeskRequest) -> Response:
    """Who is for, open and against, by group and country."""
    return request.page("whip.html", HTTPStatus.OK, whip=whip_count(request.campaign), **_common(request, "Whip count"))


def export_whip(request: DeskRequest) -> Response:
    """Each addressee with the newest position, as a table for spreadsheets."""
    head = ("key", "name", "group", "country", "position", "known_by", "at", "note")
    rows = (
        (
            person.key, person.name, person.group, person.country,
            STANCES.get(position.stance, position.stance) if position else "",
            WAYS.get(position.way, position.way) if position else "",
            position.at.isoformat(timespec="seconds") if position else "", position.note if position else "",
        )
        for person, position in newest_positions(request.campaign)
    )  # fmt: skip
    return table_file("whip-count", request.word("ending"), head, rows)


ROUTES = (
    DeskRoute("/answers", "GET", listing, Right.ANSWERS),
    DeskRoute("/answers.{ending}", "GET", export, Right.EXPORT_PEOPLE),
    DeskRoute("/answers/bounces", "GET", bounces, Right.ANSWERS),
    DeskRoute("/answers/bounces", "POST", correct, Right.ANSWERS),
    DeskRoute("/answers/automatic", "GET", automatic, Right.ANSWERS),
    DeskRoute("/answers/fetch", "POST", fetch, Right.ANSWERS),
    DeskRoute("/answers/calls", "GET", calls, Right.ANSWERS),
    DeskRoute("/answers/calls", "POST", record_call, Right.ANSWERS),
    DeskRoute("/answers/whip", "GET", whip, Right.ANSWERS),
    DeskRoute("/answers/whip.{ending}", "GET", export_whip, Right.EXPORT_PEOPLE),
    DeskRoute("/answers/{answer:int}/confirm", "POST", confirm_sender, Right.ANSWERS),
    DeskRoute("/answers/{answer:int}", "GET", answer, Right.ANSWERS),
    DeskRoute("/answers/{answer:int}", "POST", record_answer, Right.ANSWERS),
)


def _common(request: DeskRequest, here: str) -> dict[str, Any]:
    """What every page of the place shows: its views with their numbers."""
    numbers = count_kinds(request.campaign)
    views = (
        ("Answers", "/answers"), ("Bounces", "/answers/bounces"), ("Automatic", "/answers/automatic"),
        ("Call list", "/answers/calls"), ("Whip count", "/answers/whip"),
    )  # fmt: skip
    return {
        "views": [(label, request.to(path)) for label, path in views],
        "here": here,
        "numbers": numbers,
        "kinds": KIND_WORDS,
        "proofs": PROOFS,
    }


def _view(request: DeskRequest) -> AnswerView:
    return request.need(answer_view(request.campaign, request.number("answer")))


def _position_form(request: DeskRequest) -> FormValues:
    form = typed_values(request, "stance", "way")
    return FormValues(dict(form.values) | {"note": request.text("note")})


def _record(request: DeskRequest, key: str, form: FormValues) -> Any:
    """What `perform` returns, or the form with what is wrong with it."""
    errors = {}
    if form["stance"] not in STANCES:
        errors["stance"] = "Choose a position"
    if form["way"] not in WAYS:
        errors["way"] = "Choose how you know"
    if not form["note"].strip():
        errors["note"] = "Write what the office said, and who said it"
    if errors:
        return form.with_errors(**errors)
    try:
        return request.perform(RECORD_POSITION, key, form["stance"], form["way"], form["note"])
    except CampaignError as error:
        return form.with_errors(note=error_sentence(error))


def _record_note(request: DeskRequest, key: str, form: FormValues) -> Any:
    """What `perform` returns, or the form with what is wrong with it."""
    if not form["note"].strip():
        return form.with_errors(note="Choose a position, or write what came of the call")
    try:
        return request.perform(RECORD_CALL, key, form["note"])
    except CampaignError as error:
        return form.with_errors(note=error_sentence(error))


def _answer_page(request: DeskRequest, view: AnswerView, form: FormValues) -> Response:
    badge, proof = PROOFS[view.row.reply.proof]
    return request.page(
        "answer.html",
        form.status,
        form=form,
        view=view,
        reply=view.row.reply,
        letter=message_preview(view.letter),
        badge=badge,
        proof=proof,
        is_claim=view.row.reply.proof is ReplyProof.CLAIM,
        stances=STANCE_OPTIONS,
        stance_words=STANCES,
        ways=WAY_OPTIONS,
        way_words=WAYS,
        **_common(request, "Answers"),
    )


def _machine_page(request: DeskRequest, kind: str, here: str, form: FormValues, key: str) -> Response:
    before = request.query_number("before", _NEWEST)
    rows = answer_page(request.campaign, kind, before, _ROWS + 1)
    path = "/answers/bounces" if kind == "bounce" else "/answers/automatic"
    reach = letter_reach(request.campaign, request.campaign.letter) if kind == "bounce" else None
    return request.page(
        "machine_answers.html",
        form.status,
        form=form,
        wrong_key=key,
        kind=kind,
        rows=rows[:_ROWS],
        reach=reach,
        addresses={one.addressee.key: one.addressee.address for one in reach.reaches} if reach else {},
        older=request.to(path, before=rows[_ROWS - 1].id) if len(rows) > _ROWS else "",
        newest=request.to(path) if request.query("before") else "",
        **_common(request, here),
    )


def _calls_page(request: DeskRequest, form: FormValues, key: str) -> Response:
    days = min(request.query_number("days", _DAYS), 60)
    due = due_calls(request.campaign, days)
    return request.page(
        "calls.html",
        form.status,
        form=form,
        wrong_key=key,
        calls=due[:_CALLS],
        number=len(due),
        days=days,
        stances=STANCE_OPTIONS,
        **_common(request, "Call list"),
    )


def _answer_row(row: NumberedReply) -> tuple[object, ...]:
    reply = row.reply
    at = reply.at.isoformat(timespec="seconds")
    return at, reply.addressee, reply.name, reply.kind, reply.proof, reply.subject, reply.text
