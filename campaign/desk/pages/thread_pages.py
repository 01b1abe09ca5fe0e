"""Commenting on a passage of a draft, suggesting other words for it, and what is done with a thread."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from campaign.core.drafting.suggestion import Suggestion
from campaign.core.drafting.thread import CommentOutcome, DraftReader, OutcomeAnswer, ThreadAudience
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import error_sentence
from campaign.desk.form_values import FormValues
from campaign.desk.pages.draft_pages import choice, draft_of_path, draft_values
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError
from campaign.services.acts.act import Performed
from campaign.services.acts.draft_acts import (
    ACCEPT,
    ANSWER_OUTCOME,
    BEGIN_THREAD,
    OFFER,
    REFUSE_SUGGESTION,
    REOPEN_THREAD,
    REPLY,
    SETTLE_THREAD,
    SUGGEST,
    TAKE_OFFER,
    UNDO_SUGGESTION,
    WITHDRAW_THREAD,
)
from campaign.services.drafting.commenting import CommentRequest
from campaign.services.drafting.draft_view import DraftView, ThreadView, find_thread, reader_of

# What each form of the page of a passage is for, and the field that has its errors.
_COMMENT, _SUGGESTION, _OFFER = "comment", "suggestion", "offer"


def passage(request: DeskRequest) -> Response:
    """A passage with the forms to comment on it and to suggest other words."""
    view = draft_of_path(request)
    return _passage_page(request, view, request.number("number"), FormValues({}))


def comment(request: DeskRequest) -> Response:
    """Begin a thread, about a passage or about the whole letter (passage 0)."""
    return _begin(request, _COMMENT, lambda wanted: request.perform(BEGIN_THREAD, wanted, _reader(request)))


def suggest(request: DeskRequest) -> Response:
    """Suggest other words for a passage."""
    after = request.text("after")
    return _begin(request, _SUGGESTION, lambda wanted: request.perform(SUGGEST, wanted, after, _reader(request)))


def offer(request: DeskRequest) -> Response:
    """Offer words for a passage to the organisation that began a thread."""
    number = int(request.value("thread")) if request.value("thread").isdecimal() else 0

    def act(wanted: CommentRequest) -> Performed[Suggestion]:
        after, reader = request.text("after"), _reader(request)
        return request.perform(OFFER, number, wanted.seen, wanted.passage or 0, after, reader)

    return _begin(request, _OFFER, act)


def thread(request: DeskRequest) -> Response:
    """A thread with all that can be done with it."""
    return _thread_page(request, _thread(request), FormValues({}))


def reply(request: DeskRequest) -> Response:
    """Answer in a thread."""
    return _act(
        request, "text", lambda view: request.perform(REPLY, view.thread.id, request.text("text"), _reader(request))
    )


def settle(request: DeskRequest) -> Response:
    """Say what came of a thread."""

    def act(view: ThreadView) -> Performed[Any]:
        outcome = choice(CommentOutcome, request.value("outcome"))
        return request.perform(SETTLE_THREAD, view.thread.id, outcome, request.text("reason"), _reader(request))

    return _act(request, "outcome", act)


def reopen(request: DeskRequest) -> Response:
    """Open a settled thread again."""
    return _act(request, "outcome", lambda view: request.perform(REOPEN_THREAD, view.thread.id, _reader(request)))


def withdraw(request: DeskRequest) -> Response:
    """Withdraw a thread."""
    return _act(request, "outcome", lambda view: request.perform(WITHDRAW_THREAD, view.thread.id, _reader(request)))


def answer(request: DeskRequest) -> Response:
    """Say whether an outcome is fine."""

    def act(view: ThreadView) -> Performed[Any]:
        chosen = choice(OutcomeAnswer, request.value("answer"))
        return request.perform(ANSWER_OUTCOME, view.thread.id, chosen, _reader(request))

    return _act(request, "outcome", act)


def accept(request: DeskRequest) -> Response:
    """Put a suggestion into the text, or the parts that are ticked."""

    def act(view: ThreadView) -> Performed[Any]:
        parts = [int(number) for number in request.values("part") if number.isascii() and number.isdecimal()]
        return request.perform(ACCEPT, _suggestion(request, view), parts, _reader(request))

    return _act(request, "part", act)


def refuse(request: DeskRequest) -> Response:
    """Refuse a suggestion, or take an offer back."""

    def act(view: ThreadView) -> Performed[Any]:
        return request.perform(REFUSE_SUGGESTION, _suggestion(request, view), request.text("reason"), _reader(request))

    return _act(request, "reason", act)


def undo(request: DeskRequest) -> Response:
    """Undo the decision on a suggestion."""
    return _act(
        request, "part", lambda view: request.perform(UNDO_SUGGESTION, _suggestion(request, view), _reader(request))
    )


def take(request: DeskRequest) -> Response:
    """Put the words that were offered into the text."""
    return _act(request, "part", lambda view: request.perform(TAKE_OFFER, _suggestion(request, view), _reader(request)))


ROUTES = (
    DeskRoute("/draft/thread/{thread:int}", "GET", thread, Right.COMMENT),
    DeskRoute("/draft/thread/{thread:int}/reply", "POST", reply, Right.COMMENT),
    DeskRoute("/draft/thread/{thread:int}/settle", "POST", settle, Right.SETTLE),
    DeskRoute("/draft/thread/{thread:int}/reopen", "POST", reopen, Right.SETTLE),
    DeskRoute("/draft/thread/{thread:int}/withdraw", "POST", withdraw, Right.COMMENT),
    DeskRoute("/draft/thread/{thread:int}/answer", "POST", answer, Right.COMMENT),
    DeskRoute("/draft/thread/{thread:int}/accept", "POST", accept, Right.SETTLE),
    DeskRoute("/draft/thread/{thread:int}/refuse", "POST", refuse, Right.SETTLE),
    DeskRoute("/draft/thread/{thread:int}/undo", "POST", undo, Right.SETTLE),
    DeskRoute("/draft/thread/{thread:int}/take", "POST", take, Right.SUGGEST),
    DeskRoute("/draft/{language}/passage/{number:int}", "GET", passage, Right.COMMENT),
    DeskRoute("/draft/{language}/passage/{number:int}/comment", "POST", comment, Right.COMMENT),
    DeskRoute("/draft/{language}/passage/{number:int}/suggestion", "POST", suggest, Right.SUGGEST),
    DeskRoute("/draft/{language}/passage/{number:int}/offer", "POST", offer, Right.SETTLE),
)


def _reader(request: DeskRequest) -> DraftReader:
    return reader_of(request.actor)


def _thread(request: DeskRequest) -> ThreadView:
    return request.need(find_thread(request.campaign, request.number("thread"), _reader(request)))


def _suggestion(request: DeskRequest, view: ThreadView) -> int:
    """The suggestion of the thread that the form names."""
    known = {str(one.suggestion.id): one.suggestion.id for one in view.suggestions}
    if request.value("suggestion") not in known:
        raise request.missing()
    return known[request.value("suggestion")]


def _act(request: DeskRequest, field: str, act: Callable[[ThreadView], Performed[Any]]) -> Response:
    """Do something with a thread, and show it; on an error show the form as it was typed."""
    view = _thread(request)
    try:
        done = act(view)
    except CampaignError as error:
        typed = {name: request.text(name) for name in ("text", "reason", "outcome")}
        return _thread_page(request, view, FormValues(typed, {field: error_sentence(error)}))
    return request.redirect(f"/draft/thread/{view.thread.id}", done)


def _thread_page(request: DeskRequest, view: ThreadView, form: FormValues) -> Response:
    reader = _reader(request)
    return request.page(
        "draft_thread.html",
        form.status,
        view=view,
        reader=reader,
        speaks=reader.speaks_for(view.thread),
        form=form,
        **draft_values(),
    )


def _begin(request: DeskRequest, kind: str, act: Callable[[CommentRequest], Performed[Any]]) -> Response:
    view, number = draft_of_path(request), request.number("number")
    try:
        wanted = CommentRequest(
            view.draft.language,
            request.text("seen"),
            number or None,
            request.text("quote") if kind == _COMMENT else "",
            request.text("text"),
            choice(ThreadAudience, request.value("audience") or ThreadAudience.EVERYBODY.value),
            is_red_line=request.value("red_line") == "yes",
        )
        done = act(wanted)
    except CampaignError as error:
        names = ("text", "quote", "after", "audience", "red_line", "thread")
        form = FormValues({name: request.text(name) for name in names}, {kind: error_sentence(error)})
        return _passage_page(request, view, number, form)
    anchor = f"#p{number}" if number else "#all"
    answer = request.redirect(f"/draft/{view.draft.language}", done)
    answer.headers["location"] += anchor
    return answer


def _passage_page(request: DeskRequest, view: DraftView, number: int, form: FormValues) -> Response:
    """The page of a passage. If it is no longer there, the first page says so with what was typed."""
    chosen = next((one for one in view.passages if one.number == number), None)
    if number and chosen is None and not form.is_wrong:
        raise request.missing()
    offered = find_thread(request.campaign, request.query_number("for", 0), _reader(request))
    return request.page(
        "draft_passage.html",
        form.status if form.is_wrong else HTTPStatus.OK,
        view=view,
        passage=chosen,
        number=number,
        offered=offered,
        reader=_reader(request),
        form=form,
        **draft_values(),
    )
