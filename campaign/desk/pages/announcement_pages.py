"""News for signers: the letter was sent, or what came of it. Emails are shown first, and queued with their number."""

from http import HTTPStatus

from starlette.responses import Response

from campaign.core.message.preview import message_preview
from campaign.core.signons.notice import NoticeKind
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.form_values import NumberCheck, check_of_several
from campaign.desk.pages.signatory_pages import signatory_views
from campaign.desk.route import DeskRoute
from campaign.services.acts.signon_acts import ANNOUNCE
from campaign.services.notices.announcing import AnnouncementPlan, plan_announcement
from campaign.services.page_mark import mark_of

_KINDS = {kind.value: kind for kind in (NoticeKind.SENT, NoticeKind.RESULT)}


def announcement(request: DeskRequest) -> Response:
    """Who would get which email."""
    plan = plan_announcement(request.campaign, _kind(request))
    return _page(request, plan, NumberCheck(plan.number))


def announce(request: DeskRequest) -> Response:
    """Queue the emails, once their number was typed."""
    plan = plan_announcement(request.campaign, _kind(request))
    check = check_of_several(request, plan.number)
    if request.value("mark") != _mark(plan):
        return _page(request, plan, NumberCheck(plan.number), HTTPStatus.CONFLICT, is_stale=True)
    if not check.is_right:
        return _page(request, plan, check, HTTPStatus.UNPROCESSABLE_ENTITY)
    return request.redirect("/signatories/emails", request.perform(ANNOUNCE, plan))


ROUTES = (
    DeskRoute("/signatories/news/{what}", "GET", announcement, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/news/{what}", "POST", announce, Right.DECIDE_SIGNONS),
)


def _kind(request: DeskRequest) -> NoticeKind:
    return request.need(_KINDS.get(request.word("what")))


def _page(
    request: DeskRequest,
    plan: AnnouncementPlan,
    check: NumberCheck,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    is_stale: bool = False,
) -> Response:
    return request.page(
        "news.html",
        status,
        plan=plan,
        kind=plan.announcement.kind.value,
        mails=[(mail.language, message_preview(mail.message)) for mail in plan.examples],
        check=check,
        mark=_mark(plan),
        is_stale=is_stale,
        views=signatory_views(request),
    )


def _mark(plan: AnnouncementPlan) -> str:
    """Who gets it, and in which words."""
    return mark_of(tuple(one.signon.id for one in plan.recipients), plan.announcement)
