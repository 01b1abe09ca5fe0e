"""Invitations and reminders. Each is one transaction, so that nobody is asked twice, or recorded without an email."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.adapters.store import Store, signons
from campaign.adapters.store.database import Database
from campaign.adapters.store.ledger import signer_mailings
from campaign.adapters.store.signons import opt_outs, record
from campaign.core.delivery.records import Mailing, MailingKind, PlannedDelivery
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import NewSignOn, Signer, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.board import BoardRow, ledger_name
from campaign.core.signons.contacts import OrganisationContact, find_in_directory
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import Actor, RecordEvent, record_line
from campaign.core.tables import Record
from campaign.core.tables.text import fold_words
from campaign.services.notices.writing import NoticeWriter, Occasion


@dataclass(frozen=True, slots=True)
class SkippedContact:
    """A contact who is not invited: the line of the file, and why."""

    line: int
    contact: OrganisationContact
    why: str


def select_contacts(
    store: Store,
    letter: str,
    contacts: Iterable[Record[OrganisationContact]],
    rows: Sequence[BoardRow],
    directory: Sequence[Organisation],
) -> tuple[tuple[NewSignOn, ...], tuple[SkippedContact, ...]]:
    """Divide contacts into new sign-ons to invite, and those to skip, each with the reason."""
    known = {fold_words(row.signon.name): row for row in rows} | {row.signon.organisation: row for row in rows}
    new: list[NewSignOn] = []
    skipped: list[SkippedContact] = []
    for entry in contacts:
        organisation = find_in_directory(entry.value, directory)
        row = known.get(organisation.key) if organisation else known.get(fold_words(entry.value.organisation))
        why = _why_stopped(store, entry.value) or (
            _why_answered(row) if row else _why_address_taken(store, letter, entry.value)
        )
        if why:
            skipped.append(SkippedContact(entry.line, entry.value, why))
        else:
            new.append(_new_signon(letter, entry.value, organisation))
    return tuple(new), tuple(skipped)


def preview_invitations(
    writer: NoticeWriter, new: Iterable[NewSignOn], wave: str, at: dt.datetime
) -> tuple[PlannedDelivery, ...]:
    """Compose the invitations for a preview, without working personal links: these are made when the emails are queued.

    Raises ComposeError, naming the email that cannot be composed.
    """
    return tuple(_invitation_message(writer, *_example_signon(signon, at), wave, at) for signon in new)


def queue_requests(
    store: Store,
    writer: NoticeWriter,
    kind: MailingKind,
    requests: Iterable[NewSignOn | BoardRow],
    wave: str,
    at: dt.datetime,
    progress: Callable[[], object] = lambda: None,
) -> Mailing:
    """Invite new contacts and remind organisations on the board: sign-on, record and delivery in one transaction each.

    Skips anybody who has answered or changed since the preview. `progress` is called after each.
    """
    mailing = store.write(
        signer_mailings.open_mailing, writer.newest_version.letter, kind, wave, writer.newest_version.id, at
    )
    for request in requests:
        if isinstance(request, NewSignOn):
            store.write(_invite, writer, mailing, request, at)
        else:
            store.write(_remind, writer, mailing, request, at)
        progress()
    return mailing


def reminder_message(writer: NoticeWriter, row: BoardRow, wave: str, at: dt.datetime) -> PlannedDelivery:
    """Compose the reminder for a row of the board that has a signer."""
    assert row.signer is not None  # `why_no_reminder` excludes rows without one
    occasion = Occasion(NoticeKind.REMINDER, row.signon, row.signer, asked_at=row.asked_at)
    return writer.write(occasion, wave, ledger_name(row.signon.id), at)


def _invite(db: Database, writer: NoticeWriter, mailing: Mailing, new: NewSignOn, at: dt.datetime) -> bool:
    if opt_outs.since(db, new.address):  # since the preview
        return False
    added = signons.add(db, new, RecordEvent.INVITED, Actor.COORDINATOR, at)
    signon, signer = signons.one(db, added.id), signons.signer(db, added.id)
    if not added.is_new or signon is None or signer is None:
        return False
    signer_mailings.queue(db, mailing.id, _invitation_message(writer, signon, signer, mailing.wave, at), at)
    return True


def _remind(db: Database, writer: NoticeWriter, mailing: Mailing, row: BoardRow, at: dt.datetime) -> bool:
    if signons.one(db, row.signon.id) != row.signon:  # has answered since the preview
        return False
    if row.signer is None or opt_outs.since(db, row.signer.address):  # as above
        return False
    record.add(db, record_line(row.signon, RecordEvent.REMINDED, Actor.COORDINATOR, at))
    signer_mailings.queue(db, mailing.id, reminder_message(writer, row, mailing.wave, at), at)
    return True


def _invitation_message(
    writer: NoticeWriter, signon: SignOn, signer: Signer, wave: str, at: dt.datetime
) -> PlannedDelivery:
    return writer.write(Occasion(NoticeKind.INVITATION, signon, signer), wave, ledger_name(signon.id), at)


def _why_answered(row: BoardRow) -> str:
    """Why the contact of an organisation on the board is not invited; "" if it may be."""
    if row.signon.state is SignOnState.INVITED and row.signer is None:
        return ""
    who = f" ({row.signer.address})" if row.signer and row.signer.address else ""
    return f"is already {row.signon.state}{who}"


def _why_stopped(store: Store, contact: OrganisationContact) -> str:
    return opt_outs.REASON if store.read(opt_outs.since, contact.address) else ""


def _why_address_taken(store: Store, letter: str, contact: OrganisationContact) -> str:
    """Why an address that already has a sign-on under another name is not invited; "" if it has none."""
    number = store.read(signons.by_address, letter, contact.address_key)
    signon = store.read(signons.one, number) if number is not None else None
    return f"the address belongs to {signon.name} ({signon.state})" if signon else ""


def _new_signon(letter: str, contact: OrganisationContact, organisation: Organisation | None) -> NewSignOn:
    new = NewSignOn(
        letter=letter,
        kind=SignOnKind.ORGANISATION,
        name=contact.organisation,
        state=SignOnState.INVITED,
        version=None,
        language=contact.language,
        source=SignOnSource.INVITATION,
        url=contact.url,
        country=contact.country,
        person=contact.person,
        role=contact.role,
        address=contact.address,
        address_key=contact.address_key,
    )
    if organisation is None:
        return new
    return replace(
        new,
        organisation=organisation.key,
        name=organisation.name,
        url=organisation.url,
        country=organisation.country,
        logo=organisation.logo,
    )


def _example_signon(new: NewSignOn, at: dt.datetime) -> tuple[SignOn, Signer]:
    """A sign-on for the preview. It is not stored, so its links do not work."""
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
        has_objected=False,
        language=new.language,
        source=new.source,
        created_at=at,
    )
    return signon, Signer(0, new.person, new.role, new.address)
