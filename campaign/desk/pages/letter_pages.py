"""Letter: its text in each language, edited as plain text, with what the checks find beside it."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse, Response

from campaign.core.publish.titles import language_name
from campaign.core.tables.digits import read_digits
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.form_values import FormValues
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError, Problem
from campaign.services.acts.letter_acts import SAVE_TEXT
from campaign.services.letters import drafting
from campaign.services.letters.draft_status import DraftStatus, read_draft_status, read_draft_texts
from campaign.services.letters.drafting import DraftText, SavedText, TextClash

_COMMAND = re.compile(r",? (?:and )?(?:then )?run:? campaign letter translated [\w-]+")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What a check says about a line of a text."""

    problem: Problem
    is_grave: bool
    """Whether it must be fixed before the letter is sent."""


def letter(request: DeskRequest) -> Response:
    """The text of the original, or the way to a first letter."""
    languages = drafting.text_languages(request.campaign)
    if not languages:
        return letter_page(request, "letter_none.html")
    return request.redirect(f"/letter/text/{read_draft_texts(request.campaign).original}")


def text(request: DeskRequest) -> Response:
    """A text with its form, the preview and the findings."""
    return _editor(request, _draft(request))


def text_now(request: DeskRequest) -> Response:
    """The text in the folder, for the script: what a save whose answer was lost has written."""
    return JSONResponse({"text": _draft(request).text})


def save(request: DeskRequest) -> Response:
    """Save the text from the form; on a clash, show both texts."""
    draft = _draft(request)
    try:
        saved = _save(request, draft, request.text("text"), request.text("began_from"))
    except TextClash as clash:
        return clash_page(request, draft, clash)
    except CampaignError as error:
        typed = {name: request.text(name) for name in ("text", "began_from")}
        return _editor(request, draft, FormValues(typed, {"text": error.sentence}))
    return request.redirect(f"/letter/text/{draft.language}", saved="merged" if saved.is_merge else "yes")


def autosave(request: DeskRequest) -> Response:
    """Save the text for the script, which shows the words beside the button."""
    draft = _draft(request)
    try:
        saved = _save(request, draft, request.text("text"), request.text("began_from"))
    except TextClash:
        return JSONResponse({"clash": True}, HTTPStatus.CONFLICT)
    except CampaignError as error:
        return JSONResponse({"error": error.sentence}, HTTPStatus.UNPROCESSABLE_ENTITY)
    local = request.campaign.now().astimezone(request.campaign.settings.campaign.zone)
    return JSONResponse({"text": saved.draft.text, "at": f"{local:%H:%M}", "merged": saved.is_merge})


def choose(request: DeskRequest) -> Response:
    """Save what was chosen for the words that two people changed."""
    draft = _draft(request)
    text, began_from, theirs = (request.text(name) for name in ("text", "began_from", "theirs"))
    choices = [request.value(f"choice-{at}") for at in range(read_digits(request.value("clashes"), 4) or 0)]
    new = drafting.choose_words(text, began_from, theirs, choices)
    try:
        _save(request, draft, new, theirs)
    except TextClash as clash:  # somebody was faster again
        return clash_page(request, draft, clash, new, theirs)
    except CampaignError as error:
        return _editor(request, draft, FormValues({"text": new, "began_from": theirs}, {"text": error.sentence}))
    return request.redirect(f"/letter/text/{draft.language}", saved="yes")


def passage(request: DeskRequest) -> Response:
    """One paragraph, found by a line: what a finding leads to where there is no script."""
    draft = _draft(request)
    first, last = drafting.passage_at(draft.text, request.number("line"))
    lines = draft.text.split("\n")
    rows = [row for row in _findings(request, draft) if first <= (row.problem.line or 0) <= last]
    return letter_page(
        request,
        "letter_passage.html",
        draft=draft,
        first=first,
        last=last,
        words="\n".join(lines[first - 1 : last]),
        rows=rows,
    )


def save_passage(request: DeskRequest) -> Response:
    """Save one paragraph."""
    draft = _draft(request)
    began_from, number = request.text("began_from"), request.number("line")
    new = drafting.replace_passage(began_from, number, request.text("text"))
    try:
        _save(request, draft, new, began_from)
    except TextClash as clash:
        return clash_page(request, draft, clash, new, began_from)
    except CampaignError as error:
        return _editor(request, draft, FormValues({"text": new, "began_from": began_from}, {"text": error.sentence}))
    return request.redirect(f"/letter/text/{draft.language}", saved="yes")


ROUTES = (
    DeskRoute("/letter", "GET", letter, Right.SEE),
    DeskRoute("/letter/text/{language}", "GET", text, Right.SEE),
    DeskRoute("/letter/text/{language}", "POST", save, Right.EDIT),
    DeskRoute("/letter/text/{language}/now", "GET", text_now, Right.EDIT),
    DeskRoute("/letter/text/{language}/autosave", "POST", autosave, Right.EDIT),
    DeskRoute("/letter/text/{language}/choose", "POST", choose, Right.EDIT),
    DeskRoute("/letter/text/{language}/line/{line:int}", "GET", passage, Right.EDIT),
    DeskRoute("/letter/text/{language}/line/{line:int}", "POST", save_passage, Right.EDIT),
)


def letter_page(request: DeskRequest, template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """A page of the letter, with what all of them use."""
    return request.page(template, status, language_name=language_name, at_desk=_at_desk, **values)


def _at_desk(fix: str) -> str:
    """What to do about a finding, for people who have no command line."""
    return _COMMAND.sub(", then confirm it under Translations", fix)


def draft_of_path(request: DeskRequest) -> DraftText:
    """The text that the path names. A language that the letter does not have is not found."""
    language = request.word("language")
    if language not in drafting.text_languages(request.campaign):
        raise request.missing()
    return drafting.read_draft_text(request.campaign, language)


_draft = draft_of_path


def _save(request: DeskRequest, draft: DraftText, text: str, began_from: str) -> SavedText:
    """Save a text. One that is in the folder already is no act."""
    if text == draft.text:
        return SavedText(draft, is_merge=False)
    return request.perform(SAVE_TEXT, draft.language, text, began_from).result


def _editor(request: DeskRequest, draft: DraftText, form: FormValues | None = None) -> Response:
    status = read_draft_status(request.campaign)
    rows = _findings(request, draft, status)
    typed = form["text"] if form else draft.text
    return letter_page(
        request,
        "letter.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK,
        draft=draft,
        form=form or FormValues({"text": typed}),
        began_from=form["began_from"] if form else draft.text,
        rows=rows,
        grave=sum(row.is_grave for row in rows),
        counts=status.check.texts.get(draft.path),
        max_words=request.campaign.settings.campaign.max_words,
        saved=request.query("saved"),
        draft_status=status,
    )


def _findings(request: DeskRequest, draft: DraftText, status: DraftStatus | None = None) -> list[FindingRow]:
    check = (status or read_draft_status(request.campaign)).check
    rows = [FindingRow(problem, is_grave=True) for problem in check.problems]
    rows += [FindingRow(problem, is_grave=False) for problem in check.warnings]
    return sorted((row for row in rows if row.problem.path == draft.path), key=lambda row: row.problem.line or 0)


def clash_page(
    request: DeskRequest, draft: DraftText, clash: TextClash, text: str = "", began_from: str = ""
) -> Response:
    """The page with both texts of words that two people changed. `text` and `began_from` are by default those typed."""
    return letter_page(
        request,
        "letter_clash.html",
        HTTPStatus.CONFLICT,
        draft=draft,
        clashes=drafting.clash_places(clash.merging),
        text=text or request.text("text"),
        began_from=began_from or request.text("began_from"),
        theirs=clash.text,
    )
