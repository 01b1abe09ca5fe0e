"""Signatories: the list of all, one of them, its logo, and the export."""

from collections.abc import Iterator
from http import HTTPStatus

from starlette.responses import Response, StreamingResponse

from campaign.core.signons import SignOnKind
from campaign.core.signons.board_filter import BoardFilter, BoardOrder, read_filter
from campaign.core.signons.notice import NoticeKind
from campaign.core.team.roles import Right
from campaign.desk import signatory_words
from campaign.desk.desk_request import DeskRequest
from campaign.desk.form_values import FormValues, typed_values
from campaign.desk.route import DeskRoute
from campaign.errors import UsageError
from campaign.services.acts.signon_acts import (
    ENTER_AGREEMENT,
    EXPORT_SIGNATORIES,
    REMOVE_LOGO,
    SET_LOGO,
    WITHDRAW,
)
from campaign.services.page_mark import mark_of
from campaign.services.signons.consent import plan_agreement
from campaign.services.signons.deciding import plan_withdrawal
from campaign.services.signons.decision_mail import decision_mail
from campaign.services.signons.lookup import SignOnView
from campaign.services.signons.one_signatory import need_mark, read_form, read_signatory, view_of
from campaign.services.signons.signatory_list import EXPORTS, SignatoryList, read_signatories
from campaign.services.signons.signon_logos import can_have_logo, logo_png, plan_logo

_ORDERS = (
    (BoardOrder.NEWEST, "Newest first"),
    (BoardOrder.OLDEST, "Oldest first"),
    (BoardOrder.NAME, "Name"),
    (BoardOrder.COUNTRY, "Country"),
)
_FIELDS = ("kind", "state", "country", "version", "q", "order")


def listing(request: DeskRequest) -> Response:
    """The list of all signatories, filtered and ordered as the address says."""
    wanted = read_filter({name: request.query(name) for name in _FIELDS})
    page = read_signatories(request.campaign, request.actor, wanted, request.query_number("after", 0) or None)
    chips = [
        (words, request.to("/signatories", **_query(wanted, state=state)), number, state == wanted.state)
        for state, words, states in signatory_words.CHIPS
        if (number := sum(page.counts.get(member, 0) for member in states)) or state == wanted.state
    ]
    query = _query(wanted)
    return request.page(
        "signatories.html",
        list=page,
        wanted=wanted,
        words=signatory_words,
        views=signatory_views(request, page),
        here=_here(wanted),
        heading=_heading(page),
        all_count=page.stored,
        all_href=request.to("/signatories", **_query(wanted, state="")),
        state_chips=chips,
        conditions=_conditions(request, page),
        orders=_ORDERS if wanted.kind is SignOnKind.ORGANISATION else _ORDERS[:2],
        query=query,
        first=request.to("/signatories", **query) if request.query("after") else "",
        older=request.to("/signatories", **query, after=page.after) if page.after else "",
        closes_at=request.campaign.settings.signing_closes_at,
        is_person=wanted.kind is SignOnKind.PERSON,
    )


def export(request: DeskRequest) -> Response:
    """The list as a file. A form and not a link, because the record says who exported people's data."""
    ending = request.word("ending")
    if ending not in EXPORTS:
        raise request.missing()
    wanted = read_filter({name: request.value(name) for name in _FIELDS})
    content: Iterator[bytes] = request.perform(EXPORT_SIGNATORIES, wanted, ending).result
    name = f"signatories-{request.campaign.now():%Y-%m-%d}.private.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type=EXPORTS[ending][1], headers=headers)


def one(request: DeskRequest) -> Response:
    """One signatory."""
    signatory = request.need(read_signatory(request.campaign, request.actor, request.number("signon")))
    return request.page(
        "signatory.html",
        signatory=signatory,
        signon=signatory.view.signon,
        signer=signatory.view.signer,
        words=signatory_words,
        may_have_logo=can_have_logo(signatory.view.signon),
        form=FormValues(),
    )


def form_page(request: DeskRequest) -> Response:
    """A form that waits for a confirmation."""
    form = request.need(read_form(request.campaign, request.actor, request.number("submission")))
    if form.signon is not None:
        return request.redirect(f"/signatories/{form.signon}")
    signon, signer = form.as_signon()
    return request.page("signatory_form.html", sent=form, signon=signon, signer=signer, words=signatory_words)


def logo(request: DeskRequest) -> Response:
    """The logo, drawn anew."""
    png = request.need(logo_png(request.campaign, need_view(request).signon))
    return Response(png, media_type="image/png")


def set_logo(request: DeskRequest) -> Response:
    """Set a logo from an uploaded file."""
    view, file = need_view(request), request.file("logo")
    try:
        plan = plan_logo(view, file.content if file else b"")
    except UsageError as error:
        signatory = read_signatory(request.campaign, request.actor, view.signon.id)
        form = FormValues().with_errors(logo=error.message)
        return request.page(
            "signatory.html",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            signatory=signatory,
            signon=view.signon,
            signer=signatory.view.signer if signatory else None,
            words=signatory_words,
            may_have_logo=True,
            form=form,
        )
    return request.redirect(f"/signatories/{view.signon.id}", request.perform(SET_LOGO, plan))


def remove_logo(request: DeskRequest) -> Response:
    """Remove a logo."""
    view = need_view(request)
    return request.redirect(f"/signatories/{view.signon.id}", request.perform(REMOVE_LOGO, view))


def withdrawal(request: DeskRequest) -> Response:
    """What withdrawing for the signer would do."""
    plan = plan_withdrawal(need_view(request))
    mail = decision_mail(request.campaign, plan.view, NoticeKind.WITHDRAWN)
    return request.page("withdrawal.html", plan=plan, signon=plan.view.signon, mail=mail, mark=mark_of(plan.view))


def withdraw(request: DeskRequest) -> Response:
    """Withdraw for the signer."""
    view = need_view(request)
    need_mark(request.value("mark"), view)
    done = request.perform(WITHDRAW, plan_withdrawal(view), request.actor.name)
    return request.redirect(f"/signatories/{view.signon.id}", done)


def agreement(request: DeskRequest) -> Response:
    """The form that enters an agreement to the newest text."""
    return _agreement_page(request, need_view(request), FormValues())


def enter_agreement(request: DeskRequest) -> Response:
    """Enter an agreement, with its evidence."""
    view, form = need_view(request), typed_values(request, "evidence")
    need_mark(request.value("mark"), view)
    if not form["evidence"]:
        return _agreement_page(request, view, form.with_errors(evidence="Say how the agreement came"))
    plan = plan_agreement(request.campaign, view, form["evidence"])
    done = request.perform(ENTER_AGREEMENT, plan, request.actor.name)
    return request.redirect(f"/signatories/{view.signon.id}", done)


def need_view(request: DeskRequest) -> SignOnView:
    """The sign-on that the path names; not found if there is none."""
    return request.need(view_of(request.campaign, request.number("signon")))


def signatory_views(request: DeskRequest, page: SignatoryList | None = None) -> list[tuple[str, str]]:
    """The views of the place, as links."""
    links = []
    if request.actor.may(Right.DECIDE_SIGNONS):
        links = [("To approve", request.to("/signatories/approve")), ("Changes", request.to("/signatories/changes"))]
    links += [("Organisations", request.to("/signatories"))]
    links += [("Individuals", request.to("/signatories", kind="person"))]
    links += [("Invitations", request.to("/signatories/invitations"))]
    if request.actor.may(Right.DECIDE_SIGNONS):
        links += [("Emails to signers", request.to("/signatories/emails"))]
    return [*links, ("Directory", request.to("/signatories/directory"))]


ROUTES = (
    DeskRoute("/signatories", "GET", listing, Right.SEE),
    DeskRoute("/signatories/export/{ending}", "POST", export, Right.EXPORT_PEOPLE),
    DeskRoute("/signatories/forms/{submission:int}", "GET", form_page, Right.SEE_PEOPLE),
    DeskRoute("/signatories/{signon:int}", "GET", one, Right.SEE),
    DeskRoute("/signatories/{signon:int}/logo", "GET", logo, Right.SEE),
    DeskRoute("/signatories/{signon:int}/logo", "POST", set_logo, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/logo/remove", "POST", remove_logo, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/withdraw", "GET", withdrawal, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/withdraw", "POST", withdraw, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/agree", "GET", agreement, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/agree", "POST", enter_agreement, Right.DECIDE_SIGNONS),
)


def _agreement_page(request: DeskRequest, view: SignOnView, form: FormValues) -> Response:
    plan = plan_agreement(request.campaign, view, "-")
    signatory = read_signatory(request.campaign, request.actor, view.signon.id)
    return request.page(
        "agreement.html", form.status, plan=plan, signon=view.signon, signatory=signatory, form=form, mark=mark_of(view)
    )


def _query(wanted: BoardFilter, **changed: str) -> dict[str, str]:
    """The filter as fields of an address, without those that are empty."""
    fields = {
        "kind": "person" if wanted.kind is SignOnKind.PERSON else "",
        "state": wanted.state,
        "country": wanted.country,
        "version": str(wanted.version or ""),
        "q": wanted.text,
        "order": "" if wanted.order is BoardOrder.NEWEST else wanted.order.value,
    } | changed
    return {name: value for name, value in fields.items() if value}


def _conditions(request: DeskRequest, page: SignatoryList) -> list[tuple[str, str]]:
    """The conditions that hold besides the state, each with the address without it."""
    wanted = page.wanted
    number = page.versions.get(wanted.version or 0)
    pairs = (
        ("q", f"“{wanted.text}”", wanted.text),
        ("country", wanted.country, wanted.country),
        ("version", f"agreed to version {number}" if number else "an unknown version", wanted.version),
        ("state", "sure", wanted.state == "sure"),
    )
    return [
        (words, request.to("/signatories", **_query(wanted, **{name: ""}))) for name, words, holds in pairs if holds
    ]


def _here(wanted: BoardFilter) -> str:
    return "Individuals" if wanted.kind is SignOnKind.PERSON else "Organisations"


def _heading(page: SignatoryList) -> str:
    """Its status, in one line."""
    kind = page.wanted.kind
    if not sum(page.counts.values()):
        return f"No {signatory_words.noun_of(kind, 0)} yet"
    noun = signatory_words.noun_of(kind, page.sure)
    return f"{page.sure:,} {noun} {'is' if page.sure == 1 else 'are'} sure"
