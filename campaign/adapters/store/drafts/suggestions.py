"""Suggestions on drafts, and what became of them."""

import datetime as dt

from campaign.adapters.store.columns import Codec, Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.drafting.suggestion import NewSuggestion, Suggestion, SuggestionState

NUMBERS = Codec(lambda numbers: " ".join(map(str, numbers)), lambda text: tuple(map(int, text.split())))
"""Whole numbers as a line of text."""
_RENAMED = {"start": "begins", "end": "ends", "after": "wording", "accepted_parts": "accepted"}
_SUGGESTION = Columns(Suggestion, renamed=_RENAMED, accepted_parts=NUMBERS)
_NEW = Columns(NewSuggestion, renamed=_RENAMED)
_ADD = f"{insert('draft_suggestion', _NEW.names)} RETURNING {_SUGGESTION.select()}"
_ONE = f"SELECT {_SUGGESTION.select()} FROM draft_suggestion WHERE id = :id"
_OWN = f"SELECT {_SUGGESTION.select()} FROM draft_suggestion WHERE thread = :thread AND is_offer = 0"
_OF_LETTER = f"""
    SELECT {_SUGGESTION.select("s")} FROM draft_suggestion AS s JOIN draft_thread AS t ON t.id = s.thread
    WHERE t.letter = :letter ORDER BY s.id"""
_PREPARE = """
    UPDATE draft_suggestion SET previous = :previous, result = :result, accepted = :accepted
    WHERE id = :id AND state = 'open'"""
_DECIDE = """
    UPDATE draft_suggestion SET state = :state, accepted = :accepted, decided_by = :account, decided_at = :at
    WHERE id = :id"""
_REOPEN = """
    UPDATE draft_suggestion
    SET state = 'open', accepted = '', previous = NULL, result = NULL, decided_by = NULL, decided_at = NULL
    WHERE id = :id"""


def add(db: Database, new: NewSuggestion) -> Suggestion:
    """Add a suggestion."""
    return _SUGGESTION.read(db.execute(_ADD, _NEW.values(new)).fetchone())


def one(db: Database, suggestion: int) -> Suggestion | None:
    """Return a suggestion by its id."""
    row = db.execute(_ONE, {"id": suggestion}).fetchone()
    return _SUGGESTION.read(row) if row else None


def own(db: Database, thread: int) -> Suggestion | None:
    """Return the suggestion with which a thread was begun; None for a comment."""
    row = db.execute(_OWN, {"thread": thread}).fetchone()
    return _SUGGESTION.read(row) if row else None


def of_letter(db: Database, letter: str) -> tuple[Suggestion, ...]:
    """Return the suggestions for a letter in all its languages, oldest first."""
    return tuple(map(_SUGGESTION.read, db.execute(_OF_LETTER, {"letter": letter}).fetchall()))


def prepare(db: Database, suggestion: int, previous: int, result: int, parts: tuple[int, ...]) -> None:
    """Note which text becomes which by these parts, before the file is written."""
    values = {"id": suggestion, "previous": previous, "result": result, "accepted": NUMBERS.write(parts)}
    db.execute(_PREPARE, values)


def decide(
    db: Database,
    suggestion: int,
    state: SuggestionState,
    parts: tuple[int, ...],
    account: int | None,
    at: dt.datetime,
) -> None:
    """Write what became of a suggestion, with the numbers of its accepted parts."""
    values = {"state": state.value, "accepted": NUMBERS.write(parts), "account": account, "at": to_text(at)}
    db.execute(_DECIDE, values | {"id": suggestion})


def reopen(db: Database, suggestion: int) -> None:
    """Make a suggestion open again, as if it had never been accepted."""
    db.execute(_REOPEN, {"id": suggestion})
