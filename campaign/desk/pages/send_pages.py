"""Send: the waves on a timeline back from the vote, preparing a wave, and the covering notes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.states import DeliveryState
from campaign.core.languages.in_english import count_of
from campaign.core.settings.kinds import InvalidValue
from campaign.core.settings.times import instant, moment
from campaign.core.team.roles import Right
from campaign.core.timetable import STEP_NAMES, Step
from campaign.desk.delivery_words import state_words
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import error_sentence, sentence_case
from campaign.desk.form_values import FormValues, typed_values
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError, UsageError
from campaign.services.acts.wave_acts import PREPARE_WAVE, SAVE_NOTE
from campaign.services.sending.sending_mark import database_doubt
from campaign.services.status.today import TodayView, WaveView, read_today
from campaign.services.waves.note_files import NoteFile, read_notes
from campaign.services.waves.options import wave_options
from campaign.services.waves.reach import letter_reach
from campaign.services.waves.wave_desk import need_wave_name

PURPOSES = (
    (WavePurpose.FIRST, "First letter", "Sent to those who have not received the letter."),
    (WavePurpose.FOLLOW_UP, "Follow-up", "Sent to those who received it and have not answered."),
    (WavePurpose.LAST_CALL, "Last call", "Sent to them once more, shortly before the vote."),
)
PURPOSE_WORDS = {purpose: words for purpose, words, _ in PURPOSES}
_OPTIONS = tuple((purpose.value, words, about) for purpose, words, about in PURPOSES)
_WAVE_STEPS = {purpose.step: purpose for purpose in WavePurpose}
_FIELDS = ("wave", "purpose", "day", "time")
_MISSED_ROWS = 200


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """Something on the timeline: a wave, a date, today, the vote."""

    at: dt.datetime | None
    kind: str
    """The class of its mark: past, here, vote, or ""."""
    label: str
    path: str = ""
    states: tuple[tuple[str, str, str], ...] = ()
    """Badge, words and path of each state."""
    soft: str = ""


def board(request: DeskRequest) -> Response:
    """The timeline, and the waves in a table."""
    view = read_today(request.campaign)
    return request.page(
        "send.html",
        points=tuple(_timeline(request, view)),
        waves=tuple((wave, state_words(wave.counts)) for wave in reversed(view.waves)),
        purposes=PURPOSE_WORDS,
        uncertain=view.waiting.uncertain,
        failed=sum(wave.counts.get(DeliveryState.FAILED, 0) for wave in view.waves),
        moving=[wave for wave in view.waves if wave.mailing.released_at and wave.on_the_way],
        is_stale=view.is_stale,
        version=view.version,
        addressees=view.addressees,
        has_gone=any(wave.has_gone for wave in view.waves),
        doubt=database_doubt(request.campaign),
        heading=_heading(view),
    )


def prepare(request: DeskRequest) -> Response:
    """The form for a new wave."""
    purpose = request.query("purpose")
    purpose = purpose if purpose in {known.value for known in WavePurpose} else ""
    wave = request.query("wave")
    return _prepare_page(request, FormValues({"purpose": purpose or "first", "wave": wave or purpose or "first"}))


def prepare_wave(request: DeskRequest) -> Response:
    """Build the emails of a wave, and go to the page that shows them."""
    form = typed_values(request, *_FIELDS)
    errors: dict[str, str] = {}
    at: dt.datetime | None = None
    if form["purpose"] not in {purpose.value for purpose in WavePurpose}:
        errors["purpose"] = "Choose what the wave is for"
    try:
        name = need_wave_name(form["wave"])
    except UsageError as error:
        errors["wave"], name = error_sentence(error), ""
    try:
        at = _start(request, form["day"], form["time"])
    except UsageError as error:
        errors["day"] = error_sentence(error)
    if errors:
        return _prepare_page(request, form.with_errors(**errors))
    try:
        options = wave_options(request.campaign, name, WavePurpose(form["purpose"]), at, again=False)
        done = request.perform(PREPARE_WAVE, options)
    except CampaignError as error:
        return _prepare_page(request, form.with_errors(wave=error_sentence(error)))
    return request.redirect(f"/send/waves/{done.result.mailing.id}", done)


def notes(request: DeskRequest) -> Response:
    """The covering notes of a purpose."""
    purpose = _purpose(request)
    return _notes_page(request, purpose, read_notes(request.campaign, purpose))


def save_note(request: DeskRequest) -> Response:
    """Write a note."""
    purpose, language = _purpose(request), request.value("language")
    text, before = request.text("text"), request.text("before")
    try:
        done = request.perform(SAVE_NOTE, purpose, language, before, text)
    except CampaignError as error:
        form = FormValues({f"text-{language}": text}).with_errors(**{f"text-{language}": error_sentence(error)})
        return _notes_page(request, purpose, read_notes(request.campaign, purpose), form)
    return request.redirect(f"/send/notes/{purpose}", done)


def missed(request: DeskRequest) -> Response:
    """Who on the list has not had the letter, and why."""
    reach = letter_reach(request.campaign, request.campaign.letter)
    return request.page("missed.html", reach=reach, rows=reach.missed[:_MISSED_ROWS], most=_MISSED_ROWS)


ROUTES = (
    DeskRoute("/send", "GET", board, Right.SEE),
    DeskRoute("/send/prepare", "GET", prepare, Right.PREPARE_WAVE),
    DeskRoute("/send/prepare", "POST", prepare_wave, Right.PREPARE_WAVE),
    DeskRoute("/send/missed", "GET", missed, Right.SEE),
    DeskRoute("/send/notes/{purpose}", "GET", notes, Right.PREPARE_WAVE),
    DeskRoute("/send/notes/{purpose}", "POST", save_note, Right.PREPARE_WAVE),
)


def _heading(view: TodayView) -> str:
    if not view.waves:
        return "No wave yet"
    released = sum(1 for wave in view.waves if wave.mailing.released_at)
    planned = len(view.waves) - released
    return f"{count_of(released, 'wave')} released" + (f", {planned} prepared" if planned else "")


def _timeline(request: DeskRequest, view: TodayView) -> Iterator[TimelinePoint]:
    """Everything on the timeline, in order."""
    now, vote = request.campaign.now(), request.campaign.settings.campaign.vote_at
    points = [_wave_point(wave, now) for wave in view.waves]
    has_wave = {wave.mailing.purpose for wave in view.waves}
    for step in view.steps:
        purpose = _WAVE_STEPS.get(step.date.step)
        label = sentence_case(STEP_NAMES[step.date.step])
        kind = "past" if step.date.at < now else ""
        if step.date.step is Step.SIGN_ON_CLOSES:
            points.append(TimelinePoint(step.date.at, kind, label))
        elif purpose and purpose not in has_wave:
            path = f"/send/prepare?purpose={purpose}"
            points.append(TimelinePoint(step.date.at, "", label, path, (("ask", "not prepared", path),)))
    points.append(TimelinePoint(now, "here", "Today"))
    points.append(TimelinePoint(vote, "vote", "Vote", soft="nothing is sent after it"))
    yield from sorted(points, key=lambda point: (point.at or now, point.kind == "here"))


def _wave_point(view: WaveView, now: dt.datetime) -> TimelinePoint:
    path = f"/send/waves/{view.mailing.id}"
    states = tuple((badge, words, path) for _, badge, words in state_words(view.counts))
    if view.mailing.released_at:
        at = max(view.mailing.released_at, view.planned_for or view.mailing.released_at)
        kind = "past" if view.has_gone and not view.on_the_way else ""
        return TimelinePoint(at, kind, f"Wave {view.mailing.wave}", path, states)
    start = view.planned_for if view.planned_for and view.planned_for > now else None
    return TimelinePoint(start, "", f"Wave {view.mailing.wave}", path, (("ask", "not released", path), *states))


def _prepare_page(request: DeskRequest, form: FormValues) -> Response:
    settings = request.campaign.settings
    return request.page(
        "prepare.html",
        form.status,
        form=form,
        options=_OPTIONS,
        zone=settings.campaign.zone.key,
        view=read_today(request.campaign),
    )


def _notes_page(
    request: DeskRequest, purpose: WavePurpose, files: tuple[NoteFile, ...], form: FormValues | None = None
) -> Response:
    values = {f"text-{note.language}": note.text for note in files}
    form = FormValues(values | dict(form.values), form.errors) if form else FormValues(values)
    return request.page("covering_notes.html", form.status, purpose=purpose, purposes=PURPOSES, notes=files, form=form)


def _purpose(request: DeskRequest) -> WavePurpose:
    word = request.word("purpose")
    if word not in {purpose.value for purpose in WavePurpose}:
        raise request.missing()
    return WavePurpose(word)


def _start(request: DeskRequest, day: str, time: str) -> dt.datetime | None:
    """The earliest start that was typed; None for the timetable's. Raises UsageError."""
    if not day and not time:
        return None
    if not day:
        raise UsageError("the day is missing", fix="choose a day, or leave the time empty too")
    settings = request.campaign.settings.campaign
    try:
        at = instant(moment(f"{day} {time or '00:00'}"), settings.zone)
    except InvalidValue:
        raise UsageError(f"{day} {time} is not a day and a time", fix="write them as 2027-04-20 and 09:00") from None
    if at >= settings.deadline_at:
        raise UsageError("nothing is sent at that time: it is after the deadline", fix="choose an earlier one")
    return at
