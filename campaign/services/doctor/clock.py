"""Clock and zone: the zone's rules, a clock that runs behind what was already written, and the vote ahead."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaign.core.delivery.rules import SendRules
from campaign.services.doctor.result import CheckResult, ok, problem, warning

# A file server's clock may differ a little from ours.
_SLACK = dt.timedelta(minutes=2)
_FORMAT = "%Y-%m-%d %H:%M"


def check_zone(campaign_zone: ZoneInfo, now: dt.datetime) -> CheckResult:
    """The zone's offset at this moment, for a person to see whether it is right."""
    local = now.astimezone(campaign_zone)
    return ok("zone", f"{campaign_zone.key}: it is {local.strftime(_FORMAT)} there, UTC{local.isoformat()[-6:]}")


def check_clock(now: dt.datetime, newest: dt.datetime | None, what: str) -> CheckResult:
    """The system's clock against the newest time that is on record (`what` names it)."""
    if newest is not None and newest - now > _SLACK:
        text = f"this machine says {now.strftime(_FORMAT)} UTC, yet {what} is of {newest.strftime(_FORMAT)} UTC"
        return problem("clock", text, "set the clock: deadlines and sending hours depend on it")
    return ok("clock", f"{now.strftime(_FORMAT)} UTC, not behind anything on record")


def check_vote(vote_at: dt.datetime, rules: SendRules, now: dt.datetime) -> CheckResult:
    """Whether there is time left: nothing is sent after the deadline."""
    campaign_zone = rules.zone
    day = vote_at.astimezone(campaign_zone).strftime(_FORMAT)
    if vote_at <= now:
        return problem(
            "vote", f"the vote was at {day} {campaign_zone.key}", "set vote in [campaign] if there is another"
        )
    if rules.is_over(now):
        deadline = rules.deadline_at.astimezone(campaign_zone).strftime(_FORMAT)
        return problem("vote", f"the deadline passed at {deadline} {campaign_zone.key}", "nothing is sent after it")
    if rules.deadline_at - now < dt.timedelta(days=1):
        return warning("vote", f"at {day} {campaign_zone.key}, and the deadline is less than a day away", "send soon")
    return ok("vote", f"at {day} {campaign_zone.key}, {(vote_at - now).days} days from now")
