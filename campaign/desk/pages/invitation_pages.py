"""Invitations and reminders: who has answered, whom to invite, and the emails before they go."""

import datetime as dt
from http import HTTPStatus

from starlette.responses import Response

from campaign.core.delivery.records import PlannedDelivery
from campaign.core.message.preview import MessagePreview, message_preview
from campaign.core.signatories import SignOnState
from campaign.core.signons.board_filter import BoardFilter, BoardOrder
from campaign.core.signons.pasted_contacts import contacts_table
from campaign.core.team.roles import Right
from campaign.desk import signatory_words
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import error_at_desk
from campaign.desk.form_values import FormValues, NumberCheck, check_of_several, typed_values
from campaign.desk.pages.signatory_pages import signatory_views
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError, Problem
from campaign.services.acts.signon_acts import INVITE_ORGANISATIONS, REMIND
from campaign.services.notices.inviting import InvitationPlan, Invitees, plan_invitations, read_invitees
from campaign.services.notices.reminding import DueReminders, due_reminders, plan_reminders
from campaign.services.page_mark import mark_of
from campaign.services.people.importing import table_as_csv
from campaign.services.signons.directory_list import read_uninvited
from campaign.services.signons.signatory_list import read_signatories

_MOST_MAILS = 200
_NAME = "the pasted contacts"


def invitations(request: DeskRequest) -> Response:
    """Who was invited and has not answered, those who wait longest first; and how many answered."""
    state = request.query("state")
    wanted = BoardFilter(
        state=state if state in ("invited", "opened", "promised", "declined") else "silent", order=BoardOrder.OLDEST
    )
    page = read_signatories(request.campaign, request.actor, wanted, request.query_number("after", 0) or None)
    query = {"state": state} if state else {}
    counts = page.counts
    return request.page(
        "invitations.html",
        list=page,
        wanted=wanted,
        words=signatory_words,
        views=signatory_views(request),
        chips=[
            (label, request.to("/signatories/invitations", state=name), counts.get(SignOnState(name), 0), state == name)
            for name, label in _CHIPS
            if counts.get(SignOnState(name)) or state == name
        ],
        silent=sum(counts.get(member, 0) for member in (SignOnState.INVITED, SignOnState.OPENED)),
        soft_deadline=request.campaign.settings.inviting.soft_deadline_at,
        closes_at=request.campaign.settings.signing_closes_at,
        older=request.to("/signatories/invitations", **query, after=page.after) if page.after else "",
        first=request.to("/signatories/invitations", **query) if request.query("after") else "",
        all_href=request.to("/signatories/invitations"),
    )


def new(request: DeskRequest) -> Response:
    """The form that takes contacts; with the organisations of the directory that were not invited, if it asks so."""
    uninvited = read_uninvited(request.campaign)
    table = ""
    if request.query("from") == "directory":
        table = "organisation;person;mail;language\n" + "".join(f"{row.name};;;\n" for row in uninvited)
    return _new_page(request, FormValues({"table": table}))


def check(request: DeskRequest) -> Response:
    """Who would be invited, who not and why, and the very emails."""
    form = typed_values(request, "table")
    file = request.file("file")
    if file and file.content:
        form = FormValues({"table": table_as_csv(file.content, file.name).decode("utf-8-sig", "replace")})
    if not form["table"]:
        return _new_page(request, form.with_errors(table="Paste contacts, or choose a file"))
    return _check_page(request, form, request.campaign.now())


def send(request: DeskRequest) -> Response:
    """Invite those who were shown, with the emails that were shown, once their number was typed."""
    form, at = typed_values(request, "table"), _shown_at(request)
    plan = _plan(request, _invitees(request, form), at)
    if isinstance(plan, str) or plan is None:
        return _check_page(request, form, request.campaign.now(), HTTPStatus.CONFLICT)
    number = check_of_several(request, plan.number)
    if request.value("mark") != mark_of(plan.would_send):
        return _check_page(request, form, request.campaign.now(), HTTPStatus.CONFLICT, is_stale=True)
    if not number.is_right:
        return _check_page(request, form, at, HTTPStatus.UNPROCESSABLE_ENTITY, number)
    return request.redirect("/signatories/invitations", request.perform(INVITE_ORGANISATIONS, plan))


def reminders(request: DeskRequest) -> Response:
    """Who would be reminded, and with which emails."""
    return _reminder_page(request, due_reminders(request.campaign))


def remind(request: DeskRequest) -> Response:
    """Send the reminders as they were shown, once their number was typed."""
    due = due_reminders(request.campaign, _shown_at(request))
    plan = plan_reminders(request.campaign, due)
    number = check_of_several(request, plan.number)
    if request.value("mark") != mark_of(plan.would_send):
        return _reminder_page(request, due_reminders(request.campaign), HTTPStatus.CONFLICT, is_stale=True)
    if not number.is_right:
        return _reminder_page(request, due, HTTPStatus.UNPROCESSABLE_ENTITY, number)
    return request.redirect("/signatories/invitations", request.perform(REMIND, plan))


ROUTES = (
    DeskRoute("/signatories/invitations", "GET", invitations, Right.SEE),
    DeskRoute("/signatories/invitations/new", "GET", new, Right.INVITE),
    DeskRoute("/signatories/invitations/check", "POST", check, Right.INVITE),
    DeskRoute("/signatories/invitations/new", "POST", send, Right.INVITE),
    DeskRoute("/signatories/invitations/remind", "GET", reminders, Right.INVITE),
    DeskRoute("/signatories/invitations/remind", "POST", remind, Right.INVITE),
)

_CHIPS = (("invited", "Invited"), ("opened", "Opened"), ("promised", "Promised"), ("declined", "Declined"))


def _new_page(request: DeskRequest, form: FormValues) -> Response:
    uninvited = len(read_uninvited(request.campaign))
    return request.page("invitation.html", form.status, form=form, uninvited=uninvited)


def _invitees(request: DeskRequest, form: FormValues) -> Invitees:
    return read_invitees(request.campaign, contacts_table(form["table"])[0], _NAME)


def _plan(request: DeskRequest, invitees: Invitees, at: dt.datetime) -> InvitationPlan | str | None:
    """The plan; why there can be none now; None if nobody is left to invite."""
    if not invitees.new:
        return None
    try:
        return plan_invitations(request.campaign, invitees, at)
    except CampaignError as error:
        return error_at_desk(error)


def _check_page(
    request: DeskRequest,
    form: FormValues,
    at: dt.datetime,
    status: HTTPStatus = HTTPStatus.OK,
    number: NumberCheck | None = None,
    *,
    is_stale: bool = False,
) -> Response:
    invitees, added = _invitees(request, form), contacts_table(form["table"])[1]
    plan = _plan(request, invitees, at)
    made = plan if isinstance(plan, InvitationPlan) else None
    return request.page(
        "invitation_check.html",
        status,
        invitees=invitees,
        refused=[_at_line(problem, added) for problem in invitees.reading.refused],
        added=added,
        plan=made,
        obstacle=plan if isinstance(plan, str) else "",
        mails=_previews(made.deliveries) if made else (),
        table=form["table"],
        at=at.isoformat(),
        mark=mark_of(made.would_send) if made else "",
        check=number or NumberCheck(made.number if made else 0),
        is_stale=is_stale,
    )


def _reminder_page(
    request: DeskRequest,
    due: DueReminders,
    status: HTTPStatus = HTTPStatus.OK,
    number: NumberCheck | None = None,
    *,
    is_stale: bool = False,
) -> Response:
    obstacle, plan = "", None
    if due.rows:
        try:
            plan = plan_reminders(request.campaign, due)
        except CampaignError as error:
            obstacle = error_at_desk(error)
    return request.page(
        "reminders.html",
        status,
        due=due,
        plan=plan,
        obstacle=obstacle,
        mails=_previews(plan.deliveries) if plan else (),
        at=due.at.isoformat(),
        mark=mark_of(plan.would_send) if plan else "",
        check=number or NumberCheck(plan.number if plan else 0),
        is_stale=is_stale,
    )


def _previews(deliveries: tuple[PlannedDelivery, ...]) -> list[tuple[PlannedDelivery, MessagePreview]]:
    return [(delivery, message_preview(delivery.message)) for delivery in deliveries[:_MOST_MAILS]]


def _at_line(problem: Problem, added: int) -> str:
    where = f"Line {problem.line - added}: " if problem.line and problem.line > added else ""
    return f"{where}{problem.message}" + (f"; {problem.fix}" if problem.fix else "")


def _shown_at(request: DeskRequest) -> dt.datetime:
    """When the emails were composed that the page showed. A time that cannot be is now: the mark then differs."""
    now = request.campaign.now()
    try:
        at = dt.datetime.fromisoformat(request.value("at"))
    except ValueError:
        return now
    return at if at.tzinfo and now - dt.timedelta(days=1) <= at <= now else now
