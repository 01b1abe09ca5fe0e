"""What came back for the letter, where addressees stand, and whom to ring."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store import people, replies
from campaign.core.addressees import Addressee
from campaign.core.delivery.answered import Position, Reply
from campaign.core.delivery.calls import AnswerTime, Call, calls
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.replies.files import folder_name


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
    known = campaign.store.read(people.addressees, campaign.letter)
    exact = [one for one in known if who in (one.key, one.mail) or who.casefold() == one.name.casefold()]
    found = exact or [one for one in known if who.casefold() in one.name.casefold()]
    if len(found) != 1:
        raise UsageError(
            f"{len(found) or 'no'} addressees are meant by {who!r}",
            hint="name one of: " + ", ".join(one.name for one in (found or known)[:8]),
        )
    position = Position(found[0].key, campaign.now(), stance, way, note.strip())
    campaign.store.write(replies.add_position, campaign.letter, position)
    return found[0]


def due_calls(campaign: Campaign, days: int) -> tuple[Call, ...]:
    """Whom to ring now: those who had the letter `days` working days ago and have not answered, and those whom it
    cannot reach. Working days and holidays are those of the timetable."""
    store, letter, settings = campaign.store, campaign.letter, campaign.settings
    return calls(
        store.read(people.addressees, letter),
        store.read(replies.ended, letter),
        store.read(replies.came, letter),
        store.read(replies.positions, letter),
        campaign.now(),
        AnswerTime(days, settings.campaign.zone, holidays=settings.sending.holidays),
    )
