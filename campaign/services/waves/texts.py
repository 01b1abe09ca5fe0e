"""The text that an email or a PDF is made from: the frozen version, or the text in the folder as a draft."""

import datetime as dt
from collections.abc import Mapping

from campaign.core.compose import LetterContext, frame_of
from campaign.core.letters import Letter
from campaign.core.publish.alphabet import in_print
from campaign.core.settings.tables import CampaignTable
from campaign.services.waves.letter_state import LetterState

DRAFT = "draft"


def frozen_texts_or_draft(state: LetterState, campaign: CampaignTable, at: dt.datetime) -> dict[str, LetterContext]:
    """The frozen version by language; if none is frozen, the draft of `at` (aware UTC)."""
    if state.version is None:
        return draft_texts(state, campaign, at)
    return _letter_contexts(state, campaign, state.frozen, state.version.frozen_at, state.version.digest)


def draft_texts(state: LetterState, campaign: CampaignTable, at: dt.datetime) -> dict[str, LetterContext]:
    """The current text in the folder, by language. Its digest is DRAFT."""
    return _letter_contexts(state, campaign, state.letters, at, DRAFT)


def _letter_contexts(
    state: LetterState, campaign: CampaignTable, letters: Mapping[str, Letter], at: dt.datetime, digest: str
) -> dict[str, LetterContext]:
    frame = frame_of(campaign, at, digest)
    return {
        language: LetterContext(
            letter, state.addressees, in_print(state.organisations, language, campaign.name_order), frame
        )
        for language, letter in letters.items()
    }
