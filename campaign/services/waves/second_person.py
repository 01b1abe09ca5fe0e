"""Who prepared a wave, and whether somebody else has to release it."""

from campaign.adapters.store.team import act_entries
from campaign.core.delivery.records import Mailing
from campaign.core.team.account import Account, TeamActor
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.team.admission import every_account

PREPARED = "prepare wave"
"""The name of the act in the record."""


def wave_subject(mailing: Mailing) -> str:
    """A wave as the record of acts names it."""
    return f"wave {mailing.wave} of {mailing.letter}"


def preparer_of(campaign: Campaign, mailing: Mailing) -> Account | None:
    """Who prepared a wave last at the desk; None if nobody did, but the command line."""
    entry = campaign.store.read(act_entries.newest, PREPARED, wave_subject(mailing))
    return every_account(campaign).get(entry.account or 0) if entry else None


def second_person_reason(campaign: Campaign, mailing: Mailing, actor: TeamActor) -> str:
    """Why an actor may not release a wave that he or she prepared; "" if nothing speaks against it."""
    if not campaign.settings.sending.second_person:
        return ""
    preparer = preparer_of(campaign, mailing)
    if (preparer.id if preparer else None) != (actor.account.id if actor.account else None):
        return ""
    return "you prepared this wave, and another person has to release it (second_person in [sending])"


def need_other_person(campaign: Campaign, mailing: Mailing, actor: TeamActor) -> None:
    """Raise Refused if another person has to release a wave."""
    if reason := second_person_reason(campaign, mailing, actor):
        raise Refused(reason, fix="ask a colleague who may release waves")
