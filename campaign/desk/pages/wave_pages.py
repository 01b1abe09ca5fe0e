"""A wave: what would be sent and what prevents it, the release, progress, the log, and every email in every form."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from starlette.responses import HTMLResponse, Response

from campaign.core.delivery.records import Delivery
from campaign.core.delivery.states import MEANINGS, WAITING, DeliveryState
from campaign.core.message.message import Message
from campaign.core.team.roles import Right
from campaign.desk.delivery_words import BADGES, state_of, state_words
from campaign.desk.desk_request import DeskRequest
from campaign.desk.email_frame import FRAME_POLICY, in_scheme
from campaign.desk.form_values import FormValues, NumberCheck, number_check
from campaign.desk.pages.send_pages import PURPOSE_WORDS
from campaign.desk.rehearsal.message_view import MessageFile, message_files, view_message
from campaign.desk.route import DeskRoute
from campaign.desk.table_file import table_file
from campaign.errors import Refused
from campaign.services.acts.act import Act
from campaign.services.acts.wave_acts import (
    CANCEL_WAVE,
    DELETE_WAVE,
    PAUSE_WAVE,
    PREPARE_WAVE,
    RELEASE_WAVE,
    RESUME_WAVE,
    TEST_WAVE,
)
from campaign.services.waves.delete import plan_wave_deletion
from campaign.services.waves.emails_to_oneself import plan_trial
from campaign.services.waves.pause_and_cancel import CancelPlan, plan_cancel, plan_pause
from campaign.services.waves.plan import PlannedWave
from campaign.services.waves.plan_inputs import read_wave_inputs
from campaign.services.waves.rehearse import rehearse
from campaign.services.waves.releases import release_of
from campaign.services.waves.second_person import need_other_person
from campaign.services.waves.send import SendPlan, plan_resume
from campaign.services.waves.wave_desk import (
    DeliveryView,
    all_deliveries,
    delivery_page,
    delivery_view,
    plan_release,
    review_wave,
    stored_options,
    wave_by_number,
    wave_progress,
)

Plan = TypeVar("Plan", SendPlan, CancelPlan)

# The views of an email, in the order of their links. The first is its own page.
VIEWS: Mapping[str, str] = {
    "light": "Light",
    "dark": "Dark",
    "phone": "On a phone",
    "text": "Plain text",
    "files": "Attachments",
    "headers": "Headers",
    "history": "History",
}
_FRAMES = {"light": "light", "dark": "dark", "phone": "light"}
_ROWS = 50
_MOST_CHARACTERS = 200_000
_MOST_FAILURES = 20
# Where an obstacle is removed: the words of the link, and the place.
_WAYS_OUT = {
    "letter": ("Go to the letter", "/letter"),
    "signatories": ("Go to the signatories", "/signatories"),
    "addressees": ("Go to the addressees", "/addressees"),
    "settings": ("Go to the settings", "/settings"),
}


def page(request: DeskRequest) -> Response:
    """The wave."""
    return _wave_page(request, _wave(request))


def progress(request: DeskRequest) -> Response:
    """The part of the page that shows how far the wave has come, for the script that refreshes it."""
    wave = _wave(request)
    if not wave.is_released:
        raise request.missing()
    how_far = wave_progress(request.campaign, wave)
    return request.page("wave_progress.html", HTTPStatus.OK, progress=how_far, **_counts(wave))


def prepare_again(request: DeskRequest) -> Response:
    """Make the emails of the wave again, from the letter and the list as they are now."""
    wave = _wave(request)
    done = request.perform(PREPARE_WAVE, stored_options(wave.mailing))
    return request.redirect(f"/send/waves/{done.result.mailing.id}", done)


def release(request: DeskRequest) -> Response:
    """Release the wave, if its number was typed."""
    wave = _wave(request)
    check = number_check(request, wave.number(DeliveryState.PLANNED))
    if not check.is_right:
        return _wave_page(request, wave, check)
    need_other_person(request.campaign, wave.mailing, request.actor)
    plan = plan_release(request.campaign, wave)
    if plan.wave.renewed:
        request.perform(PREPARE_WAVE, stored_options(wave.mailing))
        raise Refused("the emails have changed since you looked at them", fix="look at the wave again, then release it")
    done = request.perform(RELEASE_WAVE, plan, request.actor)
    return request.redirect(_path(wave), done)


def pause(request: DeskRequest) -> Response:
    """Pause the wave."""
    wave = _wave(request)
    why = f"by {request.actor.name}"
    return request.redirect(
        _path(wave), request.perform(PAUSE_WAVE, plan_pause(request.campaign, wave.mailing.wave), why)
    )


def resume(request: DeskRequest) -> Response:
    """What resuming the wave would send, with the field for its number."""
    return _confirm_page(request, _wave(request), "resume")


def resume_now(request: DeskRequest) -> Response:
    """Resume the wave, if its number was typed."""
    wave = _wave(request)
    return _once_confirmed(request, wave, RESUME_WAVE, plan_resume(request.campaign, wave.mailing.wave), "resume")


def cancel(request: DeskRequest) -> Response:
    """What cancelling the wave would stop, with the field for its number."""
    return _confirm_page(request, _wave(request), "cancel")


def cancel_now(request: DeskRequest) -> Response:
    """Cancel what was not sent yet, if its number was typed."""
    wave = _wave(request)
    return _once_confirmed(request, wave, CANCEL_WAVE, plan_cancel(request.campaign, wave.mailing.wave), "cancel")


def delete(request: DeskRequest) -> Response:
    """Delete a wave that was never released."""
    plan = plan_wave_deletion(request.campaign, _wave(request).mailing.wave)
    return request.redirect("/send", request.perform(DELETE_WAVE, plan))


def send_test(request: DeskRequest) -> Response:
    """Send the email of one addressee to the person who asks."""
    wave, view = _wave(request), _view(request)
    account = request.actor.account
    assert account is not None  # the table asks for a session
    plan = plan_trial(
        request.campaign,
        account.address,
        only_first=True,
        purpose=wave.mailing.purpose,
        key=view.delivery.addressee,
    )
    if not plan.messages:
        raise Refused(f"{view.delivery.name} is no longer on the list", fix="prepare the wave again")
    done = request.perform(TEST_WAVE, plan)
    refused = [outcome for outcome in done.result if outcome.code != 250]
    if refused:
        raise Refused(f"the mail server did not take the test email: {refused[0].text}", fix="test the mail account")
    return request.redirect(f"{_path(wave)}/mails/{view.delivery.id}", done)


def run_rehearsal(request: DeskRequest) -> Response:
    """Send the whole wave to a server on this machine, and show what came of it. Nothing leaves this machine."""
    wave = _wave(request)
    inputs = read_wave_inputs(request.campaign, stored_options(wave.mailing))
    result = asyncio.run(rehearse(request.campaign, inputs))
    failures = [delivery for delivery in result.deliveries if delivery.state is not DeliveryState.SENT]
    return request.page(
        "rehearsed.html",
        wave=wave.mailing,
        result=result,
        failures=failures[:_MOST_FAILURES],
        number=len(result.deliveries),
    )


def log(request: DeskRequest) -> Response:
    """The emails of the wave, filtered by state."""
    wave, state, after = _wave(request), state_of(request.query("state")), request.query_number("after", 0)
    rows = delivery_page(request.campaign, wave, state, after, _ROWS + 1)
    path, filters = f"{_path(wave)}/log", {"state": state.value} if state else {}
    return request.page(
        "wave_log.html",
        wave=wave.mailing,
        rows=rows[:_ROWS],
        badges=BADGES,
        state=state.value if state else "",
        counts=wave.counts,
        chips=[(BADGES[state][1], request.to(path))] if state else [],
        older=request.to(path, **filters, after=rows[_ROWS - 1].id) if len(rows) > _ROWS else "",
        newest=request.to(path, **filters) if after else "",
        path=_path(wave),
        query=filters,
        number=wave.number(state) if state else wave.number(),
        meaning=MEANINGS[state] if state else "",
    )


def export(request: DeskRequest) -> Response:
    """The log as a table for spreadsheets."""
    wave, state = _wave(request), state_of(request.query("state"))
    head = ("name", "address", "language", "state", "attempts", "code", "answer", "changed_at", "message_id")
    rows = map(_log_row, all_deliveries(wave, state))
    return table_file(f"wave-{wave.mailing.id}", request.word("ending"), head, rows)


def mail(request: DeskRequest) -> Response:
    """One email."""
    view = _view(request)
    form = request.raw.path_params.get("form", "light")
    if form not in VIEWS:
        raise request.missing()
    message = Message(view.delivery.sender, view.delivery.address, view.content)
    return request.page(
        "wave_mail.html",
        view=view,
        message=view_message(message),
        files=message_files(view.content),
        form_name=form,
        views=VIEWS,
        most=_MOST_CHARACTERS,
        badge=BADGES[view.delivery.state],
        badges=BADGES,
        path=request.to(f"/send/waves/{view.mailing.id}/mails"),
        scheme=_FRAMES.get(form, ""),
    )


def frame(request: DeskRequest) -> Response:
    """The HTML of an email for the frame, in a light or dark scheme."""
    view = _view(request)
    scheme = request.word("scheme")
    if scheme not in ("light", "dark"):
        raise request.missing()
    html = view_message(Message(view.delivery.sender, view.delivery.address, view.content)).html
    content = in_scheme(html, scheme).encode("utf-8", "replace")
    return HTMLResponse(content, headers={"Content-Security-Policy": FRAME_POLICY})


def message_file(request: DeskRequest) -> Response:
    """The whole email as a file."""
    view = _view(request)
    headers = {"Content-Disposition": f'attachment; filename="mail-{view.delivery.id}.eml"'}
    return Response(view.content, media_type="message/rfc822", headers=headers)


def attachment(request: DeskRequest) -> Response:
    """One attachment of an email."""
    files = message_files(_view(request).content)
    number = request.number("number")
    if not 1 <= number <= len(files):
        raise request.missing()
    return _download(files[number - 1], number)


ROUTES = (
    DeskRoute("/send/waves/{wave:int}", "GET", page, Right.SEE),
    DeskRoute("/send/waves/{wave:int}/progress", "GET", progress, Right.SEE),
    DeskRoute("/send/waves/{wave:int}/prepare", "POST", prepare_again, Right.PREPARE_WAVE),
    DeskRoute("/send/waves/{wave:int}/release", "POST", release, Right.RELEASE_WAVE),
    DeskRoute("/send/waves/{wave:int}/pause", "POST", pause, Right.RELEASE_WAVE),
    DeskRoute("/send/waves/{wave:int}/resume", "GET", resume, Right.RELEASE_WAVE),
    DeskRoute("/send/waves/{wave:int}/resume", "POST", resume_now, Right.RELEASE_WAVE),
    DeskRoute("/send/waves/{wave:int}/cancel", "GET", cancel, Right.RELEASE_WAVE),
    DeskRoute("/send/waves/{wave:int}/cancel", "POST", cancel_now, Right.RELEASE_WAVE),
    DeskRoute("/send/waves/{wave:int}/delete", "POST", delete, Right.PREPARE_WAVE),
    DeskRoute("/send/waves/{wave:int}/rehearse", "POST", run_rehearsal, Right.PREPARE_WAVE),
    DeskRoute("/send/waves/{wave:int}/log", "GET", log, Right.SEE),
    DeskRoute("/send/waves/{wave:int}/log.{ending}", "GET", export, Right.EXPORT_PEOPLE),
    DeskRoute("/send/waves/{wave:int}/mails/{mail:int}", "GET", mail, Right.SEE_PEOPLE),
    DeskRoute("/send/waves/{wave:int}/mails/{mail:int}/message.eml", "GET", message_file, Right.SEE_PEOPLE),
    DeskRoute("/send/waves/{wave:int}/mails/{mail:int}/frame/{scheme}", "GET", frame, Right.SEE_PEOPLE),
    DeskRoute("/send/waves/{wave:int}/mails/{mail:int}/files/{number:int}", "GET", attachment, Right.SEE_PEOPLE),
    DeskRoute("/send/waves/{wave:int}/mails/{mail:int}/test", "POST", send_test, Right.PREPARE_WAVE),
    DeskRoute("/send/waves/{wave:int}/mails/{mail:int}/{form}", "GET", mail, Right.SEE_PEOPLE),
)


def _wave(request: DeskRequest) -> PlannedWave:
    return request.need(wave_by_number(request.campaign, request.number("wave")))


def _view(request: DeskRequest) -> DeliveryView:
    return request.need(delivery_view(request.campaign, _wave(request), request.number("mail")))


def _path(wave: PlannedWave) -> str:
    return f"/send/waves/{wave.mailing.id}"


def _counts(wave: PlannedWave) -> dict[str, object]:
    return {"wave": wave.mailing, "states": state_words(wave.counts)}


def _wave_page(request: DeskRequest, wave: PlannedWave, check: NumberCheck | None = None) -> Response:
    first = next(iter(delivery_page(request.campaign, wave, None, 0, 1)), None)
    common = {"purposes": PURPOSE_WORDS, "first": first, **_counts(wave)}
    if wave.is_released:
        release = release_of(request.campaign, wave)
        how_far = wave_progress(request.campaign, wave)
        return request.page("wave_sent.html", HTTPStatus.OK, progress=how_far, release=release, **common)
    review = review_wave(request.campaign, wave, request.actor)
    sender = request.campaign.settings.sender
    form = FormValues({}, {"number": check.error} if check else {})
    return request.page(
        "wave.html",
        form.status,
        form=form,
        review=review,
        check=check or NumberCheck(review.plan.number),
        sender=sender,
        ways_out=_WAYS_OUT,
        has_server=request.campaign.settings.smtp is not None,
        **common,
    )


def _once_confirmed(request: DeskRequest, wave: PlannedWave, act: Act[[Plan], Any], plan: Plan, name: str) -> Response:
    """Do it if the number of the plan was typed; else ask for it again."""
    check = number_check(request, plan.number)
    if not check.is_right:
        return _confirm_page(request, wave, name, check)
    return request.redirect(_path(wave), request.perform(act, plan))


def _confirm_page(request: DeskRequest, wave: PlannedWave, act: str, check: NumberCheck | None = None) -> Response:
    number = wave.number(*WAITING, DeliveryState.PLANNED) if act == "cancel" else wave.number(*WAITING)
    if not number and check is None:
        raise Refused(f"wave {wave.mailing.wave}: no email is waiting", fix="look at its log")
    check = check or NumberCheck(number)
    form = FormValues().with_errors(number=check.error)
    return request.page("wave_confirm.html", form.status, form=form, wave=wave.mailing, act=act, check=check)


def _log_row(delivery: Delivery) -> tuple[object, ...]:
    return (
        delivery.name,
        delivery.address,
        delivery.language,
        BADGES[delivery.state][1],
        delivery.attempts,
        delivery.reply_code,
        delivery.reply_text,
        delivery.changed_at.isoformat(timespec="seconds"),
        delivery.message_id,
    )


def _download(file: MessageFile, number: int) -> Response:
    """A file as a download, whatever its sender called it, so that no browser runs it."""
    is_pdf = file.kind == "application/pdf"
    ending = ".pdf" if is_pdf else ".bin"
    headers = {"Content-Disposition": f'attachment; filename="attachment-{number}{ending}"'}
    return Response(file.data, media_type="application/pdf" if is_pdf else "application/octet-stream", headers=headers)
