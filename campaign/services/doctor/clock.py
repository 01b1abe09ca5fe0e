"""Clock and zone: the zone's rules, a clock that runs behind what was already written, and the vote ahead."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaign.core.delivery.rules import SendRules
from campaign.services.doctor.finding import Finding, ok, problem, warning

# A file server's clock may differ a little from ours.
_SLACK = dt.timedelta(minutes=2)
_SHOWN = "%Y-%m-%d %H:%M"


def zone(where: ZoneInfo, now: dt.datetime) -> Finding:
    """The zone's offset at this moment, for a person to see whether it is right."""
    local = now.astimezone(where)
    return ok("zone", f"{where.key}: it is {local.strftime(_SHOWN)} there, UTC{local.isoformat()[-6:]}")


def clock(now: dt.datetime, newest: dt.datetime | None, what: str) -> Finding:
    """The system's clock against the newest time that is on record (`what` names it)."""
    if newest is not None and newest - now > _SLACK:
        text = f"this machine says {now.strftime(_SHOWN)} UTC, yet {what} is of {newest.strftime(_SHOWN)} UTC"
        return problem("clock", text, "set the clock: deadlines and sending hours depend on it")
    return ok("clock", f"{now.strftime(_SHOWN)} UTC, not behind anything on record")


def vote(vote_at: dt.datetime, rules: SendRules, now: dt.datetime) -> Finding:
    """Whether there is time left: nothing is sent after the deadline."""
    where = rules.zone
    day = vote_at.astimezone(where).strftime(_SHOWN)
    if vote_at <= now:
        return problem("vote", f"the vote was at {day} {where.key}", "set vote in [campaign] if there is another")
    if rules.is_over(now):
        deadline = rules.deadline_at.astimezone(where).strftime(_SHOWN)
        return problem("vote", f"the deadline passed at {deadline} {where.key}", "nothing is sent after it")
    if rules.deadline_at - now < dt.timedelta(days=1):
        return warning("vote", f"at {day} {where.key}, and the deadline is less than a day away", "send soon")
    return ok("vote", f"at {day} {where.key}, {(vote_at - now).days} days from now")
