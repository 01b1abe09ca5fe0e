"""The audience of a wave, from earlier deliveries and replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from campaign.adapters.store.ledger import waves
from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import WavePurpose, keys_named, reasons_left_out
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.sending.answers import answers_by_addressee
from campaign.services.waves.letter_state import LetterState
from campaign.services.waves.options import WaveOptions

NOT_SELECTED = "not in the part of the list that this wave goes to"


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
    """The audience of a wave with these options. Reasons name days in the campaign's time zone. Raises UsageError when
    a word of the selection names nobody."""
    store, again = campaign.store, options.purpose.is_follow_up
    replies = answers_by_addressee(store, state.name, campaign.settings.campaign.zone) if again else {}
    past = store.read(waves.earlier_deliveries, state.name, options.wave)
    everybody = tuple(state.with_address)
    reasons = reasons_left_out(everybody, options.purpose, past, replies, repeat=options.again)
    reasons |= _not_selected(everybody, options.selection)
    return Audience(
        people=tuple(person for person in everybody if person.key not in reasons),
        exclusions=tuple(
            Exclusion(person.key, person.name, reasons[person.key]) for person in everybody if person.key in reasons
        ),
        first_letters=store.read(waves.first_message_ids, state.name, options.wave) if again else {},
        purpose=options.purpose,
    )


def _not_selected(people: Sequence[Addressee], selection: Sequence[str]) -> dict[str, str]:
    """Why those are left out who are not in the part of the list that is selected, by key. Raises UsageError."""
    if not selection:
        return {}
    selected: set[str] = set()
    for word in selection:
        keys = keys_named(people, word)
        if not keys:
            fix = "name a country, a group, a part of a name, an id or an email address of the list"
            raise UsageError(f"{word!r} selects no addressee with an email address", fix=fix)
        selected |= keys
    return {person.key: NOT_SELECTED for person in people if person.key not in selected}
