"""How a wave looks before its mails are made: the letter, whom it goes to, and who is left out."""

from dataclasses import dataclass

from campaign.services.campaign import Campaign
from campaign.services.waves.aim import Aim
from campaign.services.waves.audience import Audience, audience_of
from campaign.services.waves.languages import Fallback, fallbacks
from campaign.services.waves.state import LetterState, letter_state


@dataclass(frozen=True, slots=True)
class Outlook:
    """What planning a wave needs, read at one moment."""

    aim: Aim
    state: LetterState
    audience: Audience

    @property
    def fallbacks(self) -> tuple[Fallback, ...]:
        """Those who do not get the letter in their own language."""
        texts = self.state.letters if self.state.is_draft else self.state.frozen
        return fallbacks(self.audience.people, texts)


def read_outlook(campaign: Campaign, aim: Aim) -> Outlook:
    """How the wave looks now."""
    state = letter_state(campaign.folder, campaign.store, campaign.letter)
    return Outlook(aim, state, audience_of(campaign, state, aim))
