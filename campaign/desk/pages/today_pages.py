"""Today: what needs somebody, the sign-on curve to its goal, waves and replies. Each number opens its list."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from campaign.core.delivery.states import DeliveryState
from campaign.core.languages.in_english import count_of
from campaign.core.signatories import SignOnState
from campaign.core.team.roles import Right
from campaign.core.timetable import STEP_NAMES, DateStatus, Step
from campaign.core.timetable.progress import Progress
from campaign.desk import day_words
from campaign.desk.delivery_words import state_words
from campaign.desk.desk_request import DeskRequest
from campaign.desk.route import DeskRoute
from campaign.desk.signon_curve import sign_on_curve
from campaign.services.acts.act_record import read_acts
from campaign.services.people.editing import has_new_organisations, has_own_rows
from campaign.services.status.today import TodayView, read_today

_RECENT = 7
# Each step, and the page on which it is done.
_STEP_PATHS = {
    Step.SIGN_ON_CLOSES: "/signatories",
    Step.APPROVAL: "/signatories/approve",
    Step.FREEZE: "/letter",
    Step.FIRST: "/send",
    Step.FOLLOW_UP: "/send",
    Step.LAST_CALL: "/send",
}


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something that needs a person, with the page that fixes it."""

    badge: str
    """The class of its state: "stop" for stuck, "ask" for due."""
    when: str
    heading: str
    why: str
    button: str
    path: str
    right: Right
    """Who gets the button."""


def today(request: DeskRequest) -> Response:
    """The first page."""
    view, settings, now = read_today(request.campaign), request.campaign.settings, request.campaign.now()
    zone = settings.campaign.zone
    curve = sign_on_curve(
        view.listed_by_day,
        now.astimezone(zone).date(),
        settings.signing_closes_at.astimezone(zone).date(),
        view.goal,
    )
    due = tuple(_due(request, view, now))
    recent = read_acts(request.campaign, limit=_RECENT).acts if request.actor.may(Right.DESK) else ()
    return request.page(
        "today.html",
        view=view,
        curve=curve,
        due=due,
        due_heading=_due_heading(len(due)),
        unset=tuple(_unset(request)),
        recent=recent,
        waves=tuple((wave, state_words(wave.counts)) for wave in view.waves),
        next_dates=[(STEP_NAMES[step.date.step], step.date.at) for step in view.steps if _is_ahead(step, now)][:2],
        vote_at=settings.campaign.vote_at,
        closes_at=settings.signing_closes_at,
        now=now,
        states=SignOnState,
    )


ROUTES = (DeskRoute("", "GET", today, Right.SEE),)


def _is_ahead(step: DateStatus, now: dt.datetime) -> bool:
    return step.progress is Progress.AHEAD and step.date.at > now


def _due_heading(number: int) -> str:
    if number == 0:
        return "Nothing needs you"
    return "One thing needs you" if number == 1 else f"{number} things need you"


def _due(request: DeskRequest, view: TodayView, now: dt.datetime) -> Iterator[DueRow]:
    """What needs somebody, the worst first."""
    zone = request.campaign.settings.campaign.zone
    if uncertain := view.waiting.uncertain:
        emails = count_of(uncertain, "email")
        yield DueRow(
            "stop",
            "Stuck",
            f"{emails} may or may not have arrived",
            "The connection broke after the text was sent. They are not sent again until you decide.",
            f"Settle {emails}",
            "/send/settle",
            Right.SETTLE_DELIVERIES,
        )
    for wave in view.waves:
        if wave.mailing.paused_at and wave.on_the_way:
            wait = "waits" if wave.on_the_way == 1 else "wait"
            yield DueRow(
                "stop",
                "Stuck",
                f"Wave {wave.mailing.wave} is paused",
                f"{count_of(wave.on_the_way, 'email')} {wait}: {wave.mailing.paused_why or 'somebody paused it'}.",
                "Open the wave",
                f"/send/waves/{wave.mailing.id}",
                Right.RELEASE_WAVE,
            )
        elif not wave.mailing.released_at and wave.counts.get(DeliveryState.PLANNED):
            yield DueRow(
                "ask",
                "Prepared",
                f"Wave {wave.mailing.wave} is prepared and not released",
                "None of its emails is sent until somebody releases it.",
                "Open the wave",
                f"/send/waves/{wave.mailing.id}",
                Right.RELEASE_WAVE,
            )
    if waiting := view.waiting.signons:
        yield DueRow(
            "ask",
            "Due now",
            f"{count_of(waiting, 'sign-on')} {'waits' if waiting == 1 else 'wait'} for your approval",
            "The signers have confirmed. They are listed once you approve.",
            f"Review {count_of(waiting, 'sign-on')}",
            "/signatories/approve",
            Right.DECIDE_SIGNONS,
        )
    if changes := view.waiting.changes:
        yield DueRow(
            "ask",
            "Due now",
            f"{count_of(changes, 'change')} of listed signatories {'waits' if changes == 1 else 'wait'} for you",
            "The page shows them as before until you approve the change.",
            f"See {count_of(changes, 'change')}",
            "/signatories/changes",
            Right.DECIDE_SIGNONS,
        )
    for step in view.steps:
        if step.progress is Progress.LATE:
            day = day_words.near_day(step.date.at.astimezone(zone).date(), now.astimezone(zone).date())
            yield DueRow(
                "stop",
                "Late",
                f"{STEP_NAMES[step.date.step].capitalize()} was due on {day}",
                "The timetable counts back from the vote.",
                "Go there",
                _STEP_PATHS[step.date.step],
                Right.SEE,
            )
    if view.is_stale:
        yield DueRow(
            "ask",
            "Open",
            "The text has changed since it was frozen",
            "The frozen version is sent and shown until you freeze a new one.",
            "See the changes",
            "/letter",
            Right.EDIT,
        )
    if view.missed:
        people = count_of(view.missed, "addressee")
        yield DueRow(
            "ask",
            "Open",
            f"{people} {'has' if view.missed == 1 else 'have'} not received the letter",
            "Added after the wave, email cancelled or returned, or the address is new.",
            "See who",
            "/send/missed",
            Right.SEE,
        )
    yield from _first_steps(request, view)


def _unset(request: DeskRequest) -> Iterator[tuple[str, str]]:
    """What cannot be done because a setting is missing, and the table of the settings that has it."""
    settings = request.campaign.settings
    if settings.smtp is None:
        yield "No mail server is set, so no email can be sent.", "smtp"
    if not settings.campaign.public_url:
        yield "The letter has no public address, so nobody can sign it.", "campaign"


def _first_steps(request: DeskRequest, view: TodayView) -> Iterator[DueRow]:
    """What a new campaign needs before anything else can happen."""
    if not view.version:
        yield DueRow(
            "ask",
            "To begin",
            "No version of the letter is frozen yet",
            "People sign a frozen version, so that the words above their names stay the same.",
            "Open the letter",
            "/letter",
            Right.EDIT,
        )
    if not view.addressees:
        has_table = has_own_rows(request.campaign, request.campaign.letter)
        yield DueRow(
            "ask",
            "To begin",
            "The letter has no addressees yet",
            "The letter's folder has a table of addressees."
            if has_table
            else "Import the list of the people who decide, or add them one by one.",
            "See what its table would add" if has_table else "Import a list",
            "/addressees/import/own" if has_table else "/addressees/import",
            Right.PREPARE_WAVE,
        )
    if not view.version and has_new_organisations(request.campaign):
        yield DueRow(
            "ask",
            "To begin",
            "The directory's table has organisations that are not imported",
            "The directory gives a sign-on its name, website, country and logo.",
            "See what its table would add",
            "/signatories/directory/import/own",
            Right.DECIDE_SIGNONS,
        )
    if view.version and not any(view.organisations.values()):
        yield DueRow(
            "ask",
            "To begin",
            "Nobody is invited yet",
            "Each invitation has its own link. With it, an organisation can sign in a minute.",
            "Invite organisations",
            "/signatories/invitations",
            Right.INVITE,
        )
