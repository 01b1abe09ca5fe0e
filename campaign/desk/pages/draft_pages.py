"""Draft: the text with its comments beside it, the table of all comments, and where the organisations stand."""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar

from starlette.responses import Response

from campaign.core.drafting.signing_position import SigningAnswer
from campaign.core.publish.titles import language_name
from campaign.core.team.roles import Right
from campaign.desk import draft_words
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import error_sentence
from campaign.desk.form_values import FormValues
from campaign.desk.route import DeskRoute
from campaign.desk.table_file import table_file
from campaign.errors import CampaignError
from campaign.services.acts.draft_acts import TAKE_POSITION
from campaign.services.drafting.draft_view import DraftView, ThreadView, read_draft, reader_of
from campaign.services.drafting.signing_positions import PositionRequest, read_positions
from campaign.services.letters import drafting
from campaign.services.letters.draft_status import read_draft_texts

E = TypeVar("E", bound=StrEnum)

_COLUMNS = (
    "number", "language", "passage", "words", "author", "organisation", "readers", "red line", "comments", "suggested",
    "outcome", "reason", "answer",
)  # fmt: skip


def first_draft(request: DeskRequest) -> Response:
    """The draft of the original, or the way to a first letter."""
    if not drafting.text_languages(request.campaign):
        return request.page("draft_none.html")
    return request.redirect(f"/draft/{read_draft_texts(request.campaign).original}")


def draft(request: DeskRequest) -> Response:
    """A draft with what stands beside it."""
    return _draft_page(request, FormValues({}))


def say_position(request: DeskRequest) -> Response:
    """Write where an organisation stands."""
    view = _view(request)
    typed = {name: request.value(name) for name in ("organisation", "answer", "until", "note")}
    form = FormValues(typed | {"threads": " ".join(request.values("thread"))})
    try:
        wanted = _position_request(request, view)
        done = request.perform(TAKE_POSITION, wanted, reader_of(request.actor))
    except CampaignError as error:
        return _draft_page(request, form.with_errors(answer=error_sentence(error)))
    return request.redirect(f"/draft/{view.draft.language}", done)


def comments(request: DeskRequest) -> Response:
    """The table of all comments, with what came of each."""
    return request.page("draft_comments.html", views=_every_view(request), **draft_values())


def export(request: DeskRequest) -> Response:
    """The same table for spreadsheets."""
    return table_file("comments", request.word("ending"), _COLUMNS, map(_row, _every_view(request)))


ROUTES = (
    DeskRoute("/draft", "GET", first_draft, Right.COMMENT),
    DeskRoute("/draft/comments", "GET", comments, Right.COMMENT),
    DeskRoute("/draft/comments.{ending}", "GET", export, Right.COMMENT),
    DeskRoute("/draft/{language}", "GET", draft, Right.COMMENT),
    DeskRoute("/draft/{language}/position", "POST", say_position, Right.COMMENT),
)


def draft_values() -> dict[str, Any]:
    """What all templates of drafts use."""
    return {"words": draft_words, "pieces": draft_words.passage_pieces, "language_name": language_name}


def choice(kind: type[E], value: str) -> E:
    """What was chosen in a form. Raises CampaignError if it is none of the choices."""
    try:
        return kind(value)
    except ValueError:
        raise CampaignError("nothing is chosen", fix="choose one") from None


def draft_of_path(request: DeskRequest) -> DraftView:
    """The draft that the path names. A language that the letter does not have is not found."""
    language = request.word("language")
    if language not in drafting.text_languages(request.campaign):
        raise request.missing()
    return read_draft(request.campaign, language, reader_of(request.actor))


_view = draft_of_path


def _draft_page(request: DeskRequest, form: FormValues) -> Response:
    view, reader = _view(request), reader_of(request.actor)
    positions = read_positions(request.campaign, reader)
    texts = read_draft_texts(request.campaign)
    own = next((one for one in positions if one.organisation == reader.organisation), None)
    return request.page(
        "draft.html",
        form.status,
        view=view,
        reader=reader,
        languages=tuple(texts.letters),
        positions=positions,
        own=own,
        form=form,
        title=texts.title,
        **draft_values(),
    )


def _position_request(request: DeskRequest, view: DraftView) -> PositionRequest:
    return PositionRequest(
        request.value("organisation"),
        choice(SigningAnswer, request.value("answer")),
        _day(request.value("until")),
        tuple(int(number) for number in request.values("thread") if number.isascii() and number.isdecimal()),
        view.draft.language,
        request.value("note"),
    )


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise CampaignError(f"{value} is not a day", fix="write it as 2027-03-11") from None


def _every_view(request: DeskRequest) -> list[ThreadView]:
    reader = reader_of(request.actor)
    languages = drafting.text_languages(request.campaign)
    views = (view for code in languages for view in read_draft(request.campaign, code, reader).threads)
    return sorted(views, key=lambda view: view.thread.id)


def _row(view: ThreadView) -> tuple[object, ...]:
    thread = view.thread
    return (
        thread.id,
        thread.language,
        view.passage or "",
        view.quote,
        thread.author,
        thread.organisation,
        thread.audience.value,
        "yes" if thread.is_red_line else "",
        "\n".join(_comment_lines(view)),
        "\n".join(suggestion.suggestion.after for suggestion in view.suggestions),
        thread.outcome.value if thread.outcome else "open",
        thread.reason,
        thread.answer.value if thread.answer else "",
    )


def _comment_lines(view: ThreadView) -> Iterator[str]:
    for comment in view.comments:
        yield f"{comment.author}: {comment.text}"
