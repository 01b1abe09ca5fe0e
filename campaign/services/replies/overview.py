"""Replies to the letter, positions of addressees, and the call list."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store import people, replies
from campaign.core.addressees import Addressee
from campaign.core.delivery.calls import AnswerTime, Call, calls_to_make
from campaign.core.delivery.replies import CallNote, Position, Reply
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.replies.reply_files import folder_name


@dataclass(frozen=True, slots=True)
class ReplyList:
    """The replies to a letter."""

    replies: tuple[Reply, ...]
    """The replies, oldest first."""
    positions: tuple[Position, ...]
    """The newest position of each addressee who has one."""
    names: Mapping[str, str]
    """The names of addressees by their keys."""

    def name(self, position: Position) -> str:
        """The name of the addressee with this position; the key when he or she is no longer on the list."""
        return self.names.get(position.addressee, position.addressee)


def list_replies(campaign: Campaign) -> ReplyList:
    """The replies to the campaign's current letter, and the positions of its addressees."""
    store, letter = campaign.store, campaign.letter
    positions = store.read(replies.positions, letter)
    names = {person.key: person.name for person in store.read(people.addressees, letter)}
    return ReplyList(store.read(replies.replies, letter), tuple(positions.values()), names)


def reply_folder(campaign: Campaign, reply: Reply) -> Path:
    """The folder that holds the files of a reply."""
    return campaign.folder.replies / folder_name(reply.message_id)


def add_position(campaign: Campaign, who: str, stance: str, way: str, note: str) -> Addressee:
    """Record the position of an addressee.

    `who` is a part of the name, the email address or the key. `stance` is "supports", "against" or "open", `way` is
    "phone", "mail" or "meeting". Returns the addressee. Raises UsageError when `who` matches none or several.
    """
    addressee = _one_addressee(campaign, who)
    position = Position(addressee.key, campaign.now(), stance, way, note.strip())
    campaign.store.write(replies.add_position, campaign.letter, position)
    return addressee


def add_call_note(campaign: Campaign, who: str, note: str) -> Addressee:
    """Record what came of a call that gave no position. The addressee stays on the call list. Raises UsageError as
    `add_position`, and when the note is empty."""
    addressee = _one_addressee(campaign, who)
    if not note.strip():
        raise UsageError("the note is empty", fix="write what came of the call, in a few words")
    campaign.store.write(replies.add_call_note, campaign.letter, CallNote(addressee.key, campaign.now(), note.strip()))
    return addressee


@dataclass(frozen=True, slots=True)
class ConfirmPlan:
    """Claims that would count as answers of an addressee."""

    addressee: Addressee
    claims: tuple[Reply, ...]


def plan_confirm(campaign: Campaign, who: str) -> ConfirmPlan:
    """The replies that only say that they are from an addressee. Raises UsageError when `who` matches none or several,
    Refused when there is no such reply, or it is a bounce, which no addressee can confirm."""
    addressee = _one_addressee(campaign, who)
    claims = campaign.store.read(replies.claims, campaign.letter, addressee.key)
    of_people = tuple(claim for claim in claims if claim.kind == "person")
    if of_people:
        return ConfirmPlan(addressee, of_people)
    if claims:
        what = f"the message about {addressee.name} is not a reply from a person ({claims[-1].kind})"
        raise Refused(what, fix="if it did not arrive: campaign send settle WHO --bounced --evidence TEXT")
    raise Refused(f"no unproven email claims to be from {addressee.name}", fix="campaign reply list")


def confirm_claims(campaign: Campaign, plan: ConfirmPlan, evidence: str) -> int:
    """Let the replies count as answers, on a person's word. Returns how many still were claims."""
    now = campaign.now()
    return sum(campaign.store.write(replies.confirm, claim.message_id, evidence, now) for claim in plan.claims)


def _one_addressee(campaign: Campaign, who: str) -> Addressee:
    addressees = campaign.store.read(people.addressees, campaign.letter)
    exact = [
        person
        for person in addressees
        if who in (person.key, person.address) or who.casefold() == person.name.casefold()
    ]
    matches = exact or [person for person in addressees if who.casefold() in person.name.casefold()]
    if len(matches) != 1:
        what = f"{who!r} matches {len(matches)} addressees" if matches else f"no addressee matches {who!r}"
        names = ", ".join(person.name for person in (matches or addressees)[:8])
        raise UsageError(what, fix=f"name one addressee, for example: {names}")
    return matches[0]


def due_calls(campaign: Campaign, days: int) -> tuple[Call, ...]:
    """The call list: addressees who received the letter at least `days` working days ago and have not answered, and
    addressees whom it did not reach. Working days follow the holidays of [sending]."""
    store, letter, settings = campaign.store, campaign.letter, campaign.settings
    return calls_to_make(
        store.read(people.addressees, letter),
        store.read(replies.final_deliveries, letter),
        store.read(replies.arrivals, letter),
        store.read(replies.positions, letter),
        campaign.now(),
        AnswerTime(days, settings.campaign.zone, holidays=settings.sending.holidays),
        store.read(replies.call_notes, letter),
    )
