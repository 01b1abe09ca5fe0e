"""Changes that signers of listed sign-ons proposed: how each appears now and would appear, approve or discard."""

from starlette.responses import Response

from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.pages.signatory_pages import need_view, signatory_views
from campaign.desk.route import DeskRoute
from campaign.services.acts.signon_acts import APPROVE_CHANGE, DISCARD_CHANGE
from campaign.services.page_mark import mark_of
from campaign.services.signons.lookup import refusal_of_change
from campaign.services.signons.proposed_changes import ChangeCase, change_logo_png, find_change, read_changes

_FIELDS = {"name": "Name", "url": "Website", "country": "Country", "logo": "Logo", "quote": "Quote"}


def listing(request: DeskRequest) -> Response:
    """All changes that wait."""
    cases = read_changes(request.campaign)
    return request.page(
        "proposed_changes.html",
        cases=[(case, mark_of(case)) for case in cases],
        views=signatory_views(request),
        fields=_FIELDS,
    )


def new_logo(request: DeskRequest) -> Response:
    """The logo that a change would show."""
    case = request.need(find_change(request.campaign, need_view(request)))
    return Response(request.need(change_logo_png(request.campaign, case)), media_type="image/png")


def approve(request: DeskRequest) -> Response:
    """Show the sign-on as proposed."""
    case = _need_case(request)
    done = request.perform(APPROVE_CHANGE, case, request.actor.name)
    return request.redirect("/signatories/changes", done)


def discard(request: DeskRequest) -> Response:
    """Leave the sign-on as it is."""
    case = _need_case(request)
    done = request.perform(DISCARD_CHANGE, case, request.actor.name)
    return request.redirect("/signatories/changes", done)


def _need_case(request: DeskRequest) -> ChangeCase:
    """The change as the page showed it. Raises Refused if it is another one now."""
    view = need_view(request)
    case = find_change(request.campaign, view)
    if case is None or request.value("mark") != mark_of(case):
        raise refusal_of_change(view.signon)
    return case


ROUTES = (
    DeskRoute("/signatories/changes", "GET", listing, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/change/logo", "GET", new_logo, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/change", "POST", approve, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/{signon:int}/change/discard", "POST", discard, Right.DECIDE_SIGNONS),
)
