"""All acts. A module of acts is added here, in one line."""

from collections.abc import Mapping

from campaign.services.acts import (
    addressee_acts,
    answer_acts,
    backup_acts,
    directory_acts,
    draft_acts,
    letter_acts,
    person_acts,
    settings_acts,
    signon_acts,
    team_acts,
    wave_acts,
)
from campaign.services.acts.act import AnyAct

ACTS: Mapping[str, AnyAct] = {
    act.name: act
    for acts in (
        team_acts.ACTS,
        letter_acts.ACTS,
        draft_acts.ACTS,
        wave_acts.ACTS,
        answer_acts.ACTS,
        addressee_acts.ACTS,
        signon_acts.ACTS,
        settings_acts.ACTS,
        backup_acts.ACTS,
        person_acts.ACTS,
        directory_acts.ACTS,
    )
    for act in acts
}  # fmt: skip
"""By name."""


def act_words(name: str) -> str:
    """What was done, in words; the name itself for an act of another version of the program."""
    return ACTS[name].words if name in ACTS else name
