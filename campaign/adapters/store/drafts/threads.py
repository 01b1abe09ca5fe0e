"""Threads on drafts, with their comments."""

import datetime as dt

from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.drafting.thread import (
    CommentOutcome,
    DraftComment,
    NewDraftComment,
    NewThread,
    OutcomeAnswer,
    Thread,
)

_RENAMED = {"start": "begins", "end": "ends"}
_THREAD = Columns(Thread, renamed=_RENAMED)
_NEW = Columns(NewThread, renamed=_RENAMED)
_COMMENT = Columns(DraftComment)
_NEW_COMMENT = Columns(NewDraftComment)
_SELECT = f"SELECT {_THREAD.select()} FROM draft_thread"
_ADD = f"{insert('draft_thread', _NEW.names)} RETURNING {_THREAD.select()}"
_ADD_COMMENT = f"{insert('draft_comment', _NEW_COMMENT.names)} RETURNING {_COMMENT.select()}"
_COMMENTS = f"""
    SELECT {_COMMENT.select("c")} FROM draft_comment AS c JOIN draft_thread AS t ON t.id = c.thread
    WHERE t.letter = :letter ORDER BY c.id"""
_SETTLE = """
    UPDATE draft_thread SET outcome = :outcome, reason = :reason, settled_by = :account, settled_at = :at, answer = NULL
    WHERE id = :id"""
_ANSWER = "UPDATE draft_thread SET answer = :answer WHERE id = :id AND outcome IS NOT NULL"


def add(db: Database, new: NewThread) -> Thread:
    """Add a thread."""
    return _THREAD.read(db.execute(_ADD, _NEW.values(new)).fetchone())


def add_comment(db: Database, new: NewDraftComment) -> DraftComment:
    """Add a comment to a thread."""
    return _COMMENT.read(db.execute(_ADD_COMMENT, _NEW_COMMENT.values(new)).fetchone())


def one(db: Database, thread: int) -> Thread | None:
    """Return a thread by its id."""
    row = db.execute(f"{_SELECT} WHERE id = :id", {"id": thread}).fetchone()
    return _THREAD.read(row) if row else None


def of_letter(db: Database, letter: str) -> tuple[Thread, ...]:
    """Return the threads of a letter in all its languages, oldest first."""
    rows = db.execute(f"{_SELECT} WHERE letter = :letter ORDER BY id", {"letter": letter}).fetchall()
    return tuple(map(_THREAD.read, rows))


def comments(db: Database, letter: str) -> tuple[DraftComment, ...]:
    """Return the comments of a letter's threads, oldest first."""
    return tuple(map(_COMMENT.read, db.execute(_COMMENTS, {"letter": letter}).fetchall()))


def settle(
    db: Database, thread: int, outcome: CommentOutcome | None, reason: str, account: int | None, at: dt.datetime
) -> None:
    """Write what came of a thread, or with None, open it again. What its organisation answered before is removed."""
    values = {
        "id": thread,
        "outcome": outcome and outcome.value,
        "reason": reason,
        "account": account,
        "at": to_text(at),
    }
    if outcome is None:
        values |= {"account": None, "at": None}
    db.execute(_SETTLE, values)


def set_answer(db: Database, thread: int, answer: OutcomeAnswer) -> bool:
    """Write what the organisation says of the outcome. False if the thread is open."""
    return db.execute(_ANSWER, {"id": thread, "answer": answer.value}).rowcount > 0
