"""Languages of the letter side by side, and the law that it quotes."""

from dataclasses import dataclass

from starlette.responses import Response

from campaign.core.letters.redline_changes import cut_to_changes, is_changed
from campaign.core.render.html import Fragments, Options, fragments
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import sentence_case
from campaign.desk.form_values import FormValues, typed_values
from campaign.desk.pages.letter_pages import letter_page
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError
from campaign.services.acts.letter_acts import ADD_TEXT, CONFIRM_TRANSLATION
from campaign.services.letters import drafting, law, translations
from campaign.services.letters.draft_status import read_draft_status
from campaign.services.letters.law import DraftComparison, Provision

_REDLINE = Options(anchors=False, top_heading=4)


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """A provision of the law, with what changed between its last two drafts."""

    provision: Provision
    comparison: DraftComparison | None
    redline: Fragments | None
    """None if there is one draft only, or if nothing changed."""


def listing(request: DeskRequest) -> Response:
    """The languages of the letter, and the form that adds one."""
    return _languages_page(request, FormValues())


def add(request: DeskRequest) -> Response:
    """Add a language, beginning with a copy of the original."""
    form = typed_values(request, "code")
    status = read_draft_status(request.campaign)
    text = drafting.read_draft_text(request.campaign, status.original).text
    code = form["code"].lower()
    try:
        done = request.perform(ADD_TEXT, code, drafting.translation_to_write(text, code, status.original))
    except CampaignError as error:
        return _languages_page(request, form.with_errors(code=sentence_case(error.sentence)))
    return request.redirect(f"/letter/text/{code}", done)


def pair(request: DeskRequest) -> Response:
    """A translation beside its original, with what is older than the original."""
    status, language = read_draft_status(request.campaign), request.word("language")
    if language not in status.translations:
        raise request.missing()
    return letter_page(
        request,
        "letter_pairs.html",
        draft_status=status,
        state=status.translations[language],
        beside=translations.read_pairs(request.campaign, language),
        problems=[one for one in status.check.problems if one.path == status.letters[language].path],
    )


def confirm(request: DeskRequest) -> Response:
    """Record that a translation is up to date, as it was on the page."""
    language = request.word("language")
    if language not in read_draft_status(request.campaign).translations:
        raise request.missing()
    done = request.perform(CONFIRM_TRANSLATION, language, request.campaign.letter, request.value("seen", "nothing"))
    return request.redirect(f"/letter/translations/{language}", done)


def quoted_law(request: DeskRequest) -> Response:
    """The annexes and the law: their drafts, what changed, and whether the quotations are current."""
    status, read = read_draft_status(request.campaign), law.read_law(request.campaign)
    return letter_page(
        request,
        "letter_law.html",
        draft_status=status,
        problems=read.problems,
        provisions=tuple(map(_provision, read.provisions())) if read.annexes else (),
        sources=[(label, source) for label, source in status.letters[status.original].law.items()],
        codes={text.path: code for code, text in status.letters.items()},
    )


ROUTES = (
    DeskRoute("/letter/translations", "GET", listing, Right.SEE),
    DeskRoute("/letter/translations", "POST", add, Right.EDIT),
    DeskRoute("/letter/translations/{language}", "GET", pair, Right.SEE),
    DeskRoute("/letter/translations/{language}/confirm", "POST", confirm, Right.EDIT),
    DeskRoute("/letter/law", "GET", quoted_law, Right.SEE),
)


def _languages_page(request: DeskRequest, form: FormValues) -> Response:
    return letter_page(
        request, "letter_languages.html", form.status, draft_status=read_draft_status(request.campaign), form=form
    )


def _provision(provision: Provision) -> ProvisionView:
    comparison = law.compare_drafts(provision, None, None)
    redline = None
    if comparison and is_changed(comparison.redline.blocks):
        redline = fragments(cut_to_changes(comparison.redline), _REDLINE, provision.language)
    return ProvisionView(provision, comparison, redline)
