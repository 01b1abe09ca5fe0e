"""The few shapes that a mail to a signer is written in, as nodes of a letter's tree."""

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
    """The one thing to do: a button, and the address in full, so that everybody sees where it leads."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a mail says. `blocks` stand before the `action`, `after` behind it; `redline` is shown at the end."""

    subject: str
    heading: str
    blocks: Blocks
    action: Action | None = None
    after: Blocks = ()
    redline: Document | None = None


def paragraphs(*texts: str) -> Blocks:
    """A paragraph for each text that says something."""
    return tuple(Paragraph((Text(text),)) for text in texts if text)


def title(text: str) -> Block:
    """The letter's title, set off."""
    return BlockQuote((Paragraph((Strong((Text(text),)),)),))


def facts(catalogue: Catalogue, *rows: tuple[str, str]) -> Blocks:
    """Lines of "label: value"; those without a value are left out. An address becomes a link that shows itself."""
    colon = catalogue.gettext(": ")  # French sets a space before it
    items = tuple((Paragraph(_fact(f"{label}{colon}", value)),) for label, value in rows if value)
    return (BulletList(items),) if items else ()


def quotation(text: str) -> Blocks:
    """A person's own words, paragraph by paragraph, as a quotation."""
    parts = [part for part in text.split("\n\n") if part.strip()]
    return (BlockQuote(paragraphs(*parts)),) if parts else ()


def _fact(label: str, value: str) -> Inlines:
    text = Text(value)
    return (Text(label), Link(value, (text,)) if value.startswith(("https://", "http://")) else text)


def join_parts(parts: Iterable[str]) -> str:
    """What is known of somebody in one line: "Eve Example, Director"."""
    return ", ".join(filter(None, parts))
