"""What stands against letting a wave go. Each obstacle is one sentence that says what to do."""

import datetime as dt

from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.rules import rules_for
from campaign.services.waves.plan import Plan
from campaign.services.waves.situation import Situation


def obstacles(situation: Situation, plan: Plan, reached: frozenset[str], now: dt.datetime) -> tuple[str, ...]:
    """Why the wave must not be released.

    `reached` holds the keys and the mail addresses of those who had the letter in another wave: an address that came
    back under another key would else get it twice.
    """
    campaign = situation.settings.campaign
    found: list[str] = []
    if situation.stale:
        found.append("the text in the folder differs from the frozen version: freeze it again, or put the text back")
    if situation.version and plan.dispatch.version != situation.version.id:
        found.append("a newer version was frozen since these mails were made: campaign send preview")
    signed = len(situation.signatories)
    if signed < campaign.minimum_signatories:
        found.append(f"{signed} organisations sign, the campaign wants at least {campaign.minimum_signatories}")
    if rules_for(situation.settings, plan.dispatch.post).is_over(now):
        found.append("the deadline has passed")
    number = plan.number()
    if not number and plan.dispatch.purpose.again:
        found.append("nobody is left to write to: who is left out, and why, is named above")
    elif not number and situation.left_out:
        found.append("all have had this letter in another wave (--again if that is meant)")
    elif not number:
        found.append("there is nobody to write to: campaign addressee import")
    again = [each.name for each in plan.mails() if {each.addressee, each.mail} & reached] if reached else []
    if again:
        found.append(f"already written to in another wave: {joined_names(again)} (--again if that is meant)")
    return tuple(found)
