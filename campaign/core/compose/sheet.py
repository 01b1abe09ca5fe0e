"""What a print says to one addressee, or to all of them together."""

from collections.abc import Sequence

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import honorific
from campaign.core.compose.frame import Frame
from campaign.core.compose.neutral import neutral
from campaign.core.compose.personal import filled
from campaign.core.compose.values import day_in_words
from campaign.core.letters import ANNEX, Letter
from campaign.core.letters.tree import Document
from campaign.core.render.characters import shown
from campaign.core.render.sheet import Sheet
from campaign.core.settings import Sender
from campaign.core.signatories import Organisation
from campaign.errors import ComposeError

# A block of more names would push the letter off its first page.
_MOST_NAMED = 8
_ENGLISH = "en"


def sheet(
    letter: Letter,
    addressee: Addressee | None,
    addressees: Sequence[Addressee],
    organisations: Sequence[Organisation],
    sender: Sender,
    frame: Frame,
) -> Sheet:
    """The print for one of the `addressees`; None makes the neutral one, to all that are named.

    Raises ComposeError naming the addressee and the cause, as `compose` does.
    """
    document = (
        _filled(letter, addressee, addressees, organisations, frame)
        if addressee
        else neutral(letter, addressees, organisations, frame)
    )
    block = _block(addressee, letter, frame) if addressee else _names(addressees, letter, frame)
    day = day_in_words(letter.date or frame.letter_date, letter.language)
    return Sheet(
        language=letter.language,
        title=letter.title or letter.subject_line,
        document=document,
        sender=sender.name,
        contact=sender.reply_to or sender.address,
        address=block,
        dateline=f"{letter.place}, {day}" if letter.place else day,
        delivery=letter.delivery,
        subject=letter.subject,
        digest=frame.digest,
        public_url=frame.public_url,
        annex=letter.long_notes == ANNEX,
    )


def _filled(
    letter: Letter,
    addressee: Addressee,
    addressees: Sequence[Addressee],
    organisations: Sequence[Organisation],
    frame: Frame,
) -> Document:
    try:
        return filled(letter, addressee, addressees, organisations, frame)
    except ComposeError as error:
        raise ComposeError(f"{called(addressee)}: {error.message}", hint=error.hint) from error


def called(addressee: Addressee) -> str:
    """An addressee in an error's words."""
    return f"{shown(addressee.name)} ({shown(addressee.key)})"


def _block(person: Addressee, letter: Letter, frame: Frame) -> tuple[str, ...]:
    lines = (_full_name(person, letter, frame), person.role, person.group, person.country, person.mail)
    return tuple(line for line in lines if line)


def _names(addressees: Sequence[Addressee], letter: Letter, frame: Frame) -> tuple[str, ...]:
    if len(addressees) > _MOST_NAMED:
        return ()
    return tuple(_full_name(person, letter, frame) for person in addressees)


def _full_name(person: Addressee, letter: Letter, frame: Frame) -> str:
    """With its honorific in English; how others write one depends on grammar."""
    title = honorific(person, frame.honorific_style) if letter.language == _ENGLISH else ""
    return f"{title} {person.name}".strip()
