"""Whom a wave is for, from the ledger and from what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.adapters.store.ledger import waves
from campaign.core.addressees import Addressee
from campaign.core.delivery.audience import reasons
from campaign.services.campaign import Campaign
from campaign.services.sending.answered import answers
from campaign.services.waves.aim import Aim
from campaign.services.waves.state import LetterState


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody with a mail address who is not written to in a wave."""

    addressee: str
    """The addressee's key."""
    name: str
    why: str
    """One reason, in words."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a wave goes to."""

    people: tuple[Addressee, ...]
    """Those who are written to, in the order of the list; each has a mail address."""
    left_out: tuple[LeftOut, ...] = ()
    """Those who are not, in the order of the list."""
    first_letters: Mapping[str, str] = field(default_factory=dict)
    """In a wave that follows another: by mail address, in small letters, the Message-ID of the first letter that went
    there."""


def audience_of(campaign: Campaign, state: LetterState, aim: Aim) -> Audience:
    """Whom a wave with this aim goes to. Days in the reasons are days in the campaign's zone."""
    store, again = campaign.store, aim.purpose.again
    came_back = answers(store, state.name, campaign.settings.campaign.zone) if again else {}
    past = store.read(waves.past, state.name, aim.wave)
    why = reasons(state.with_mail, aim.purpose, past, came_back, again=aim.again)
    names = {person.key: person.name for person in state.with_mail}
    return Audience(
        people=tuple(person for person in state.with_mail if person.key not in why),
        left_out=tuple(LeftOut(key, names[key], reason) for key, reason in why.items()),
        first_letters=store.read(waves.begun, state.name, aim.wave) if again else {},
    )
