"""Which text a mail or a print is made from: the frozen version, or the folder's text as a draft."""

import datetime as dt
from collections.abc import Mapping

from campaign.core.compose import LetterContext, frame_of
from campaign.core.letters import Letter
from campaign.services.waves.situation import Situation

DRAFT = "draft"


def newest(situation: Situation, at: dt.datetime) -> dict[str, LetterContext]:
    """The texts of the frozen version by language where there is one, else of the draft of `at` (aware UTC)."""
    if situation.version is None:
        return draft(situation, at)
    return _contexts(situation, situation.frozen, situation.version.frozen_at, situation.version.digest)


def draft(situation: Situation, at: dt.datetime) -> dict[str, LetterContext]:
    """The folder's texts of now by language. Their digest is DRAFT."""
    return _contexts(situation, situation.letters, at, DRAFT)


def _contexts(
    situation: Situation, letters: Mapping[str, Letter], at: dt.datetime, digest: str
) -> dict[str, LetterContext]:
    frame = frame_of(situation.settings.campaign, at, digest)
    return {
        language: LetterContext(letter, situation.addressees, situation.organisations, frame)
        for language, letter in letters.items()
    }
