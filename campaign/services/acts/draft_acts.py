"""Acts on drafts: commenting, suggesting, settling, and saying where an organisation stands."""

from campaign.core.drafting.signing_position import SigningPosition
from campaign.core.drafting.suggestion import Suggestion
from campaign.core.drafting.thread import DraftComment, Thread
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.drafting import commenting, signing_positions, suggesting
from campaign.services.drafting.suggesting import DecidedSuggestion


def _thread(thread: Thread, *_: object) -> str:
    return f"comment {thread.id}"


def _outcome(thread: Thread, *_: object) -> str:
    return thread.outcome or ""


def _commented(comment: DraftComment, *_: object) -> str:
    return f"comment {comment.thread}"


def _suggested(suggestion: Suggestion, *_: object) -> str:
    return f"comment {suggestion.thread}"


def _decided(done: DecidedSuggestion, *_: object) -> str:
    return f"comment {done.thread.id}"


def _letter(position: SigningPosition, *_: object) -> str:
    return f"letter {position.letter}"


def _position(position: SigningPosition, *_: object) -> str:
    return f"{position.organisation}: {position.answer}"


BEGIN_THREAD = Act("comment", Right.COMMENT, "Commented", commenting.begin_thread, _thread)
REPLY = Act("reply to comment", Right.COMMENT, "Answered a comment", commenting.reply, _commented)
SETTLE_THREAD = Act("settle comment", Right.SETTLE, "Settled a comment", commenting.settle_thread, _thread, _outcome)
REOPEN_THREAD = Act("reopen comment", Right.SETTLE, "Opened a comment again", commenting.reopen_thread, _thread)
WITHDRAW_THREAD = Act("withdraw comment", Right.COMMENT, "Withdrew a comment", commenting.withdraw_thread, _thread)
ANSWER_OUTCOME = Act("answer outcome", Right.COMMENT, "Answered an outcome", commenting.answer_outcome, _thread)
SUGGEST = Act("suggest", Right.SUGGEST, "Suggested other words", suggesting.suggest, _suggested)
OFFER = Act("offer words", Right.SETTLE, "Offered words", suggesting.offer, _suggested)
ACCEPT = Act("accept suggestion", Right.SETTLE, "Accepted a suggestion", suggesting.accept, _decided)
TAKE_OFFER = Act("take offer", Right.SUGGEST, "Agreed to the words offered", suggesting.take_offer, _decided)
REFUSE_SUGGESTION = Act("refuse suggestion", Right.SETTLE, "Refused a suggestion", suggesting.refuse, _decided)
UNDO_SUGGESTION = Act("undo suggestion", Right.SETTLE, "Undid a decision on a suggestion", suggesting.undo, _decided)
TAKE_POSITION = Act(
    "take position",
    Right.COMMENT,
    "Said where an organisation stands",
    signing_positions.take_position,
    _letter,
    _position,
)

ACTS: tuple[AnyAct, ...] = (
    BEGIN_THREAD,
    REPLY,
    SETTLE_THREAD,
    REOPEN_THREAD,
    WITHDRAW_THREAD,
    ANSWER_OUTCOME,
    SUGGEST,
    OFFER,
    ACCEPT,
    TAKE_OFFER,
    REFUSE_SUGGESTION,
    UNDO_SUGGESTION,
    TAKE_POSITION,
)
