"""Obstacles to releasing a wave. Each is a sentence that says what to do."""

from dataclasses import dataclass
from enum import StrEnum

from campaign.adapters.store import versions
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import deliveries
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.records import Mailing
from campaign.core.delivery.rules import rules_for, too_few_signatories
from campaign.services.campaign import Campaign
from campaign.services.waves.letter_state import LetterState
from campaign.services.waves.plan import PlannedWave, rows_by_page
from campaign.services.waves.plan_inputs import WaveInputs

_ROWS_AT_A_TIME = 1000


class ObstacleKind(StrEnum):
    """Where an obstacle is removed."""

    LETTER = "letter"
    SIGNATORIES = "signatories"
    ADDRESSEES = "addressees"
    SETTINGS = "settings"
    WAVE = "wave"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reason why a wave must not be released."""

    kind: ObstacleKind
    why: str
    fix: str = ""
    """What to do about it on the command line."""

    def __str__(self) -> str:
        return f"{self.why}: {self.fix}" if self.fix else self.why


def obstacles(campaign: Campaign, inputs: WaveInputs, wave: PlannedWave) -> tuple[str, ...]:
    """The reasons why the wave must not be released, each a sentence with what to do."""
    return tuple(map(str, find_obstacles(campaign, inputs, wave)))


def find_obstacles(campaign: Campaign, inputs: WaveInputs, wave: PlannedWave) -> tuple[Obstacle, ...]:
    """The same, each with the place where it is removed."""
    settings, state, reasons = campaign.settings, inputs.state, list[Obstacle]()
    if state.is_stale:
        reasons.append(
            Obstacle(
                ObstacleKind.LETTER,
                "the letter has changed since it was frozen",
                "freeze it again, or undo the change",
            )
        )
    if state.version and wave.mailing.version != state.version.id:
        reasons.append(
            Obstacle(
                ObstacleKind.WAVE,
                "a newer version is frozen",
                "plan these emails again with campaign send preview",
            )
        )
    if reason := unsigned_obstacle(campaign, state):
        reasons.append(reason)
    if rules_for(settings, wave.mailing.kind).is_over(campaign.now()):
        reasons.append(Obstacle(ObstacleKind.SETTINGS, "the deadline has passed"))
    number = wave.number()
    if not number and wave.mailing.purpose.is_follow_up:
        reasons.append(Obstacle(ObstacleKind.WAVE, "nobody is left to write to", "see above who is left out, and why"))
    elif not number and inputs.audience.exclusions:
        reasons.append(
            Obstacle(
                ObstacleKind.WAVE,
                "nobody is left to write to",
                "see above who is left out, and why; --again sends the letter again",
            )
        )
    elif not number:
        reasons.append(
            Obstacle(
                ObstacleKind.ADDRESSEES,
                "there is nobody to write to",
                "add people with campaign addressee import",
            )
        )
    may_repeat = inputs.options.again or wave.mailing.purpose.is_follow_up
    if not may_repeat and (names := wave.store.read(names_already_reached, wave.mailing)):
        reasons.append(
            Obstacle(
                ObstacleKind.WAVE,
                f"another wave has already reached {joined_names(names)}",
                "use --again to send it again",
            )
        )
    return tuple(reasons)


def changed_addressees(campaign: Campaign, wave: PlannedWave) -> tuple[Obstacle, ...]:
    """The obstacle that addressees of a planned wave were removed since, or have another address; nothing without."""
    names = campaign.store.read(deliveries.changed_recipients, wave.mailing)
    what = f"removed since then, or with a new email address: {joined_names(names)}"
    fix = "plan these emails again with campaign send preview"
    return (Obstacle(ObstacleKind.WAVE, what, fix),) if names else ()


def unsigned_reason(campaign: Campaign, state: LetterState) -> str:
    """Why the newest version cannot be sent with the signatories that it has, in a sentence; "" if it can."""
    obstacle = unsigned_obstacle(campaign, state)
    return str(obstacle) if obstacle else ""


def unsigned_obstacle(campaign: Campaign, state: LetterState) -> Obstacle | None:
    """That the newest version has too few signatories; None if it has enough. One that is only proposed has none yet,
    because they are still listed under the version before."""
    if state.version and campaign.store.read(versions.public, state.name) != state.version:
        return Obstacle(
            ObstacleKind.LETTER,
            f"version {state.version.number} is only proposed: its signatories have not decided yet;"
            " wait for them, or see campaign letter adopt",
        )
    reason = too_few_signatories(state.signatory_count, campaign.settings.campaign.minimum_signatories)
    return Obstacle(ObstacleKind.SIGNATORIES, reason) if reason else None


def names_already_reached(db: Database, mailing: Mailing) -> tuple[str, ...]:
    """The names of the addressees of a mailing who received the letter in another one.

    Compares email addresses as well as keys, because an import may give the same person a new key.
    """
    reached = deliveries.recipients(db, mailing.letter, mailing.wave)
    if not reached:
        return ()
    waves_deliveries = rows_by_page(lambda after: deliveries.deliveries(db, mailing.id, after, _ROWS_AT_A_TIME))
    return tuple(
        delivery.name for delivery in waves_deliveries if {delivery.addressee, delivery.address.lower()} & reached
    )
