"""One letter to many addressees: the shared parts are rendered and encoded once, the personal lines are inserted.

The messages are byte for byte those of `compose`, which is used where splicing is not possible: for a letter with
placeholders in links, for a template that does more than print its variables, and for a value that is missing or not
allowed.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import count, islice
from operator import attrgetter
from typing import NamedTuple

from jinja2 import Environment

from campaign.core.addressees import Addressee
from campaign.core.compose.address import wire_address
from campaign.core.compose.attachment import Attachment
from campaign.core.compose.context import LetterContext
from campaign.core.compose.encoding import quoted_printable
from campaign.core.compose.headers import mailbox
from campaign.core.compose.mailing.marked_bodies import MarkedBodies, marked_bodies
from campaign.core.compose.mailing.marked_text import MarkedText
from campaign.core.compose.mailing.single import compose
from campaign.core.compose.message import (
    Body,
    PersonalHeaders,
    attachment_part,
    boundaries,
    message_headers,
    message_pieces,
    thread_headers,
)
from campaign.core.compose.message_frame import Identity
from campaign.core.compose.values import personal_values
from campaign.core.message.wire import UNSHARED, OwnPiece, Piece, Wire, join_pieces
from campaign.core.render.characters import has_forbidden
from campaign.core.settings import Sender
from campaign.errors import ComposeError


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a message, in which language and with which identity."""

    addressee: Addressee
    language: str
    """The language of the text that this addressee gets."""
    identity: Identity
    """The message's Message-ID and date."""
    files: tuple[Attachment, ...] = ()
    """Attachments of this message alone."""


@dataclass(frozen=True, slots=True)
class ComposedMessage:
    """A finished message."""

    to: Recipient
    """The recipient that it was composed for."""
    sender_address: str
    """The sender of the envelope."""
    recipient_address: str
    """The recipient of the envelope: the addressee's email address, its domain in ASCII."""
    wire: Wire
    """The part of the message that it shares with others."""
    own_pieces: tuple[bytes, ...]
    """The pieces that only this message has."""

    @property
    def message(self) -> bytes:
        """The whole message as bytes."""
        return self.wire.message(self.own_pieces)


class _Shape(NamedTuple):
    """What makes two wires of one letter different: encodings, number of own attachments, date."""

    text_base64: bool
    html_base64: bool
    files: int
    at: dt.datetime


def mails(
    texts: Mapping[str, LetterContext],
    sender: Sender,
    templates: Environment,
    recipients: Iterable[Recipient],
    files: Sequence[Attachment] = (),
) -> Iterator[ComposedMessage]:
    """Compose a message for each recipient, in order. `texts` has the letter by language; `files` are attached to all.

    The same arguments give the same bytes. Raises ComposeError naming the addressee and the cause: a missing or wrong
    email address, a placeholder without a value, a line break or control character in a value, a broken template.
    """
    series = {language: Series(context, sender, templates, files) for language, context in texts.items()}
    for to in recipients:
        yield series[to.language].compose(to)


class Series:
    """Composes the messages of one text. `files` are attached to all."""

    def __init__(
        self, context: LetterContext, sender: Sender, templates: Environment, files: Sequence[Attachment] = ()
    ) -> None:
        self._context = context
        self._sender = sender
        self._templates = templates
        self._files = tuple(files)
        self._is_first = True
        self._wires: dict[_Shape, Wire] = {}

    def compose(self, to: Recipient) -> ComposedMessage:
        """Compose the message of one addressee. Raises ComposeError as `mails` says."""
        composed = None if self._is_first else self._compose_from_shared(to)
        self._is_first = False  # a single message has nothing to share
        return composed or self._compose_alone(to)

    @cached_property
    def _bodies(self) -> MarkedBodies | None:
        try:
            return marked_bodies(self._context, self._templates)
        except ComposeError:  # `compose` raises it again and names the addressee
            return None

    @cached_property
    def _sender_address(self) -> str:
        return wire_address(self._sender.address)

    def _compose_alone(self, to: Recipient) -> ComposedMessage:
        files = (*self._files, *to.files)
        message = compose(self._context, self._sender, self._templates, to.addressee, to.identity, files)
        return ComposedMessage(to, message.sender, message.recipient, UNSHARED, (message.content,))

    def _compose_from_shared(self, to: Recipient) -> ComposedMessage | None:
        """None if `compose` must compose it, or must say why that is not possible."""
        bodies, addressee, identity = self._bodies, to.addressee, to.identity
        if bodies is None or has_forbidden("".join(_field_values(addressee))):
            return None
        values = personal_values(self._context.letter, addressee, self._context.frame, bodies.names)
        if len(values) < len(bodies.names):
            return None
        try:
            recipient = wire_address(addressee.address)
            to_header = mailbox("To", addressee.name, recipient).encode()
            text, html = bodies.personal_text(values), bodies.personal_html(values)
            shape = _Shape(bodies.text.is_base64(text), bodies.html.is_base64(html), len(to.files), identity.at)
            wire = self._wires.get(shape) or self._wire(shape, identity)
        except ComposeError:
            return None
        own_pieces = (
            b"",
            to_header,
            thread_headers(identity),
            *boundaries(identity.message_id),
            *(text if shape.text_base64 else map(quoted_printable, text)),
            *(html if shape.html_base64 else map(quoted_printable, html)),
            *map(attachment_part, to.files),
        )
        return ComposedMessage(to, self._sender_address, recipient, wire, own_pieces)

    def _wire(self, shape: _Shape, identity: Identity) -> Wire:
        assert self._bodies is not None
        numbered = map(OwnPiece, count())
        first = next(numbered)
        context, own_head = self._context, PersonalHeaders(*islice(numbered, 4))
        letter = context.letter
        head = message_headers(letter.subject_line, letter.language, self._sender, context.frame, identity.at, own_head)
        text = _body(self._bodies.text, numbered, base64=shape.text_base64)
        html = _body(self._bodies.html, numbered, base64=shape.html_base64)
        files: list[Piece] = [*map(attachment_part, self._files), *islice(numbered, shape.files)]
        self._wires[shape] = join_pieces((first, *message_pieces(head, text, html, files)))
        return self._wires[shape]


_field_values = attrgetter(*(field.name for field in fields(Addressee)))


def _body(marked: MarkedText, numbered: Iterator[OwnPiece], *, base64: bool) -> Body:
    runs = marked.runs if base64 else [quoted_printable(run) if isinstance(run, bytes) else run for run in marked.runs]
    return Body(base64, tuple(run if isinstance(run, bytes) else next(numbered) for run in runs))
