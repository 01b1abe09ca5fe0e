"""Who on the list has had the letter, and the wave that would go to those who have not."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.adapters.store import people
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries, waves
from campaign.core.delivery.audience import WavePurpose
from campaign.core.delivery.reach import Reach, missed, reach_of
from campaign.core.delivery.records import Mailing, MailingKind
from campaign.services.campaign import Campaign

_LATE_WAVE = "late"


@dataclass(frozen=True, slots=True)
class LetterReach:
    """How far a letter has come to its addressees."""

    reaches: tuple[Reach, ...]
    """One for each addressee, in the order of the list; empty before the first wave is released."""
    next_wave: str
    """An unused name for the wave to those who have not had the letter."""

    @property
    def missed(self) -> tuple[Reach, ...]:
        """Those who have an email address and have not had the letter."""
        return missed(self.reaches)

    @property
    def to_send(self) -> tuple[Reach, ...]:
        """Those to whom another wave would go."""
        return tuple(reach for reach in self.reaches if reach.can_send)


def letter_reach(campaign: Campaign, letter: str) -> LetterReach:
    """Read how far a letter has come."""
    return campaign.store.read(read_reach, letter)


def missed_lines(reaches: Sequence[Reach]) -> tuple[str, ...]:
    """One line for each addressee who has not received the letter: "Ann Lee: added after wave first"."""
    return tuple(f"{reach.addressee.name}: {reach.why}" for reach in reaches)


def read_reach(db: Database, letter: str) -> LetterReach:
    """The same, as a function for `Store.read`."""
    mailings = [mailing for mailing in deliveries.mailings(db, letter) if mailing.kind is MailingKind.LETTER]
    first_waves = [mailing for mailing in mailings if mailing.released_at and mailing.purpose is WavePurpose.FIRST]
    if not first_waves:
        return LetterReach((), "")
    past = waves.earlier_deliveries(db, letter, "")
    last = max(first_waves, key=lambda mailing: (mailing.released_at, mailing.id))
    return LetterReach(reach_of(people.addressees(db, letter), past, last.wave), _unused_name(mailings))


def _unused_name(mailings: Sequence[Mailing]) -> str:
    """The name of the next wave to latecomers: one that is planned and not released, else an unused one."""
    released = {mailing.wave for mailing in mailings if mailing.released_at}
    name, number = _LATE_WAVE, 1
    while name in released:
        number += 1
        name = f"{_LATE_WAVE}-{number}"
    return name
