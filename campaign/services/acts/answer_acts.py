"""Acts on answers: fetching them, recording positions, correcting addresses."""

from campaign.core.languages.in_english import count_of
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.people import editing
from campaign.services.replies import answer_desk
from campaign.services.replies.answer_desk import STANCES
from campaign.services.replies.reader import FetchResult


def _stance(_person: object, _key: str, stance: str, way: str, *_: object) -> str:
    return f"{STANCES[stance]}, by {way}"


def _number_read(result: FetchResult) -> str:
    return f"{count_of(sum(result.kinds.values()), 'answer')} new"


RECORD_POSITION = Act(
    "record position", Right.ANSWERS, "Recorded a position", answer_desk.record_position, note=_stance
)
FETCH_ANSWERS = Act("fetch answers", Right.ANSWERS, "Read the mailbox", answer_desk.fetch_now, note=_number_read)
CORRECT_ADDRESS = Act("correct address", Right.ANSWERS, "Corrected an address", editing.correct_address)

ACTS: tuple[AnyAct, ...] = (RECORD_POSITION, FETCH_ANSWERS, CORRECT_ADDRESS)
