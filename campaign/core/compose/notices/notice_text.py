"""The parts that an email to a signer is made of, as nodes of a letter's tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.core.languages.catalogue import Catalogue
from campaign.core.letters.tree import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Document,
    Inlines,
    Link,
    Paragraph,
    Strong,
    Text,
)


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do: a button, with its address in full below it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What an email to a signer says."""

    subject: str
    heading: str
    blocks: Blocks
    """The text before the action."""
    action: Action | None = None
    after: Blocks = ()
    """The text after the action."""
    redline: Document | None = None
    """The changes of a new text, shown at the end; None for none."""


def paragraphs(*texts: str) -> Blocks:
    """A paragraph for each text that is not empty."""
    return tuple(Paragraph((Text(text),)) for text in texts if text)


def title(text: str) -> Block:
    """The letter's title as a quotation in bold."""
    return BlockQuote((Paragraph((Strong((Text(text),)),)),))


def facts(catalogue: Catalogue, *rows: tuple[str, str]) -> Blocks:
    """A list of "label: value". Rows without a value are left out. A web address becomes a link."""
    colon = catalogue.gettext(": ")  # French sets a space before it
    items = tuple((Paragraph(_fact(f"{label}{colon}", value)),) for label, value in rows if value)
    return (BulletList(items),) if items else ()


def signed_so_far(catalogue: Catalogue, number: int) -> str:
    """How many organisations have signed; "" for none."""
    sentence = catalogue.ngettext(
        "%(number)d organisation has signed.", "%(number)d organisations have signed.", number
    )
    return sentence % {"number": number} if number else ""


def redline_key(catalogue: Catalogue) -> str:
    """How to read the changes of a text."""
    return catalogue.gettext("New words are underlined or in [+…+]. Deleted words are struck through or in [-…-].")


def quotation(text: str) -> Blocks:
    """A person's text as a quotation, with its paragraphs."""
    parts = [part for part in text.split("\n\n") if part.strip()]
    return (BlockQuote(paragraphs(*parts)),) if parts else ()


def _fact(label: str, value: str) -> Inlines:
    text = Text(value)
    return (Text(label), Link(value, (text,)) if value.startswith(("https://", "http://")) else text)


def join_parts(parts: Iterable[str]) -> str:
    """The parts that are not empty, in one line: "Eve Example, Director"."""
    return ", ".join(filter(None, parts))
