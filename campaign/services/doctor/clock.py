"""Checks of the time zone, the system clock and the date of the vote."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaign.core.delivery.rules import SendRules
from campaign.services.doctor.result import CheckResult, ok, problem, warning

# The clock of a file server may differ a little.
_SLACK = dt.timedelta(minutes=2)
_FORMAT = "%Y-%m-%d %H:%M"


def check_zone(campaign_zone: ZoneInfo, now: dt.datetime) -> CheckResult:
    """The zone's current time and offset, so that a person can see whether it is right."""
    local = now.astimezone(campaign_zone)
    return ok("zone", f"{campaign_zone.key}: it is {local.strftime(_FORMAT)} there, UTC{local.isoformat()[-6:]}")


def check_clock(now: dt.datetime, newest: dt.datetime | None, what: str) -> CheckResult:
    """Compare the system clock with the newest recorded time; `what` names its source."""
    if newest is not None and newest - now > _SLACK:
        text = f"the clock says {now.strftime(_FORMAT)} UTC, but {what} is from {newest.strftime(_FORMAT)} UTC"
        return problem("clock", text, "set the clock: deadlines and sending hours depend on it")
    return ok("clock", f"{now.strftime(_FORMAT)} UTC, later than everything in the campaign")


def check_vote(vote_at: dt.datetime, rules: SendRules, now: dt.datetime) -> CheckResult:
    """Whether there is time left before the deadline, after which nothing is sent."""
    campaign_zone = rules.zone
    day = vote_at.astimezone(campaign_zone).strftime(_FORMAT)
    if vote_at <= now:
        return problem(
            "vote", f"the vote was at {day} {campaign_zone.key}", "if there is another vote, set vote in [campaign]"
        )
    if rules.is_over(now):
        deadline = rules.deadline_at.astimezone(campaign_zone).strftime(_FORMAT)
        return problem("vote", f"the deadline passed at {deadline} {campaign_zone.key}", "nothing is sent after it")
    if rules.deadline_at - now < dt.timedelta(days=1):
        return warning("vote", f"at {day} {campaign_zone.key}, and the deadline is less than a day away", "send soon")
    return ok("vote", f"at {day} {campaign_zone.key}, {(vote_at - now).days} days from now")
