"""One letter to many: what it says to all is written, set in lines and encoded once, and each addressee's own lines
are put between.

The mails are those of `compose`, to the byte. What cannot be had exactly this way is made by `compose`: a letter whose
links hold placeholders, a template that does more with its variables than print them, a value that is missing or that
no mail may hold.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import count, islice
from operator import attrgetter
from typing import NamedTuple

from jinja2 import Environment

from campaign.core.addressees import Addressee
from campaign.core.compose.address import wire_address
from campaign.core.compose.attachment import Attachment
from campaign.core.compose.encoding import quoted_printable
from campaign.core.compose.forms import Forms, forms
from campaign.core.compose.frame import Frame, Identity
from campaign.core.compose.headers import mailbox
from campaign.core.compose.message import Body, attached, boundaries, message, shared_head, threaded
from campaign.core.compose.personal import compose
from campaign.core.compose.spots import Spots
from campaign.core.compose.values import own_values
from campaign.core.letters import Letter
from campaign.core.message.wire import WHOLE, Own, Piece, Wire, joined
from campaign.core.render.characters import forbidden
from campaign.core.settings import Sender
from campaign.core.signatories import Organisation
from campaign.errors import ComposeError


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail as a wire and its own pieces. `sender` and `recipient` are the envelope's."""

    sender: str
    recipient: str
    wire: Wire
    own: tuple[bytes, ...]

    @property
    def message(self) -> bytes:
        return self.wire.message(self.own)


class _Shape(NamedTuple):
    """What differs between the wires of a letter: how the bodies travel, how many own files there are, the date."""

    text_base64: bool
    html_base64: bool
    files: int
    at: dt.datetime


class Series:
    """The mails of a letter. `addressees` are all whom a joint salutation greets; `files` go to all."""

    def __init__(
        self,
        letter: Letter,
        addressees: Sequence[Addressee],
        organisations: Sequence[Organisation],
        sender: Sender,
        frame: Frame,
        templates: Environment,
        files: Sequence[Attachment] = (),
    ) -> None:
        self._letter = letter
        self._addressees = addressees
        self._organisations = organisations
        self._sender = sender
        self._frame = frame
        self._templates = templates
        self._files = tuple(files)
        self._begun = False
        self._wires: dict[_Shape, Wire] = {}

    def mail(self, addressee: Addressee, identity: Identity, files: Sequence[Attachment] = ()) -> Composed:
        """The mail of one addressee; `files` are his or her own. Raises ComposeError as `compose` does."""
        spliced = self._spliced(addressee, identity, files) if self._begun else None
        self._begun = True  # for a single mail there is nothing to share
        return spliced or self._alone(addressee, identity, files)

    @cached_property
    def _forms(self) -> Forms | None:
        try:
            return forms(self._letter, self._addressees, self._organisations, self._frame, self._templates)
        except ComposeError:  # `compose` says it, of the first addressee
            return None

    @cached_property
    def _mail_from(self) -> str:
        return wire_address(self._sender.address)

    def _alone(self, addressee: Addressee, identity: Identity, files: Sequence[Attachment]) -> Composed:
        mail = compose(
            self._letter,
            addressee,
            self._addressees,
            self._organisations,
            self._sender,
            self._frame,
            identity,
            self._templates,
            (*self._files, *files),
        )
        return Composed(mail.sender, mail.recipient, WHOLE, (mail.message,))

    def _spliced(self, addressee: Addressee, identity: Identity, files: Sequence[Attachment]) -> Composed | None:
        """None where `compose` must make it, or say why it cannot be made."""
        made = self._forms
        if made is None or forbidden("".join(_fields(addressee))):
            return None
        said = own_values(self._letter, addressee, self._frame, made.names)
        if len(said) < len(made.names):
            return None
        try:
            recipient = wire_address(addressee.mail)
            to = mailbox("To", addressee.name, recipient).encode()
            text, html = made.text_runs(said), made.html_runs(said)
            shape = _Shape(made.text.is_base64(text), made.html.is_base64(html), len(files), identity.at)
            wire = self._wires.get(shape) or self._wire(shape, identity)
        except ComposeError:
            return None
        own = (
            b"",
            to,
            threaded(identity),
            *boundaries(identity.message_id),
            *(text if shape.text_base64 else map(quoted_printable, text)),
            *(html if shape.html_base64 else map(quoted_printable, html)),
            *map(attached, files),
        )
        return Composed(self._mail_from, recipient, wire, own)

    def _wire(self, shape: _Shape, identity: Identity) -> Wire:
        assert self._forms is not None
        own = map(Own, count())
        top, to, message_id, boundary, outer_boundary = islice(own, 5)
        head = shared_head(
            self._letter.subject_line,
            self._letter.language,
            self._sender,
            self._frame,
            identity,
            to=to,
            message_id=message_id,
            boundary=boundary,
            outer_boundary=outer_boundary,
        )
        text = _body(self._forms.text, own, base64=shape.text_base64)
        html = _body(self._forms.html, own, base64=shape.html_base64)
        files: list[Piece] = [*map(attached, self._files), *islice(own, shape.files)]
        self._wires[shape] = joined((top, *message(head, text, html, files)))
        return self._wires[shape]


_fields = attrgetter(*(field.name for field in fields(Addressee)))


def _body(spots: Spots, own: Iterator[Own], *, base64: bool) -> Body:
    shared = spots.runs if base64 else [quoted_printable(run) if isinstance(run, bytes) else run for run in spots.runs]
    return Body(base64, tuple(run if isinstance(run, bytes) else next(own) for run in shared))
