"""One letter to many: what it says to all is written, set in lines and encoded once, and each addressee's own lines
are put between.

The mails are those of `compose`, to the byte. What cannot be had exactly this way is made by `compose`: a letter whose
links hold placeholders, a template that does more with its variables than print them, a value that is missing or that
no mail may hold.
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
from campaign.core.compose.frame import Identity
from campaign.core.compose.headers import mailbox
from campaign.core.compose.mailing.forms import Forms, forms
from campaign.core.compose.mailing.single import compose
from campaign.core.compose.mailing.spots import Spots
from campaign.core.compose.message import Body, OwnHead, attached, boundaries, message, shared_head, threaded
from campaign.core.compose.values import own_values
from campaign.core.message.wire import WHOLE, Own, Piece, Wire, joined
from campaign.core.render.characters import forbidden
from campaign.core.settings import Sender
from campaign.errors import ComposeError


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a mail goes, and as which."""

    addressee: Addressee
    language: str
    """Which of the letter's texts he or she is written to in."""
    identity: Identity
    """The mail's Message-ID and date."""
    files: tuple[Attachment, ...] = ()
    """What is attached to this mail alone."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A finished mail."""

    to: Recipient
    """Whose mail it is."""
    sender: str
    """The envelope's sender."""
    recipient: str
    """The envelope's recipient: the addressee's mail address as servers read it."""
    wire: Wire
    """What its message shares with others."""
    own: tuple[bytes, ...]
    """The pieces of its message that are its own."""

    @property
    def message(self) -> bytes:
        """The message's bytes."""
        return self.wire.message(self.own)


class _Shape(NamedTuple):
    """What differs between the wires of a letter: how the bodies travel, how many own files there are, the date."""

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
) -> Iterator[Composed]:
    """The mail of each recipient, in their order, from the text in his or her language; `files` go to all.

    `texts` has the letter by language. The same arguments give the same bytes. Raises ComposeError naming the addressee
    and the cause: no or no valid mail address, a placeholder without a value, a line break or control character in a
    name or another value, a template that cannot be used.
    """
    series = {language: Series(context, sender, templates, files) for language, context in texts.items()}
    for to in recipients:
        yield series[to.language].mail(to)


class Series:
    """The mails of one text; `files` go to all."""

    def __init__(
        self, context: LetterContext, sender: Sender, templates: Environment, files: Sequence[Attachment] = ()
    ) -> None:
        self._context = context
        self._sender = sender
        self._templates = templates
        self._files = tuple(files)
        self._is_first = True
        self._wires: dict[_Shape, Wire] = {}

    def mail(self, to: Recipient) -> Composed:
        """The mail of one addressee. Raises ComposeError as `compose` does."""
        spliced = None if self._is_first else self._spliced(to)
        self._is_first = False  # for a single mail there is nothing to share
        return spliced or self._alone(to)

    @cached_property
    def _forms(self) -> Forms | None:
        try:
            return forms(self._context, self._templates)
        except ComposeError:  # `compose` says it, of the first addressee
            return None

    @cached_property
    def _mail_from(self) -> str:
        return wire_address(self._sender.address)

    def _alone(self, to: Recipient) -> Composed:
        files = (*self._files, *to.files)
        mail = compose(self._context, self._sender, self._templates, to.addressee, to.identity, files)
        return Composed(to, mail.sender, mail.recipient, WHOLE, (mail.message,))

    def _spliced(self, to: Recipient) -> Composed | None:
        """None where `compose` must make it, or say why it cannot be made."""
        made, addressee, identity = self._forms, to.addressee, to.identity
        if made is None or forbidden("".join(_fields(addressee))):
            return None
        values = own_values(self._context.letter, addressee, self._context.frame, made.names)
        if len(values) < len(made.names):
            return None
        try:
            recipient = wire_address(addressee.mail)
            to_header = mailbox("To", addressee.name, recipient).encode()
            text, html = made.text_runs(values), made.html_runs(values)
            shape = _Shape(made.text.is_base64(text), made.html.is_base64(html), len(to.files), identity.at)
            wire = self._wires.get(shape) or self._wire(shape, identity)
        except ComposeError:
            return None
        own = (
            b"",
            to_header,
            threaded(identity),
            *boundaries(identity.message_id),
            *(text if shape.text_base64 else map(quoted_printable, text)),
            *(html if shape.html_base64 else map(quoted_printable, html)),
            *map(attached, to.files),
        )
        return Composed(to, self._mail_from, recipient, wire, own)

    def _wire(self, shape: _Shape, identity: Identity) -> Wire:
        assert self._forms is not None
        own = map(Own, count())
        top = next(own)
        context, own_head = self._context, OwnHead(*islice(own, 4))
        letter = context.letter
        head = shared_head(letter.subject_line, letter.language, self._sender, context.frame, identity.at, own_head)
        text = _body(self._forms.text, own, base64=shape.text_base64)
        html = _body(self._forms.html, own, base64=shape.html_base64)
        files: list[Piece] = [*map(attached, self._files), *islice(own, shape.files)]
        self._wires[shape] = joined((top, *message(head, text, html, files)))
        return self._wires[shape]


_fields = attrgetter(*(field.name for field in fields(Addressee)))


def _body(spots: Spots, own: Iterator[Own], *, base64: bool) -> Body:
    shared = spots.runs if base64 else [quoted_printable(run) if isinstance(run, bytes) else run for run in spots.runs]
    return Body(base64, tuple(run if isinstance(run, bytes) else next(own) for run in shared))
