"""Team: accounts, roles, invitations, sessions; and a person's own account."""

from starlette.background import BackgroundTask
from starlette.responses import Response

from campaign.core.compose.team_mail import TeamMail, invitation_mail
from campaign.core.team.account import NewAccount
from campaign.core.team.roles import MEANINGS, Right, Role
from campaign.desk.desk_request import DeskRequest
from campaign.desk.form_values import FormValues, typed_values
from campaign.desk.route import Access, DeskRoute
from campaign.errors import UsageError
from campaign.services.acts.team_acts import ADMIT, CHANGE_ROLE, END_ACCOUNT, END_SESSIONS
from campaign.services.team import admission
from campaign.services.team.admission import find_account, new_account, read_team
from campaign.services.team.team_mailing import send_team_mail

_OPTIONS = tuple((role.value, role.value.capitalize(), meaning) for role, meaning in MEANINGS.items())
_FIELDS = ("address", "name", "role", "organisation")


def team(request: DeskRequest) -> Response:
    """The people of the team."""
    return request.page("team.html", people=read_team(request.campaign))


def invite(request: DeskRequest) -> Response:
    """The form that admits a person."""
    return _invite_page(request, FormValues({"role": Role.EDITOR.value}))


def check_invitation(request: DeskRequest) -> Response:
    """What would happen: the account, and the email that goes to the person."""
    form = typed_values(request, *_FIELDS)
    new = _new_account(form)
    if isinstance(new, FormValues):
        return _invite_page(request, new)
    return request.page(
        "invite_check.html",
        new=new,
        mail=_invitation(request, new),
        meaning=MEANINGS[new.role],
        has_server=request.campaign.settings.smtp is not None,
    )


def send_invitation(request: DeskRequest) -> Response:
    """Admit the person, and send the email."""
    new = _new_account(typed_values(request, *_FIELDS))
    if isinstance(new, FormValues):
        return _invite_page(request, new)
    answer = request.redirect("/team", request.perform(ADMIT, new))
    answer.background = BackgroundTask(send_team_mail, request.campaign, _invitation(request, new))
    return answer


def person(request: DeskRequest) -> Response:
    """A person: role, sessions, and what can be done."""
    account = find_account(request.campaign, request.number("account"))
    row = next(person for person in read_team(request.campaign) if person.account.id == account.id)
    form = FormValues({"role": account.role.value})
    return request.page("person.html", person=row, form=form, options=_OPTIONS)


def change_role(request: DeskRequest) -> Response:
    """Give a person another role."""
    account, role = request.number("account"), request.value("role")
    if role not in {known.value for known in Role}:
        raise UsageError("you have not chosen a role", fix="choose one of the roles")
    return request.redirect("/team", request.perform(CHANGE_ROLE, account, Role(role)))


def end_sessions(request: DeskRequest) -> Response:
    """Sign a person out everywhere."""
    account = find_account(request.campaign, request.number("account"))
    return request.redirect("/team", request.perform(END_SESSIONS, account.id))


def end_account(request: DeskRequest) -> Response:
    """Take a person out of the team."""
    return request.redirect("/team", request.perform(END_ACCOUNT, request.number("account")))


def own(request: DeskRequest) -> Response:
    """A person's own account, with the browsers in which he or she is signed in."""
    assert request.current is not None  # the table asks for a session
    sessions = next(
        person.sessions
        for person in read_team(request.campaign)
        if person.account.id == request.current.session.account
    )
    return request.page("own.html", sessions=sessions, here=request.current.session.id)


def end_own_session(request: DeskRequest) -> Response:
    """Sign out in one other browser."""
    assert request.current is not None  # the table asks for a session
    admission.end_session(request.campaign, request.current.session.account, request.number("session"))
    return request.redirect("/account")


ROUTES = (
    DeskRoute("/team", "GET", team, Right.DESK),
    DeskRoute("/team/invite", "GET", invite, Right.DESK),
    DeskRoute("/team/invite/check", "POST", check_invitation, Right.DESK),
    DeskRoute("/team/invite", "POST", send_invitation, Right.DESK),
    DeskRoute("/team/{account:int}", "GET", person, Right.DESK),
    DeskRoute("/team/{account:int}/role", "POST", change_role, Right.DESK),
    DeskRoute("/team/{account:int}/sessions", "POST", end_sessions, Right.DESK),
    DeskRoute("/team/{account:int}/end", "POST", end_account, Right.DESK),
    DeskRoute("/account", "GET", own, Access.SIGNED_IN),
    DeskRoute("/account/sessions/{session:int}", "POST", end_own_session, Access.SIGNED_IN),
)


def _invite_page(request: DeskRequest, form: FormValues) -> Response:
    return request.page("invite.html", form.status, form=form, options=_OPTIONS)


def _new_account(form: FormValues) -> NewAccount | FormValues:
    """The new account, or the form with what is wrong with it."""
    errors = {} if form["name"] else {"name": "Type the name, as colleagues know it"}
    if form["role"] not in {role.value for role in Role}:
        errors["role"] = "Choose a role"
    role = Role(form["role"]) if "role" not in errors else Role.READER
    try:
        new = new_account(form["address"], form["name"] or "?", role, form["organisation"])
    except UsageError as error:
        errors["address" if "email address" in error.message else "name"] = error.message
    return form.with_errors(**errors) if errors else new


def _invitation(request: DeskRequest, new: NewAccount) -> TeamMail:
    campaign = request.campaign.settings.campaign.name
    href = f"{request.site.url}/in"
    return invitation_mail(new.address, new.name, campaign, href, new.role, request.actor.name)
