"""What a wave is planned from: its options, the letter and the audience."""

from dataclasses import dataclass

from campaign.services.campaign import Campaign
from campaign.services.waves.audience import Audience, wave_audience
from campaign.services.waves.languages import Fallback, fallbacks
from campaign.services.waves.letter_state import LetterState, read_letter_state
from campaign.services.waves.options import WaveOptions


@dataclass(frozen=True, slots=True)
class WaveInputs:
    """What a wave is planned from, read at one moment."""

    options: WaveOptions
    state: LetterState
    audience: Audience

    @property
    def fallbacks(self) -> tuple[Fallback, ...]:
        """The people who do not get the letter in their own language."""
        texts = self.state.letters if self.state.is_draft else self.state.frozen
        return fallbacks(self.audience.people, texts)


def read_wave_inputs(campaign: Campaign, options: WaveOptions) -> WaveInputs:
    """Read what a wave with these options is planned from now."""
    state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
    return WaveInputs(options, state, wave_audience(campaign, state, options))
