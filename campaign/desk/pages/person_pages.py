"""Personal data: what is stored about a person, its export and erasure, and the purge after the campaign."""

import json
from dataclasses import asdict
from http import HTTPStatus

from starlette.responses import Response

from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import error_sentence
from campaign.desk.form_values import FormValues, NumberCheck, number_check, typed_values
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError
from campaign.services.acts.person_acts import ERASE_PERSON, EXPORT_PERSON, PURGE
from campaign.services.page_mark import mark_of
from campaign.services.people.person import ErasurePlan, plan_erasure, plan_purge


def start(request: DeskRequest) -> Response:
    """The form that asks for an address, and how the purge stands."""
    return _start(request, FormValues())


def look(request: DeskRequest) -> Response:
    """What is stored about a person. The address is sent in a form, so that no address of a page has it."""
    plan = _plan(request)
    return plan if isinstance(plan, Response) else _person(request, plan, NumberCheck(plan.number))


def export(request: DeskRequest) -> Response:
    """All of it as a file, to give to that person."""
    data = request.perform(EXPORT_PERSON, request.value("address")).result
    text = json.dumps(asdict(data), ensure_ascii=False, indent=1, default=str)
    headers = {"Content-Disposition": 'attachment; filename="personal-data.private.json"'}
    return Response(text.encode("utf-8", "replace"), media_type="application/json", headers=headers)


def erase(request: DeskRequest) -> Response:
    """Erase it, once the number was typed."""
    plan = _plan(request)
    if isinstance(plan, Response):
        return plan
    check = number_check(request, plan.number)
    if request.value("mark") != mark_of(plan.data) or not check.is_right:
        return _person(request, plan, check, HTTPStatus.UNPROCESSABLE_ENTITY)
    return request.redirect("/people", request.perform(ERASE_PERSON, plan))


def purge(request: DeskRequest) -> Response:
    """Delete the personal data of all signers, once it is time and the number was typed."""
    plan = plan_purge(request.campaign)
    check = number_check(request, plan.number)
    if not check.is_right:
        return _start(request, FormValues(), check, HTTPStatus.UNPROCESSABLE_ENTITY)
    return request.redirect("/people", request.perform(PURGE, plan))


ROUTES = (
    DeskRoute("/people", "GET", start, Right.DESK),
    DeskRoute("/people", "POST", look, Right.DESK),
    DeskRoute("/people/export", "POST", export, Right.EXPORT_PEOPLE),
    DeskRoute("/people/erase", "POST", erase, Right.DESK),
    DeskRoute("/people/purge", "POST", purge, Right.DESK),
)


def _plan(request: DeskRequest) -> ErasurePlan | Response:
    """What is stored about the person, or the form with what is wrong."""
    form = typed_values(request, "address")
    try:
        return plan_erasure(request.campaign, form["address"])
    except CampaignError as error:
        return _start(request, form.with_errors(address=error_sentence(error)))


def _start(
    request: DeskRequest, form: FormValues, check: NumberCheck | None = None, status: HTTPStatus | None = None
) -> Response:
    plan = plan_purge(request.campaign)
    return request.page(
        "people.html",
        status or form.status,
        form=form,
        plan=plan,
        is_due=request.campaign.now() >= plan.due_at,
        check=check or NumberCheck(plan.number),
    )


def _person(
    request: DeskRequest, plan: ErasurePlan, check: NumberCheck, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    return request.page(
        "people_person.html",
        status,
        plan=plan,
        address=request.value("address"),
        check=check,
        mark=mark_of(plan.data),
    )
