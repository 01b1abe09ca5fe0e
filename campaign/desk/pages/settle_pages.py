"""Settling: deliveries that are uncertain or were refused, and a database that was restored from a copy."""

from collections import Counter

from starlette.responses import Response

from campaign.core.delivery.states import DeliveryState
from campaign.core.languages.in_english import count_of
from campaign.core.tables.digits import read_digits
from campaign.core.team.roles import Right
from campaign.desk.delivery_words import BADGES
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import error_sentence
from campaign.desk.form_values import FormValues, NumberCheck, number_check, typed_values
from campaign.desk.route import DeskRoute
from campaign.errors import Refused, UsageError
from campaign.services.acts.wave_acts import SETTLE_BY_EVIDENCE, SETTLE_BY_WORD, SETTLE_RESTORE
from campaign.services.replies.settle import (
    Settlement,
    plan_settling_by_mailbox,
    plan_settling_selected,
)
from campaign.services.sending.sending_mark import database_doubt, plan_restore
from campaign.services.waves.wave_desk import delivery_rows

_ROWS = 100
_UNCERTAIN = (
    (DeliveryState.SENT.value, "They arrived", "Or somebody sent them by hand."),
    (DeliveryState.QUEUED.value, "They did not arrive: send them again", "Anyone who received it would get it twice."),
    (DeliveryState.FAILED.value, "They did not arrive: do not send them", ""),
    (DeliveryState.BOUNCED.value, "They came back", "You saw the bounce somewhere else."),
)
_REFUSED = ((DeliveryState.QUEUED.value, "Send them again", "Because the cause is gone: an address that works again."),)
_WAITING = (
    (DeliveryState.SENT.value, "They were sent by hand", "From a mail program, by a contact form or by post."),
    (DeliveryState.FAILED.value, "Do not send them", ""),
)
# The states whose deliveries can be settled: the label, and what may have become of them.
_VIEWS = {
    DeliveryState.UNCERTAIN: ("Uncertain", _UNCERTAIN),
    DeliveryState.FAILED: ("Refused", _REFUSED),
    DeliveryState.QUEUED: ("Waiting", _WAITING),
}


def listing(request: DeskRequest) -> Response:
    """The deliveries of a state, each with a tick."""
    return _listing_page(request, FormValues({}), frozenset())


def check(request: DeskRequest) -> Response:
    """What would be recorded."""
    settlements = _plan(request)
    if isinstance(settlements, FormValues):
        return _listing_page(request, settlements, frozenset(_ticked(request)))
    return _check_page(request, settlements, NumberCheck(len(settlements)))


def settle(request: DeskRequest) -> Response:
    """Record it. For emails that would go again, their number was typed."""
    settlements = _plan(request)
    if isinstance(settlements, FormValues):
        return _listing_page(request, settlements, frozenset(_ticked(request)))
    again = settlements[0].state is DeliveryState.QUEUED
    typed = number_check(request, len(settlements))
    if again and len(settlements) > 1 and not typed.is_right:
        return _check_page(request, settlements, typed)
    done = request.perform(SETTLE_BY_WORD, settlements)
    return request.redirect("/send/settle", done, state=_state(request).value)


def search(request: DeskRequest) -> Response:
    """Look for evidence in the mailbox, and show it. Changes nothing."""
    plan = plan_settling_by_mailbox(request.campaign)
    return request.page("settle_evidence.html", plan=plan, meanings=BADGES)


def settle_by_evidence(request: DeskRequest) -> Response:
    """Look again, and settle what the mailbox proves."""
    plan = plan_settling_by_mailbox(request.campaign)
    if not plan.settlements:
        raise Refused("the mailbox proves nothing about these emails", fix="settle them yourself")
    return request.redirect("/send/settle", request.perform(SETTLE_BY_EVIDENCE, plan))


def restored(request: DeskRequest) -> Response:
    """What is wrong with the database, and the two answers."""
    doubt = database_doubt(request.campaign)
    plan = plan_restore(request.campaign, restored=True) if doubt else None
    check = NumberCheck(plan.number) if plan else None
    return request.page("restored.html", doubt=doubt, plan=plan, form=FormValues(), check=check)


def settle_restored(request: DeskRequest) -> Response:
    """Decide about the database: restored from a copy, for which the number is typed, or the newest."""
    is_restored = request.value("database") != "newest"
    plan = plan_restore(request.campaign, restored=is_restored)
    typed = number_check(request, plan.number)
    if is_restored and plan.number and not typed.is_right:
        form = FormValues().with_errors(number=typed.error)
        return request.page("restored.html", form.status, doubt=plan.doubt, plan=plan, form=form, check=typed)
    done = request.perform(SETTLE_RESTORE, plan)
    return request.redirect("/send/settle" if plan.number else "/send", done)


ROUTES = (
    DeskRoute("/send/settle", "GET", listing, Right.SETTLE_DELIVERIES),
    DeskRoute("/send/settle/check", "POST", check, Right.SETTLE_DELIVERIES),
    DeskRoute("/send/settle", "POST", settle, Right.SETTLE_DELIVERIES),
    DeskRoute("/send/settle/search", "POST", search, Right.SETTLE_DELIVERIES),
    DeskRoute("/send/settle/evidence", "POST", settle_by_evidence, Right.SETTLE_DELIVERIES),
    DeskRoute("/send/restored", "GET", restored, Right.SETTLE_DELIVERIES),
    DeskRoute("/send/restored", "POST", settle_restored, Right.SETTLE_DELIVERIES),
)


def _state(request: DeskRequest) -> DeliveryState:
    value = request.value("state") or request.query("state")
    return next((state for state in _VIEWS if state.value == value), DeliveryState.UNCERTAIN)


def _ticked(request: DeskRequest) -> list[int]:
    return [number for text in request.values("tick") if (number := read_digits(text)) is not None]


def _plan(request: DeskRequest) -> tuple[Settlement, ...] | FormValues:
    """The settlements that the form asks for, or the form with what is wrong with it."""
    form = typed_values(request, "outcome", "evidence", "state")
    errors: dict[str, str] = {}
    ticked = _ticked(request)
    if not ticked:
        errors["ticks"] = "Tick the emails that you know about"
    if form["outcome"] not in {value for value, *_ in _VIEWS[_state(request)][1]}:
        errors["outcome"] = "Choose what happened to them"
    if not form["evidence"]:
        errors["evidence"] = "Say how you know, in a few words"
    if errors:
        return form.with_errors(**errors)
    try:
        return plan_settling_selected(
            request.campaign, ticked, DeliveryState(form["outcome"]), form["evidence"], request.actor.name
        )
    except (UsageError, Refused) as error:
        return form.with_errors(ticks=error_sentence(error))


def _listing_page(request: DeskRequest, form: FormValues, ticked: frozenset[int]) -> Response:
    state, after = _state(request), request.query_number("after", 0)
    rows = delivery_rows(request.campaign, state, after, _ROWS + 1)
    here, options = _VIEWS[state]
    older = request.to("/send/settle", state=state.value, after=rows[_ROWS - 1][0].id) if len(rows) > _ROWS else ""
    return request.page(
        "settle.html",
        form.status,
        form=form,
        views=[(label, request.to("/send/settle", state=one.value)) for one, (label, _) in _VIEWS.items()],
        here=here,
        options=options,
        state=state.value,
        rows=rows[:_ROWS],
        ticked=ticked,
        is_first=not ticked and not form.is_wrong,
        older=older,
        newest=request.to("/send/settle", state=state.value) if after else "",
        has_mailbox=request.campaign.settings.imap is not None,
        doubt=database_doubt(request.campaign),
    )


def _check_page(request: DeskRequest, settlements: tuple[Settlement, ...], check: NumberCheck) -> Response:
    state = _state(request)
    words = {value: label for value, label, _ in _VIEWS[state][1]}
    form = FormValues().with_errors(number=check.error)
    return request.page(
        "settle_check.html",
        form.status,
        form=form,
        check=check,
        settlements=settlements,
        waves=Counter(settlement.delivery.mailing for settlement in settlements),
        state=state.value,
        outcome=settlements[0].state.value,
        outcome_words=words[settlements[0].state.value],
        evidence=request.value("evidence"),
        goes_again=settlements[0].state is DeliveryState.QUEUED,
        label=f"Settle {count_of(len(settlements), 'email')}",
    )
