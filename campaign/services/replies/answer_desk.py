"""What the desk shows of answers: replies with the letter they answer, bounces, calls and the whip count."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.adapters.store import answer_rows, people, replies
from campaign.adapters.store.ledger import deliveries, delivery_lookup, messages
from campaign.core.addressees import Addressee
from campaign.core.delivery.records import Delivery, Mailing
from campaign.core.delivery.replies import CallNote, NumberedReply, Position
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.replies.fetching import fetch
from campaign.services.replies.reader import FetchResult, Watcher, reply_reader

STANCES: Mapping[str, str] = {"supports": "For", "open": "Undecided", "against": "Against"}
"""The positions, in the order of the page, with their words."""
WAYS: Mapping[str, str] = {"mail": "Email", "phone": "Phone", "meeting": "Meeting"}
_MOST_NOTE = 2000
_ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer with what it answers."""

    row: NumberedReply
    delivery: Delivery
    mailing: Mailing
    letter: bytes
    """The email that it answers."""
    addressee: Addressee | None
    """None when he or she is no longer on the list."""
    positions: tuple[Position, ...]
    """What was recorded, the newest first."""


@dataclass(frozen=True, slots=True)
class WhipRow:
    """How many addressees of a group or country are for, undecided and against, and how many have said nothing."""

    name: str
    supports: int = 0
    open: int = 0
    against: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.supports + self.open + self.against + self.unknown


@dataclass(frozen=True, slots=True)
class WhipCount:
    """The positions of all addressees."""

    all: WhipRow
    by_group: tuple[WhipRow, ...]
    by_country: tuple[WhipRow, ...]


def answer_page(
    campaign: Campaign, kind: str, before: int, limit: int, *, text: str = "", waiting: bool = False
) -> tuple[NumberedReply, ...]:
    """A page of answers of a kind of `answer_rows.KINDS`, the newest first."""
    return campaign.store.read(
        answer_rows.page, campaign.letter, kind, before, limit, text=text.strip(), waiting=waiting
    )


def all_answers(campaign: Campaign, kind: str, *, text: str = "", waiting: bool = False) -> Iterator[NumberedReply]:
    """All answers of a kind, for an export."""
    before = 2**62
    while rows := answer_page(campaign, kind, before, _ROWS_AT_A_TIME, text=text, waiting=waiting):
        yield from rows
        before = rows[-1].id


def count_waiting(campaign: Campaign) -> int:
    """How many answers of people wait for somebody to record the position."""
    return campaign.store.read(answer_rows.count_waiting, campaign.letter)


def count_kinds(campaign: Campaign) -> dict[str, int]:
    """How many answers there are of each kind of `answer_rows.KINDS`."""
    counts = campaign.store.read(replies.count_by_kind, campaign.letter)
    bounces = sum(counts.get(kind, 0) for kind in answer_rows.BOUNCES)
    person = counts.get("person", 0)
    return {"person": person, "bounce": bounces, "other": sum(counts.values()) - bounces - person}


def answer_view(campaign: Campaign, number: int) -> AnswerView | None:
    """One answer; None if the letter has none with this id."""
    row = campaign.store.read(answer_rows.one, campaign.letter, number)
    if row is None:
        return None
    delivery = campaign.store.read(delivery_lookup.one, row.delivery)
    assert delivery is not None  # a reply is deleted with its delivery
    everybody = campaign.store.read(people.addressees, campaign.letter)
    return AnswerView(
        row,
        delivery,
        campaign.store.read(deliveries.mailing_by_id, row.mailing),
        campaign.store.read(messages.message, delivery.id),
        next((person for person in everybody if person.key == row.reply.addressee), None),
        campaign.store.read(answer_rows.positions_of, campaign.letter, row.reply.addressee),
    )


def record_position(campaign: Campaign, key: str, stance: str, way: str, note: str) -> Addressee:
    """Record the position of the addressee with a key, and how it is known. Raises UsageError for what is missing."""
    person = _addressee(campaign, key)
    if stance not in STANCES:
        raise UsageError("you have not chosen a position", fix="choose one")
    if way not in WAYS:
        raise UsageError("you have not chosen how you know", fix="choose one")
    note = _checked_note(note, "write what the office said, and who said it")
    position = Position(person.key, campaign.now(), stance, way, note)
    campaign.store.write(replies.add_position, campaign.letter, position)
    return person


def record_call(campaign: Campaign, key: str, note: str) -> Addressee:
    """Record what came of a call that gave no position. Raises UsageError for an unknown addressee or a note that is
    empty or too long."""
    person = _addressee(campaign, key)
    note = _checked_note(note, "write what came of the call")
    campaign.store.write(replies.add_call_note, campaign.letter, CallNote(person.key, campaign.now(), note))
    return person


def _checked_note(note: str, fix: str) -> str:
    note = note.strip()
    if not note:
        raise UsageError("the note is empty", fix=fix)
    if len(note) > _MOST_NOTE:
        raise UsageError(f"the note has more than {_MOST_NOTE} characters", fix="shorten it")
    return note


def fetch_now(campaign: Campaign) -> FetchResult:
    """Read the mailbox now. Raises Refused when none is set or nothing was sent yet, MailboxError."""
    return fetch(reply_reader(campaign, Watcher()))


def whip_count(campaign: Campaign) -> WhipCount:
    """The positions of all addressees, by group and by country."""
    rows = campaign.store.read(answer_rows.stances, campaign.letter)
    groups = [(group, stance, number) for group, _, stance, number in rows]
    countries = [(country, stance, number) for _, country, stance, number in rows]
    everybody = [("", stance, number) for _, _, stance, number in rows]
    return WhipCount(
        next(iter(_whip_rows(everybody)), WhipRow("")), tuple(_whip_rows(groups)), tuple(_whip_rows(countries))
    )


def newest_positions(campaign: Campaign) -> Iterator[tuple[Addressee, Position | None]]:
    """Each addressee with the newest position, in the order of the list."""
    positions = campaign.store.read(replies.positions, campaign.letter)
    for person in campaign.store.read(people.addressees, campaign.letter):
        yield person, positions.get(person.key)


def _whip_rows(rows: list[tuple[str, str, int]]) -> Iterator[WhipRow]:
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, stance, number in rows:
        counts[name][stance] = counts[name].get(stance, 0) + number
    for name, by_stance in sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        known = {stance: by_stance.get(stance, 0) for stance in STANCES}
        yield WhipRow(
            name, known["supports"], known["open"], known["against"], sum(by_stance.values()) - sum(known.values())
        )


def _addressee(campaign: Campaign, key: str) -> Addressee:
    everybody = campaign.store.read(people.addressees, campaign.letter)
    person = next((one for one in everybody if one.key == key), None)
    if person is None:
        raise UsageError("there is no such addressee on the list", fix="look at the list of addressees")
    return person
