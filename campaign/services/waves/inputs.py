"""How a wave looks before its mails are made: the letter, whom it goes to, and who is left out."""

from dataclasses import dataclass

from campaign.services.campaign import Campaign
from campaign.services.waves.audience import Audience, wave_audience
from campaign.services.waves.languages import Fallback, fallbacks
from campaign.services.waves.letter_state import LetterState, read_letter_state
from campaign.services.waves.options import WaveOptions


@dataclass(frozen=True, slots=True)
class WaveInputs:
    """What planning a wave needs, read at one moment."""

    options: WaveOptions
    state: LetterState
    audience: Audience

    @property
    def fallbacks(self) -> tuple[Fallback, ...]:
        """Those who do not get the letter in their own language."""
        texts = self.state.letters if self.state.is_draft else self.state.frozen
        return fallbacks(self.audience.people, texts)


def read_wave_inputs(campaign: Campaign, options: WaveOptions) -> WaveInputs:
    """How the wave looks now."""
    state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
    return WaveInputs(options, state, wave_audience(campaign, state, options))
