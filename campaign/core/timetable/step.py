"""The steps of a campaign, in order."""

from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """What must be done by a date. Except for the first, the values are the keys of [timetable] in campaign.toml."""

    SIGN_ON_CLOSES = "sign_on_closes"
    APPROVAL = "approval"
    FREEZE = "freeze"
    FIRST = "first"
    FOLLOW_UP = "follow_up"
    LAST_CALL = "last_call"


STEP_NAMES: Mapping[Step, str] = {
    Step.SIGN_ON_CLOSES: "signing closes",
    Step.APPROVAL: "approval",
    Step.FREEZE: "freeze",
    Step.FIRST: "first wave",
    Step.FOLLOW_UP: "follow-up",
    Step.LAST_CALL: "last call",
}
