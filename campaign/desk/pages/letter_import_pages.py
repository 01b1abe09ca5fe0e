"""Import of the letter's text: pasted, or from a Word or text file, with what to review before anything is written."""

import base64
from pathlib import Path

from starlette.responses import Response

from campaign.core.languages.lookup import is_language_code
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.form_values import FormValues, typed_values
from campaign.desk.pages.letter_pages import clash_page, letter_page
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError, Refused
from campaign.services.acts.letter_acts import ADD_TEXT, IMPORT_LETTER, IMPORT_TEXT
from campaign.services.letters import drafting, intake
from campaign.services.letters.drafting import TextClash

# A first letter is sent twice, so that its addressees and organisations are read from the file itself.
_MOST_BYTES = 8_000_000
_FIELDS = ("pasted", "language")
_PASTED = "pasted.txt"


def form_page(request: DeskRequest) -> Response:
    """The form: paste the text, or choose a file."""
    return _form(request, FormValues())


def check(request: DeskRequest) -> Response:
    """The text as it would be written, and what to review."""
    form, upload = typed_values(request, *_FIELDS), request.file("upload")
    pasted = request.text("pasted")
    if upload is None and not pasted.strip():
        return _form(request, form.with_errors(pasted="Paste the text, or choose a file"))
    if form["language"] and not is_language_code(form["language"].lower()):
        return _form(request, form.with_errors(language="Write a code such as en, de or fr"))
    data = upload.content if upload else pasted.encode()
    name = Path(upload.name.replace("\\", "/").rpartition("/")[2] if upload else _PASTED)
    if len(data) > _MOST_BYTES:
        return _form(request, form.with_errors(upload="The file is larger than 8 MB. Remove its pictures"))
    try:
        if intake.is_first_import(request.campaign):
            plan = intake.plan_import_of(request.campaign, data, name, language=form["language"].lower())
            return _first_page(request, plan, data, name)
        draft = intake.read_draft(data, name, form["language"].lower())
    except CampaignError as error:
        return _form(request, form.with_errors(**{"upload" if upload else "pasted": error.sentence}))
    known = drafting.text_languages(request.campaign)
    old = drafting.read_draft_text(request.campaign, draft.language).text if draft.language in known else ""
    return letter_page(
        request,
        "letter_import_check.html",
        draft=draft,
        text=draft.letter,
        began_from=old,
        is_new=draft.language not in known,
        review=draft.review,
    )


def write(request: DeskRequest) -> Response:
    """Write the text: in place of the one in this language, or as a new language."""
    language, text = request.value("language"), request.text("text")
    if language not in drafting.text_languages(request.campaign):
        return request.redirect(f"/letter/text/{language}", request.perform(ADD_TEXT, language, text))
    began_from = request.text("began_from")
    try:
        done = request.perform(IMPORT_TEXT, language, text, began_from)
    except TextClash as clash:
        draft = drafting.read_draft_text(request.campaign, language)
        return clash_page(request, draft, clash, text, began_from)
    return request.redirect(f"/letter/text/{language}", done)


def write_first(request: DeskRequest) -> Response:
    """Write the first letter, with its addressees and organisations."""
    if not intake.is_first_import(request.campaign):
        raise Refused("there is a letter now; nothing was written", fix="import the text again")
    data = request.packed("data")
    if data is None:
        raise Refused("the file did not arrive whole; nothing was written", fix="import it again")
    name = Path(request.value("name", _PASTED).replace("/", "-"))
    plan = intake.plan_import_of(request.campaign, data, name, language=request.value("language"))
    done = request.perform(IMPORT_LETTER, plan)
    return request.redirect(f"/letter/text/{plan.draft.language}", done)


ROUTES = (
    DeskRoute("/letter/import", "GET", form_page, Right.EDIT),
    DeskRoute("/letter/import/check", "POST", check, Right.EDIT),
    DeskRoute("/letter/import", "POST", write, Right.EDIT),
    DeskRoute("/letter/import/first", "POST", write_first, Right.EDIT),
)


def _form(request: DeskRequest, form: FormValues) -> Response:
    return letter_page(request, "letter_import.html", form.status, form=form)


def _first_page(request: DeskRequest, plan: intake.ImportPlan, data: bytes, name: Path) -> Response:
    return letter_page(
        request,
        "letter_import_first.html",
        plan=plan,
        draft=plan.draft,
        files=[request.campaign.folder.display_path(path) for path in plan.texts],
        data=base64.b64encode(data).decode(),
        name=str(name),
        review=plan.review,
    )
