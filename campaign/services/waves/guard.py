"""What stands against letting a wave go. Each obstacle is one sentence that says what to do."""

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.records import Dispatch
from campaign.core.delivery.rules import rules_for
from campaign.services.campaign import Campaign
from campaign.services.waves.outlook import Outlook
from campaign.services.waves.plan import Plan, paged

_READ_AT_A_TIME = 1000


def obstacles(campaign: Campaign, outlook: Outlook, plan: Plan) -> tuple[str, ...]:
    """Why the wave must not be released."""
    settings, state, found = campaign.settings, outlook.state, list[str]()
    if state.stale:
        found.append("the text in the folder differs from the frozen version: freeze it again, or put the text back")
    if state.version and plan.dispatch.version != state.version.id:
        found.append("a newer version was frozen since these mails were made: campaign send preview")
    signed, least = len(state.signatories), settings.campaign.minimum_signatories
    if signed < least:
        found.append(f"{signed} organisations sign, the campaign wants at least {least}")
    if rules_for(settings, plan.dispatch.post).is_over(campaign.now()):
        found.append("the deadline has passed")
    number = plan.number()
    if not number and plan.dispatch.purpose.again:
        found.append("nobody is left to write to: who is left out, and why, is named above")
    elif not number and outlook.audience.left_out:
        found.append("all have had this letter in another wave (--again if that is meant)")
    elif not number:
        found.append("there is nobody to write to: campaign addressee import")
    again = () if outlook.aim.again or plan.dispatch.purpose.again else plan.store.read(names_again, plan.dispatch)
    if again:
        found.append(f"already written to in another wave: {joined_names(again)} (--again if that is meant)")
    return tuple(found)


def names_again(db: Database, dispatch: Dispatch) -> tuple[str, ...]:
    """The names of those of a wave who had the letter in another one. An address that came back under another key would
    else get it twice."""
    reached = deliveries.reached(db, dispatch.letter, dispatch.wave)
    if not reached:
        return ()
    every = paged(lambda after: deliveries.deliveries(db, dispatch.id, after, _READ_AT_A_TIME))
    return tuple(mail.name for mail in every if {mail.addressee, mail.mail} & reached)
