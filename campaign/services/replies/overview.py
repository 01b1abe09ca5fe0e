"""What came back for the letter, where addressees stand, and whom to ring."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store import people, replies
from campaign.core.addressees import Addressee
from campaign.core.delivery.calls import AnswerTime, Call, calls_to_make
from campaign.core.delivery.replies import Position, Reply
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.replies.reply_files import folder_name


@dataclass(frozen=True, slots=True)
class ReplyList:
    """What is known of a letter's answers."""

    replies: tuple[Reply, ...]
    """What came back, oldest first."""
    positions: tuple[Position, ...]
    """The newest position on record of each addressee."""
    names: Mapping[str, str]
    """The addressees' names by their keys."""

    def name(self, position: Position) -> str:
        """Whose position it is; the key where the addressee is on the list no longer."""
        return self.names.get(position.addressee, position.addressee)


def list_replies(campaign: Campaign) -> ReplyList:
    """What came back for the letter that is worked on, and where its addressees stand."""
    store, letter = campaign.store, campaign.letter
    positions = store.read(replies.positions, letter)
    names = {person.key: person.name for person in store.read(people.addressees, letter)}
    return ReplyList(store.read(replies.replies, letter), tuple(positions.values()), names)


def reply_folder(campaign: Campaign, reply: Reply) -> Path:
    """Where the files of a reply lie."""
    return campaign.folder.replies / folder_name(reply.message_id)


def add_position(campaign: Campaign, who: str, stance: str, way: str, note: str) -> Addressee:
    """Record where an addressee stands: "supports", "against" or "open", known by "phone", "mail" or "meeting".

    `who` is a part of the name, the mail address or the key. Returns whom it names. Raises UsageError when it names
    nobody, or several.
    """
    addressees = campaign.store.read(people.addressees, campaign.letter)
    exact = [
        person
        for person in addressees
        if who in (person.key, person.address) or who.casefold() == person.name.casefold()
    ]
    matches = exact or [person for person in addressees if who.casefold() in person.name.casefold()]
    if len(matches) != 1:
        raise UsageError(
            f"{len(matches) or 'no'} addressees are meant by {who!r}",
            fix="name one of: " + ", ".join(person.name for person in (matches or addressees)[:8]),
        )
    position = Position(matches[0].key, campaign.now(), stance, way, note.strip())
    campaign.store.write(replies.add_position, campaign.letter, position)
    return matches[0]


def due_calls(campaign: Campaign, days: int) -> tuple[Call, ...]:
    """Whom to ring now: those who had the letter `days` working days ago and have not answered, and those whom it
    cannot reach. Working days and holidays are those of the timetable."""
    store, letter, settings = campaign.store, campaign.letter, campaign.settings
    return calls_to_make(
        store.read(people.addressees, letter),
        store.read(replies.final_deliveries, letter),
        store.read(replies.arrivals, letter),
        store.read(replies.positions, letter),
        campaign.now(),
        AnswerTime(days, settings.campaign.zone, holidays=settings.sending.holidays),
    )
