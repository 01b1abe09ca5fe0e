"""Acts on answers: fetching them, recording positions, correcting addresses."""

from campaign.core.languages.in_english import count_of
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.people import editing
from campaign.services.replies import answer_desk, overview
from campaign.services.replies.answer_desk import STANCES
from campaign.services.replies.reader import FetchResult


def _stance(_person: object, _key: str, stance: str, way: str, *_: object) -> str:
    return f"{STANCES[stance]}, by {way}"


def _confirmed(number: int, *_: object) -> str:
    return count_of(number, "answer")


def _number_read(result: FetchResult) -> str:
    return f"{count_of(sum(result.kinds.values()), 'answer')} new"


RECORD_POSITION = Act(
    "record position", Right.ANSWERS, "Recorded a position", answer_desk.record_position, note=_stance
)
RECORD_CALL = Act("record call", Right.ANSWERS, "Noted a call", answer_desk.record_call)
FETCH_ANSWERS = Act("fetch answers", Right.ANSWERS, "Read the mailbox", answer_desk.fetch_now, note=_number_read)
CORRECT_ADDRESS = Act("correct address", Right.ANSWERS, "Corrected an address", editing.correct_address)
CONFIRM_CLAIMS = Act(
    "confirm claims", Right.ANSWERS, "Confirmed whom answers are from", overview.confirm_claims, note=_confirmed
)
ADD_POSITION = Act("record position", Right.ANSWERS, "Recorded a position", overview.add_position, note=_stance)
"""As the command does it: the addressee is a part of the name."""
ADD_CALL_NOTE = Act("record call", Right.ANSWERS, "Noted a call", overview.add_call_note)
"""As the command does it."""

ACTS: tuple[AnyAct, ...] = (RECORD_POSITION, RECORD_CALL, FETCH_ANSWERS, CORRECT_ADDRESS, CONFIRM_CLAIMS)
