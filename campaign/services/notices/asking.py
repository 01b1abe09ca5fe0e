"""Asking and reminding: whom, and one transaction for each, so that nobody is asked twice or marked without a mail."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.adapters.store import Store, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import mailings
from campaign.adapters.store.signons import record, stopped
from campaign.core.delivery.records import Dispatch, Planned, Post
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import Kind, NewSignOn, Signer, SignOn, Source
from campaign.core.signons.board import Row, ledger_name
from campaign.core.signons.contacts import Contact, in_directory
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, Deed, line_of
from campaign.core.tables import Record
from campaign.core.tables.text import folded
from campaign.services.notices.writing import Occasion, Writer


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A contact who is not asked: `line` of the file, and why."""

    line: int
    contact: Contact
    why: str


def sifted(
    store: Store,
    letter: str,
    contacts: Iterable[Record[Contact]],
    rows: Sequence[Row],
    directory: Sequence[Organisation],
) -> tuple[tuple[NewSignOn, ...], tuple[LeftOut, ...]]:
    """Those to be asked, and those who have been, have answered, or asked not to be written to."""
    known = {folded(row.signon.name): row for row in rows} | {row.signon.organisation: row for row in rows}
    new: list[NewSignOn] = []
    left: list[LeftOut] = []
    for each in contacts:
        meant = in_directory(each.value, directory)
        row = known.get(meant.key) if meant else known.get(folded(each.value.organisation))
        why = _stopped(store, each.value) or (_answered(row) if row else _held(store, letter, each.value))
        if why:
            left.append(LeftOut(each.line, each.value, why))
        else:
            new.append(_new(letter, each.value, meant))
    return tuple(new), tuple(left)


def shown(writer: Writer, new: Iterable[NewSignOn], wave: str, at: dt.datetime) -> tuple[Planned, ...]:
    """The mails as they would go, but for their personal links, which come to be when they are sent.

    Raises ComposeError naming the one that cannot be built.
    """
    return tuple(_mail(writer, *_imagined(each, at), wave, at) for each in new)


def ask(
    store: Store,
    writer: Writer,
    post: Post,
    people: Iterable[NewSignOn | Row],
    wave: str,
    at: dt.datetime,
    progress: Callable[[], object] = lambda: None,
) -> Dispatch:
    """Invite those who are new, remind those of the board: sign-on, record and delivery in one transaction each.

    Who was quicker, or no longer stands as was shown, is left alone. `progress` is called after each.
    """
    dispatch = store.write(mailings.open_dispatch, writer.newest.letter, post, wave, writer.newest.id, at)
    for one in people:
        if isinstance(one, NewSignOn):
            store.write(_invite, writer, dispatch, one, at)
        else:
            store.write(_remind, writer, dispatch, one, at)
        progress()
    return dispatch


def reminder(writer: Writer, row: Row, wave: str, at: dt.datetime) -> Planned:
    """The reminder for a row of the board that has a signer."""
    assert row.signer is not None  # the board's rule leaves the others out
    occasion = Occasion(NoticeKind.REMINDER, row.signon, row.signer, asked_at=row.asked_at)
    return writer.mail(occasion, wave, ledger_name(row.signon.id), at)


def _invite(db: Database, writer: Writer, dispatch: Dispatch, new: NewSignOn, at: dt.datetime) -> bool:
    if stopped.since(db, new.mail):  # since it was shown
        return False
    added = signons.add(db, new, Deed.INVITED, Actor.COORDINATOR, at)
    signon, signer = signons.one(db, added.id), signons.signer(db, added.id)
    if not added.fresh or signon is None or signer is None:
        return False
    mailings.queue(db, dispatch.id, _mail(writer, signon, signer, dispatch.wave, at), at)
    return True


def _remind(db: Database, writer: Writer, dispatch: Dispatch, row: Row, at: dt.datetime) -> bool:
    if signons.one(db, row.signon.id) != row.signon:  # has answered since it was shown
        return False
    if row.signer is None or stopped.since(db, row.signer.mail):  # as above
        return False
    record.add(db, line_of(row.signon, Deed.REMINDED, Actor.COORDINATOR, at))
    mailings.queue(db, dispatch.id, reminder(writer, row, dispatch.wave, at), at)
    return True


def _mail(writer: Writer, signon: SignOn, signer: Signer, wave: str, at: dt.datetime) -> Planned:
    return writer.mail(Occasion(NoticeKind.INVITATION, signon, signer), wave, ledger_name(signon.id), at)


def _answered(row: Row) -> str:
    """Why the contact of a known organisation is not asked, "" where it may be."""
    if row.signon.state is SignOnState.INVITED and row.signer is None:
        return ""
    who = f" ({row.signer.mail})" if row.signer and row.signer.mail else ""
    return f"is {row.signon.state} already{who}"


def _stopped(store: Store, contact: Contact) -> str:
    return stopped.WHY if store.read(stopped.since, contact.mail) else ""


def _held(store: Store, letter: str, contact: Contact) -> str:
    """Why an address is not asked that stands for another name already."""
    number = store.read(signons.by_mail, letter, contact.mail_key)
    held = store.read(signons.one, number) if number is not None else None
    return f"the address stands for {held.name} ({held.state})" if held else ""


def _new(letter: str, contact: Contact, meant: Organisation | None) -> NewSignOn:
    new = NewSignOn(
        letter=letter,
        kind=Kind.ORGANISATION,
        name=contact.organisation,
        state=SignOnState.INVITED,
        version=None,
        language=contact.language,
        source=Source.INVITATION,
        url=contact.url,
        country=contact.country,
        person=contact.person,
        role=contact.role,
        mail=contact.mail,
        mail_key=contact.mail_key,
    )
    if meant is None:
        return new
    return replace(new, organisation=meant.key, name=meant.name, url=meant.url, country=meant.country, logo=meant.logo)


def _imagined(new: NewSignOn, at: dt.datetime) -> tuple[SignOn, Signer]:
    """A sign-on that is not kept: its links open nothing."""
    signon = SignOn(
        id=0,
        letter=new.letter,
        kind=new.kind,
        organisation=new.organisation,
        name=new.name,
        url=new.url,
        country=new.country,
        logo=new.logo,
        quote="",
        state=new.state,
        version=None,
        held=False,
        language=new.language,
        source=new.source,
        created_at=at,
    )
    return signon, Signer(0, new.person, new.role, new.mail)
