"""The audience of a wave, from earlier deliveries and replies."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.adapters.store.ledger import waves
from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import WavePurpose, reasons_left_out
from campaign.services.campaign import Campaign
from campaign.services.sending.answers import answers_by_addressee
from campaign.services.waves.letter_state import LetterState
from campaign.services.waves.options import WaveOptions


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An addressee with an email address who does not receive a wave."""

    addressee: str
    """The addressee's key."""
    name: str
    reason: str
    """The reason, in words for the coordinator."""


@dataclass(frozen=True, slots=True)
class Audience:
    """The people who receive a wave, and those who do not."""

    people: tuple[Addressee, ...]
    """The recipients, in the order of the list; each has an email address."""
    exclusions: tuple[Exclusion, ...] = ()
    """The others with an email address, in the order of the list."""
    first_letters: Mapping[str, str] = field(default_factory=dict)
    """In a wave that follows another: the Message-ID of the first letter to each email address (in lower case)."""
    purpose: WavePurpose = WavePurpose.FIRST
    """The purpose of the wave, which decides on its covering note."""


def wave_audience(campaign: Campaign, state: LetterState, options: WaveOptions) -> Audience:
    """The audience of a wave with these options. Reasons name days in the campaign's time zone."""
    store, again = campaign.store, options.purpose.is_follow_up
    replies = answers_by_addressee(store, state.name, campaign.settings.campaign.zone) if again else {}
    past = store.read(waves.earlier_deliveries, state.name, options.wave)
    exclusion_reasons = reasons_left_out(state.with_address, options.purpose, past, replies, repeat=options.again)
    names = {person.key: person.name for person in state.with_address}
    return Audience(
        people=tuple(person for person in state.with_address if person.key not in exclusion_reasons),
        exclusions=tuple(Exclusion(key, names[key], reason) for key, reason in exclusion_reasons.items()),
        first_letters=store.read(waves.first_message_ids, state.name, options.wave) if again else {},
        purpose=options.purpose,
    )
