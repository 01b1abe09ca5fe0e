"""What stands against letting a wave go. Each obstacle is one sentence that says what to do."""

from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.records import Mailing
from campaign.core.delivery.rules import rules_for
from campaign.services.campaign import Campaign
from campaign.services.waves.inputs import WaveInputs
from campaign.services.waves.plan import PlannedWave, rows_by_page

_ROWS_AT_A_TIME = 1000


def obstacles(campaign: Campaign, inputs: WaveInputs, wave: PlannedWave) -> tuple[str, ...]:
    """Why the wave must not be released."""
    settings, state, reasons = campaign.settings, inputs.state, list[str]()
    if state.is_stale:
        reasons.append("the text in the folder differs from the frozen version: freeze it again, or put the text back")
    if state.version and wave.mailing.version != state.version.id:
        reasons.append("a newer version was frozen since these mails were made: campaign send preview")
    signatory_count, least = len(state.signatories), settings.campaign.minimum_signatories
    if signatory_count < least:
        reasons.append(f"{signatory_count} organisations sign, the campaign wants at least {least}")
    if rules_for(settings, wave.mailing.kind).is_over(campaign.now()):
        reasons.append("the deadline has passed")
    number = wave.number()
    if not number and wave.mailing.purpose.is_follow_up:
        reasons.append("nobody is left to write to: who is left out, and why, is named above")
    elif not number and inputs.audience.exclusions:
        reasons.append("all have had this letter in another wave (--again if that is meant)")
    elif not number:
        reasons.append("there is nobody to write to: campaign addressee import")
    repeated = (
        ()
        if inputs.options.again or wave.mailing.purpose.is_follow_up
        else wave.store.read(names_already_reached, wave.mailing)
    )
    if repeated:
        reasons.append(f"already written to in another wave: {joined_names(repeated)} (--again if that is meant)")
    return tuple(reasons)


def names_already_reached(db: Database, mailing: Mailing) -> tuple[str, ...]:
    """The names of those of a wave who had the letter in another one. An address that came back under another key would
    else get it twice."""
    reached = deliveries.recipients(db, mailing.letter, mailing.wave)
    if not reached:
        return ()
    waves_deliveries = rows_by_page(lambda after: deliveries.deliveries(db, mailing.id, after, _ROWS_AT_A_TIME))
    return tuple(delivery.name for delivery in waves_deliveries if {delivery.addressee, delivery.address} & reached)
