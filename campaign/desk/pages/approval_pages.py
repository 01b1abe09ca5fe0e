"""The approval queue: one case after the other, approve, skip, refuse, merge; and all that nothing speaks against."""

from http import HTTPStatus

from starlette.responses import Response

from campaign.core.message.preview import MessagePreview, message_preview
from campaign.core.signatories import SignOnState
from campaign.core.signons.differing_words import differing_words
from campaign.core.signons.notice import NoticeKind
from campaign.core.tables.digits import read_digits
from campaign.core.team.roles import Right
from campaign.desk import signatory_words
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import sentence_case
from campaign.desk.form_values import FormValues, NumberCheck, number_check, typed_values
from campaign.desk.pages.signatory_pages import need_view, signatory_views
from campaign.desk.route import DeskRoute
from campaign.errors import Refused, UsageError
from campaign.services.acts.signon_acts import APPROVE, APPROVE_ALL, MERGE, REFUSE
from campaign.services.page_mark import mark_of
from campaign.services.signons.approval_queue import NearSignatory, QueueView, read_queue
from campaign.services.signons.approving import ApprovalPlan, plan_approval
from campaign.services.signons.decision_mail import decision_mail, plan_refusal
from campaign.services.signons.lookup import SignOnView, find_signon
from campaign.services.signons.merging import MergePlan, plan_merge
from campaign.services.signons.one_signatory import need_mark, view_of


def queue(request: DeskRequest) -> Response:
    """The queue, at the next case."""
    after = request.query_number("after", 0)
    queue_view = read_queue(request.campaign, request.actor, after=after or None)
    if queue_view.case is None and after:  # the end was skipped to
        return _queue_page(request, queue_view, is_end=True)
    return _queue_page(request, queue_view)


def case(request: DeskRequest) -> Response:
    """The queue, at one case."""
    queue_view = read_queue(request.campaign, request.actor, signon=request.number("signon"))
    if queue_view.case is None:  # decided meanwhile
        view = need_view(request)
        return request.redirect(f"/signatories/{view.signon.id}")
    return _queue_page(request, queue_view)


def approve(request: DeskRequest) -> Response:
    """List the sign-on of a case, and go to the next one."""
    view = need_view(request)
    need_mark(request.value("mark"), view)
    done = request.perform(APPROVE, view, request.actor.name)
    return request.redirect("/signatories/approve", done, **_after(request))


def refusal(request: DeskRequest) -> Response:
    """The form for a refusal."""
    return _refusal_page(request, need_view(request), FormValues())


def check_refusal(request: DeskRequest) -> Response:
    """The refusal with its email, before it is done."""
    view, form = need_view(request), typed_values(request, "why")
    plan = plan_refusal(request.campaign, view, form["why"])
    if len(form["why"]) > _LONGEST_WHY:
        return _refusal_page(request, view, form.with_errors(why=f"Use at most {_LONGEST_WHY} characters"))
    return request.page("refusal_check.html", plan=plan, signon=view.signon, mark=mark_of(view))


def refuse(request: DeskRequest) -> Response:
    """Refuse a sign-on."""
    view = need_view(request)
    need_mark(request.value("mark"), view)
    done = request.perform(REFUSE, view, request.value("why"), request.actor.name)
    return request.redirect("/signatories/approve", done, **_after(request))


def merger(request: DeskRequest) -> Response:
    """What merging would do; or the question into which sign-on, if the address does not say it."""
    view = need_view(request)
    into = request.query("into")
    if not into:
        return _merge_form(request, view, FormValues())
    try:
        plan = _plan_merge(request, view, into)
    except (UsageError, Refused) as error:
        return _merge_form(request, view, FormValues({"into": into}).with_errors(into=_sentence(error)))
    return request.page(
        "merger.html",
        plan=plan,
        preview=_preview(plan),
        signon=view.signon,
        mark=mark_of(plan.target, plan.duplicate),
    )


def merge(request: DeskRequest) -> Response:
    """Merge two sign-ons of one organisation."""
    target, duplicate = (view_of(request.campaign, _typed_number(request, name)) for name in ("target", "duplicate"))
    if target is None or duplicate is None:
        raise request.missing()
    need_mark(request.value("mark"), target, duplicate)
    done = request.perform(MERGE, plan_merge(request.campaign, target, duplicate), request.actor.name)
    return request.redirect(f"/signatories/{target.signon.id}", done)


def all_without_doubt(request: DeskRequest) -> Response:
    """All sign-ons that nothing speaks against, before they are listed together."""
    plan = plan_approval(request.campaign)
    return _bulk_page(request, plan, NumberCheck(len(plan.cases)))


def approve_all(request: DeskRequest) -> Response:
    """List them all, once their number was typed."""
    plan = plan_approval(request.campaign)
    check = number_check(request, len(plan.cases)) if plan.mails > 1 else None
    if request.value("mark") != _bulk_mark(plan) or (check and not check.is_right):
        return _bulk_page(request, plan, check or NumberCheck(len(plan.cases)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return request.redirect("/signatories/approve", request.perform(APPROVE_ALL, plan, request.actor.name))


ROUTES = (
    DeskRoute("/signatories/approve", "GET", queue, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/approve/all", "GET", all_without_doubt, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/approve/all", "POST", approve_all, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/approve/{signon:int}", "GET", case, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/approve/{signon:int}", "POST", approve, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/refuse", "GET", refusal, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/refuse/check", "POST", check_refusal, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/refuse", "POST", refuse, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/merge", "GET", merger, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/merge", "POST", merge, Right.DECIDE_SIGNONS),
)

_LONGEST_WHY = 2000


def _queue_page(request: DeskRequest, queue_view: QueueView, *, is_end: bool = False) -> Response:
    case = queue_view.case
    return request.page(
        "approve.html",
        view=queue_view,
        case=case,
        is_end=is_end,
        views=signatory_views(request),
        reasons=_reasons(request, queue_view),
        comparison=_comparison(queue_view),
        mail=decision_mail(request.campaign, case.view, NoticeKind.LISTED) if case else None,
        mark=mark_of(case.view) if case else "",
        same=case.judgement.same_as(case.signon.key) if case else "",
        words=signatory_words,
        after=request.query_number("after", 0),
        free=sum(not coming.judgement.against for coming in ((case, *queue_view.following) if case else ())),
    )


def _reasons(request: DeskRequest, queue_view: QueueView) -> list[tuple[str, str, str, str]]:
    """The reasons: badge, word, text, and the page of the sign-on that it is about."""
    if queue_view.case is None:
        return []
    pages = {near.organisation.key: near.view.signon.id for near in queue_view.near if near.view}
    words = {"for": ("ok", "For"), "against": ("ask", "Look"), "remark": ("", "Note")}
    return [
        (
            *words[reason.weight],
            reason.text,
            request.to(f"/signatories/{pages[reason.other]}") if reason.other in pages else "",
        )
        for reason in queue_view.case.judgement.reasons
    ]


def _comparison(queue_view: QueueView) -> list[tuple[str, tuple[tuple[tuple[str, bool], ...], ...]]]:
    """The case beside its near-doubles: a label, and for each of them its words, each with whether it differs."""
    if queue_view.case is None or not queue_view.near:
        return []
    own = _values(queue_view.case.view)
    others = [_near_values(near) for near in queue_view.near]
    rows = []
    for label in own:
        cells = [differing_words(own[label], " ".join(other[label] for other in others))]
        cells += [differing_words(other[label], own[label]) for other in others]
        if any(cells):
            rows.append((label, tuple(cells)))
    return rows


def _values(view: SignOnView) -> dict[str, str]:
    signon, signer = view.signon, view.signer
    return {
        "Name": signon.name,
        "Website": signon.url,
        "Country": signon.country,
        "Person": ", ".join(filter(None, (signer.person, signer.role))) if signer else "",
        "Email": signer.address if signer else "",
        "Logo": "has a logo" if signon.logo else "none",
        "Quote": signon.quote,
        "Came": signatory_words.SOURCES[signon.source],
    }


def _near_values(near: NearSignatory) -> dict[str, str]:
    if near.view:
        return _values(near.view)
    organisation = near.organisation
    return {
        "Name": organisation.name,
        "Website": organisation.url,
        "Country": organisation.country,
        "Person": "",
        "Email": "",
        "Logo": "has a logo" if organisation.logo else "none",
        "Quote": "",
        "Came": "is in the directory only",
    }


def _refusal_page(request: DeskRequest, view: SignOnView, form: FormValues) -> Response:
    plan = plan_refusal(request.campaign, view, form["why"])
    return request.page("refusal.html", form.status, plan=plan, signon=view.signon, form=form)


def _merge_form(request: DeskRequest, view: SignOnView, form: FormValues) -> Response:
    return request.page("merge_into.html", form.status, signon=view.signon, form=form)


def _plan_merge(request: DeskRequest, view: SignOnView, into: str) -> MergePlan:
    """The merge of a sign-on into another; the other way round if only this one has signed."""
    other = find_signon(request.campaign, into)
    signed = (SignOnState.CONFIRMED, SignOnState.LISTED)
    if view.signon.state in signed and other.signon.state not in signed:
        return plan_merge(request.campaign, view, other)
    return plan_merge(request.campaign, other, view)


def _preview(plan: MergePlan) -> MessagePreview | None:
    return message_preview(plan.notice.message) if plan.notice else None


def _bulk_page(
    request: DeskRequest, plan: ApprovalPlan, check: NumberCheck, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    return request.page(
        "approve_all.html", status, plan=plan, check=check, mark=_bulk_mark(plan), words=signatory_words
    )


def _bulk_mark(plan: ApprovalPlan) -> str:
    return mark_of(*(case.view for case in plan.cases))


def _after(request: DeskRequest) -> dict[str, str]:
    """Where the queue goes on: those who were skipped stay behind."""
    after = request.value("after")
    return {"after": after} if after.isdecimal() and after != "0" else {}


def _typed_number(request: DeskRequest, name: str) -> int:
    return read_digits(request.value(name)) or 0


def _sentence(error: UsageError | Refused) -> str:
    return sentence_case(error.message) + (f": {error.fix}" if "use the key" in error.fix else "")
