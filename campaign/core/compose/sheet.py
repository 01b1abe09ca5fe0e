"""The content of a PDF for one addressee, or for all of them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import honorific, name_on_envelope
from campaign.core.compose.context import LetterContext
from campaign.core.compose.neutral import neutral_document
from campaign.core.compose.personal import fill_for, naming
from campaign.core.compose.values import dateline
from campaign.core.letters.letter import ANNEX
from campaign.core.render.sheet import Sheet
from campaign.core.settings import Sender

# How the line of the subject may begin in a letter.
_RE = re.compile(
    r"^\s*(?:re|betreff|betrifft|objet|concerne|oggetto|asunto|assunto|betreft|onderwerp|dotyczy)\s*:\s*", re.I
)
# More names than this would push the letter off its first page.
_MAX_NAMES = 8
_ENGLISH = "en"


def sheet(context: LetterContext, addressee: Addressee, sender: Sender) -> Sheet:
    """The PDF's content for one addressee. Raises ComposeError naming the addressee and the cause."""
    page = _blank_sheet(context, sender, _address_block(context, addressee))
    with naming(addressee):
        return replace(page, document=fill_for(context, addressee))


def neutral_sheet(context: LetterContext, sender: Sender) -> Sheet:
    """The PDF's content without personal words, addressed to everybody."""
    return replace(_blank_sheet(context, sender, _all_names(context)), document=neutral_document(context))


def _blank_sheet(context: LetterContext, sender: Sender, address_lines: tuple[str, ...]) -> Sheet:
    letter, frame = context.letter, context.frame
    day = context.values_for_all["date"]
    return Sheet(
        language=letter.language,
        title=letter.title or letter.subject_line,
        sender=sender.name,
        contact=sender.reply_to or sender.address,
        address_lines=address_lines,
        dateline=dateline(letter.place, day, letter.language),
        delivery=letter.delivery,
        subject="" if _same_words(letter.subject, letter.title) else letter.subject,
        digest=frame.digest,
        public_url=frame.public_url,
        annex=letter.long_notes == ANNEX,
        document=letter.document,
    )


def _same_words(subject: str, title: str) -> bool:
    """Whether the line "Re: Keep it" would only repeat the title below it."""
    return _bare(subject) == _bare(title)


def _bare(line: str) -> str:
    return " ".join(_RE.sub("", line).casefold().split()).rstrip(".!")


def _address_block(context: LetterContext, person: Addressee) -> tuple[str, ...]:
    (name,) = _full_names(context, (person,))
    return tuple(line for line in (name, person.role, person.group, person.country, person.address) if line)


def _all_names(context: LetterContext) -> tuple[str, ...]:
    return () if len(context.addressees) > _MAX_NAMES else _full_names(context, context.addressees)


def _full_names(context: LetterContext, people: Sequence[Addressee]) -> tuple[str, ...]:
    """Names as the address of a letter writes them, with the honorific where the language's table has one."""
    language, style = context.letter.language, context.frame.honorific_style
    if language.partition("-")[0].lower() != _ENGLISH:
        return tuple(name_on_envelope(person, language) for person in people)
    return tuple(f"{honorific(person, style)} {person.name}".strip() for person in people)
