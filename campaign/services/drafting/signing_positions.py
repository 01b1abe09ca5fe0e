"""Where the organisations stand on a draft: who will sign, who will sign if, and whether that still holds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.drafts import draft_texts, signing_positions, threads
from campaign.adapters.store.team import accounts
from campaign.core.drafting.signing_position import (
    NewSigningPosition,
    PositionState,
    SigningAnswer,
    SigningPosition,
    position_state,
)
from campaign.core.drafting.text_map import TextMap, passage_of, passages
from campaign.core.drafting.thread import DraftReader, Thread
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.drafting.commenting import MOST_COMMENT
from campaign.services.drafting.draft_view import need_thread
from campaign.services.letters.drafting import DraftText, read_draft_text, text_languages


@dataclass(frozen=True, slots=True)
class PositionRequest:
    """What somebody says of a draft for an organisation."""

    organisation: str
    """The organisation; "" for the person's own."""
    answer: SigningAnswer
    until: dt.date | None
    """The day until which it needs time; None for another answer."""
    threads: tuple[int, ...]
    """The threads that must be settled first."""
    language: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PositionView:
    """Where an organisation stands."""

    organisation: str
    position: SigningPosition | None
    """None if it has said nothing."""
    state: PositionState | None
    waits_for: tuple[Thread, ...]
    """The conditions that are still in the way; only those that the person may read."""
    changed: tuple[int, ...]
    """The numbers of the passages that it named and that have changed, in the text that it read."""


def take_position(campaign: Campaign, wanted: PositionRequest, reader: DraftReader) -> SigningPosition:
    """Write where an organisation stands.

    Raises UsageError for a missing day or missing conditions, Refused if the person does not speak for it.
    """
    organisation = " ".join((wanted.organisation or reader.organisation).split())
    if not organisation or len(organisation) > 200:
        raise Refused("you speak for no organisation", fix="name the organisation")
    if organisation != reader.organisation and not reader.settles:
        raise Refused(f"you do not speak for {organisation}", fix="ask somebody of it")
    today = campaign.now().astimezone(campaign.settings.campaign.zone).date()
    _check(wanted, today)
    draft = read_draft_text(campaign, wanted.language)
    return campaign.store.write(_take, draft, organisation, wanted, reader, campaign.now())


def read_positions(campaign: Campaign, reader: DraftReader) -> tuple[PositionView, ...]:
    """Where each organisation stands that said so, or that has people in the team, by name."""
    drafts = {code: read_draft_text(campaign, code) for code in text_languages(campaign)}
    today = campaign.now().astimezone(campaign.settings.campaign.zone).date()
    return campaign.store.read(_positions, campaign.letter, drafts, reader, today)


def _check(wanted: PositionRequest, today: dt.date) -> None:
    if wanted.answer is SigningAnswer.NEEDS_TIME and wanted.until is None:
        raise UsageError("the day is missing", fix="say until when you need time")
    if wanted.until is not None and wanted.until < today:
        raise UsageError(f"{wanted.until} is past", fix="choose a day that is still to come")
    if wanted.answer is SigningAnswer.IF and not wanted.threads:
        raise UsageError("the condition is missing", fix="choose the comments that must be settled first")
    if len(wanted.note) > MOST_COMMENT:
        raise UsageError("the note is too long", fix=f"write at most {MOST_COMMENT:,} characters")


def _take(
    db: Database, draft: DraftText, organisation: str, wanted: PositionRequest, reader: DraftReader, at: dt.datetime
) -> SigningPosition:
    own = [
        thread.id
        for thread in threads.of_letter(db, draft.letter)
        if thread.organisation == organisation and thread.is_in_the_way
    ]
    if wanted.answer is SigningAnswer.IF:
        named = tuple(need_thread(db, draft.letter, number, reader).id for number in sorted(set(wanted.threads)))
    else:  # what it commented on is what matters to it: if these passages change, it is asked again
        named = tuple(own)
    new = NewSigningPosition(
        draft.letter,
        organisation,
        wanted.answer,
        wanted.until if wanted.answer is SigningAnswer.NEEDS_TIME else None,
        named,
        draft.language,
        draft_texts.put(db, draft.letter, draft.language, draft.text, at),
        wanted.note.strip(),
        reader.account,
        at,
    )
    return signing_positions.add(db, new)


def _positions(
    db: Database, letter: str, drafts: dict[str, DraftText], reader: DraftReader, today: dt.date
) -> tuple[PositionView, ...]:
    newest = {position.organisation: position for position in signing_positions.newest(db, letter)}
    everybody = {account.organisation for account in accounts.every(db) if account.is_open and account.organisation}
    known = {thread.id: thread for thread in threads.of_letter(db, letter)}
    return tuple(
        _view(db, name, newest[name], known, drafts, reader, today)
        if name in newest
        else PositionView(name, None, None, (), ())
        for name in sorted(newest.keys() | everybody, key=str.casefold)
    )


def _view(
    db: Database,
    organisation: str,
    position: SigningPosition,
    known: dict[int, Thread],
    drafts: dict[str, DraftText],
    reader: DraftReader,
    today: dt.date,
) -> PositionView:
    named = [known[number] for number in position.threads if number in known]
    in_the_way = [thread for thread in named if thread.is_in_the_way]
    changed = _changed(db, position, named, drafts)
    state = position_state(position, [thread.id for thread in in_the_way], today, has_changed=bool(changed))
    waits_for = filter(reader.may_read, in_the_way) if position.answer is SigningAnswer.IF else ()
    return PositionView(organisation, position, state, tuple(waits_for), changed)


def _changed(
    db: Database, position: SigningPosition, named: Sequence[Thread], drafts: dict[str, DraftText]
) -> tuple[int, ...]:
    """The passages that the position named and that have changed since, by number in the text that was read."""
    draft = drafts.get(position.language)
    if draft is None:
        return ()
    read = draft_texts.one(db, position.base)
    places, since = passages(read), TextMap(read, draft.text)
    numbers = set()
    for thread in named:
        words = thread.words
        then = TextMap(draft_texts.one(db, thread.base), read).place(words) if words else None
        at = passage_of(read, then) if then else None
        if at is not None and not since.is_unchanged(places[at]):
            numbers.add(at + 1)
    return tuple(sorted(numbers))
