"""Which text a mail or a print is made from: the frozen version, or the folder's text as a draft."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.core.compose import Frame
from campaign.core.letters import Letter
from campaign.services.waves.situation import Situation, day_of

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Basis:
    """The texts by language, the digest that outputs carry (DRAFT for none), and the letter's date, where its text
    names none."""

    letters: Mapping[str, Letter]
    digest: str
    day: dt.date

    @property
    def is_draft(self) -> bool:
        return self.digest == DRAFT


def newest(situation: Situation, at: dt.datetime) -> Basis:
    """The frozen version where there is one, else the draft of `at` (aware UTC)."""
    if situation.version is None:
        return draft(situation, at)
    day = day_of(situation.version.frozen_at, situation.settings)
    return Basis(situation.frozen, situation.version.digest, day)


def draft(situation: Situation, at: dt.datetime) -> Basis:
    """The folder's text of now."""
    return Basis(situation.letters, DRAFT, day_of(at, situation.settings))


def frame(situation: Situation, basis: Basis, letter: Letter) -> Frame:
    """What the campaign says to every letter."""
    campaign = situation.settings.campaign
    return Frame(
        zone=campaign.zone,
        honorific_style=campaign.honorific_style,
        vote_at=campaign.vote_at,
        letter_date=letter.date or basis.day,
        digest=basis.digest,
        public_url=campaign.public_url,
    )
