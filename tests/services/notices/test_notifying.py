"""Pending notices to signers become deliveries, once each, and are sent by their own rules."""

import asyncio
import datetime as dt
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from campaign.adapters import settings
from campaign.adapters.files import folder
from campaign.adapters.smtp.catcher import run_catcher
from campaign.adapters.store import Store, keys, signons, versions
from campaign.adapters.store.ledger import deliveries, messages, signer_mailings
from campaign.adapters.store.signons import additions, board_rows, notices, opt_outs, personal, submissions
from campaign.core.delivery.records import Delivery, MailingKind
from campaign.core.delivery.rules import SendRules, rules_for
from campaign.core.delivery.states import DeliveryState
from campaign.core.letters.version import NewVersion
from campaign.core.settings import PLAIN, Settings, SmtpTable
from campaign.core.signons import NewSignOn
from campaign.core.signons.contacts import OrganisationContact
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.personal_links import LinkPurpose, is_token_for
from campaign.core.tables import Record
from campaign.errors import Refused
from campaign.services.campaign import system_clock
from campaign.services.notices import queue_invitations, queueing
from campaign.services.notices.writing import NoticeWriter, Occasion
from campaign.services.sending.mailer import send_until
from campaign.services.sending.scheduler import MailerWork
from campaign.services.waves.letter_state import LetterState, read_letter_state
from tests.helpers.campaign import frozen_sample
from tests.helpers.notice_context import SIGNON
from tests.helpers.signons import confirm_submission

LETTER = "open-source-exemption"
NOW = dt.datetime.now(dt.UTC)
NEW = NewSignOn(
    letter=LETTER,
    kind=SIGNON.kind,
    name="Free Knowledge e.V.",
    state=SIGNON.state,
    version=1,
    language="en",
    source=SIGNON.source,
    person="Eve Example",
    role="Director",
    address="eve@knowledge.example",
    address_key="eve@knowledge.example",
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, frozen once."""
    return frozen_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def public_settings(sample: Path) -> Settings:
    loaded = settings.load(sample)
    campaign = replace(loaded.campaign, public_url="https://coalition.example/letter")
    return replace(loaded, campaign=campaign, inviting=replace(loaded.inviting, per_minute=60_000))


@pytest.fixture
def store(sample: Path, tmp_path: Path) -> Iterator[Store]:
    """The sample's store, a copy for each test."""
    (tmp_path / "campaign.db").write_bytes((sample / "campaign.db").read_bytes())
    with Store.open(tmp_path / "campaign.db") as open_store:
        yield open_store


@pytest.fixture
def state(sample: Path, store: Store) -> LetterState:
    return read_letter_state(folder.Folder(sample), store, LETTER)


@pytest.fixture
def writer(store: Store, sample: Path, public_settings: Settings, state: LetterState) -> NoticeWriter:
    return NoticeWriter(store, folder.Folder(sample), public_settings, state)


def enter(store: Store, number: int = 1) -> int:
    """Enter a sign-on. Returns the id of the submission, whose notice is pending."""
    address = f"eve{number}@knowledge.example"
    new = replace(NEW, name=f"Free Knowledge {number}", address=address, address_key=address)
    submission = store.write(additions.enter, new, NOW)
    assert submission is not None
    return submission


def enter_signed(store: Store, number: int = 1) -> int:
    """Enter a sign-on and confirm it. Returns its id; no notice is pending."""
    signon = confirm_submission(store, enter(store, number), NOW)
    for notice in store.read(notices.pending):
        assert store.write(notices.remove, notice)
    return signon


def mails(store: Store) -> tuple[Delivery, ...]:
    mailing = store.read(deliveries.find_mailing, LETTER, queueing.WAVE)
    return store.read(deliveries.deliveries, mailing.id) if mailing else ()


def test_a_pending_notice_is_queued_once(store: Store, writer: NoticeWriter) -> None:
    """The email is queued with its link; no notice is pending."""
    submission = enter(store)
    waiting = store.read(submissions.one, submission)
    assert waiting is not None
    assert (
        queueing.queue_pending(store, writer, LETTER, NOW).queued,
        queueing.queue_pending(store, writer, LETTER, NOW).queued,
    ) == (1, 0)
    (mail,) = mails(store)
    assert (mail.state, mail.address, mail.name) == (DeliveryState.QUEUED, "eve1@knowledge.example", "Eve Example")
    body = message_from_bytes(store.read(messages.message, mail.id), policy=policy.default).get_body(("plain",))
    assert body is not None
    (token,) = re.findall(r"https://coalition.example/letter/confirm/(\S+)", body.get_content())
    assert is_token_for(token, store.write(keys.secret, keys.LINKS), LinkPurpose.SUBMISSION, submission, waiting.seed)


def test_the_same_notice_is_queued_again(store: Store, writer: NoticeWriter) -> None:
    """A new notice may get the id of a removed one; it is another email."""
    signon = enter_signed(store)
    store.write(notices.add, LETTER, signon, NoticeKind.OWN, NOW)
    queueing.queue_pending(store, writer, LETTER, NOW)
    store.write(notices.add, LETTER, signon, NoticeKind.OWN, NOW + dt.timedelta(minutes=1))
    assert queueing.queue_pending(store, writer, LETTER, NOW).queued == 1
    assert len({mail.message_id for mail in mails(store)}) == 2


def test_a_new_notice_with_an_old_id_is_another_notice(store: Store, writer: NoticeWriter) -> None:
    """A program that read the old notice queues nothing, and the new one stays pending."""
    enter(store, 1)
    (old,) = store.read(notices.pending)
    assert store.write(notices.remove, old)
    enter(store, 2)
    (new,) = store.read(notices.pending)
    assert new.id == old.id
    assert not store.write(notices.remove, old)
    assert queueing.queue_pending(store, writer, LETTER, NOW).queued == 1


def test_two_programs_queue_every_notice_once(
    store: Store, sample: Path, public_settings: Settings, state: LetterState, tmp_path: Path
) -> None:
    """Two threads work on one database, each with its own connection."""
    for number in range(30):
        enter(store, number)
    with Store.open(tmp_path / "campaign.db") as other:
        makers = [
            (own_store, NoticeWriter(own_store, folder.Folder(sample), public_settings, state))
            for own_store in (store, other)
        ]
        threads = [threading.Thread(target=queueing.queue_pending, args=(*maker, LETTER, NOW)) for maker in makers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(mail.address for mail in mails(store)) == sorted(f"eve{n}@knowledge.example" for n in range(30))
    assert store.read(notices.pending) == ()


def test_a_notice_that_cannot_be_composed_stays_pending_and_blocks_nobody(store: Store, writer: NoticeWriter) -> None:
    """It is reported; the others are queued."""
    bad = replace(
        NEW, person="Eve\nBcc: x@y.example", address="bad@knowledge.example", address_key="bad@knowledge.example"
    )
    store.write(additions.enter, bad, NOW)
    enter(store)
    result = queueing.queue_pending(store, writer, LETTER, NOW)
    assert (result.queued, len(result.failures), len(store.read(notices.pending))) == (1, 1, 1)
    assert result.failures[0].startswith("Free Knowledge e.V.: a line break")


def test_useless_notices_are_dropped(store: Store, writer: NoticeWriter) -> None:
    """A signer who has confirmed is not asked to; an erased signer gets no email."""
    second = enter_signed(store, 2)
    confirm_submission(store, enter(store, 1), NOW)
    (_, own) = store.read(notices.pending)
    assert store.write(notices.remove, own)
    store.write(notices.add, LETTER, second, NoticeKind.OWN, NOW)
    store.write(personal.erase, "eve2@knowledge.example", NOW)
    store.write(notices.add, LETTER, second, NoticeKind.OWN, NOW)
    result = queueing.queue_pending(store, writer, LETTER, NOW)
    assert (result.queued, result.dropped, store.read(notices.pending)) == (0, 2, ())


def test_a_change_of_the_text_appears_in_the_readers_language(
    store: Store, sample: Path, public_settings: Settings
) -> None:
    """The redline is between the version that was signed and the new one."""
    signon = enter_signed(store)
    (text,) = store.read(versions.texts, 1)
    changed = replace(text, source=text.source.replace("leave it out", "strike it out"), digest="2", canonical="2")
    store.write(versions.add, NewVersion(LETTER, "2", (changed,), "better", NOW))
    facts = {"version": "2", "before": "1", "way": "window", "until": "2027-03-01T09:00:00.000000Z"}
    store.write(notices.add, LETTER, signon, NoticeKind.WINDOW, NOW, facts)
    place = folder.Folder(sample)
    writer = NoticeWriter(store, place, public_settings, read_letter_state(place, store, LETTER))
    (owed,) = queueing.pending_notices(store, writer, LETTER, NOW)
    body = message_from_bytes(owed.planned.message, policy=policy.default).get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    assert "We ask you to [-leave-][+strike+] it out." in text
    assert "You can object until Monday, 1 March 2027, 10:00 (Brussels)." in text


def test_notices_are_sent_at_any_hour_and_their_content_is_not_stored(
    store: Store, writer: NoticeWriter, public_settings: Settings
) -> None:
    """Outside the letter's window and after its deadline, notices are still sent, once."""
    enter(store)
    queueing.queue_pending(store, writer, LETTER, NOW)
    late = replace(public_settings, campaign=replace(public_settings.campaign, deadline=NOW - dt.timedelta(days=1)))

    async def both() -> list[str]:
        async with run_catcher() as catcher:
            there = replace(late, smtp=SmtpTable(catcher.host, catcher.port, PLAIN))
            for _ in range(2):
                await send_until(asyncio.Event(), MailerWork(store, lambda: there, system_clock), once=True)
            return [mail.recipient for mail in catcher.mails]

    assert asyncio.run(both()) == ["eve1@knowledge.example"]
    (mail,) = mails(store)
    assert mail.state is DeliveryState.SENT
    assert store.read(lambda db: db.execute("SELECT count(*) FROM message").fetchone()[0]) == 0


def test_invitations_expire_when_signing_closes(store: Store, writer: NoticeWriter, public_settings: Settings) -> None:
    """An invitation that was not sent by then is not sent."""
    number = enter_signed(store)
    signon, signer = store.read(signons.one, number), store.read(signons.signer, number)
    assert signon is not None
    assert signer is not None
    mailing = store.write(signer_mailings.open_mailing, LETTER, MailingKind.INVITATION, "invitations-1", 1, NOW)
    mail = writer.write(Occasion(queueing.NoticeKind.INVITATION, signon, signer), "invitations-1", "signon-9", NOW)
    store.write(signer_mailings.queue, mailing.id, mail, NOW)
    past = replace(public_settings, signing=replace(public_settings.signing, closes_at=NOW - dt.timedelta(minutes=1)))
    asyncio.run(send_until(asyncio.Event(), MailerWork(store, lambda: past, lambda: NOW), once=True))
    assert store.read(deliveries.counts, mailing.id) == {DeliveryState.EXPIRED: 1}


def test_the_letters_rules_apply_to_the_letter_alone(public_settings: Settings) -> None:
    """Its own settings for a wave of the letter; pace and deadline of their own for the others."""
    campaign = public_settings.campaign
    letter = SendRules(public_settings.sending, campaign.deadline_at, campaign.zone, campaign.minimum_signatories)
    assert rules_for(public_settings, MailingKind.LETTER) == letter
    invitation_rules = rules_for(public_settings, MailingKind.INVITATION)
    assert (invitation_rules.rules.per_minute, invitation_rules.rules.weekdays) == (60_000, tuple(range(7)))
    assert invitation_rules.deadline_at == public_settings.signing_closes_at
    assert rules_for(public_settings, MailingKind.NOTICE).deadline_at > campaign.vote_at


def test_notices_need_a_version_and_a_public_page(
    store: Store, sample: Path, public_settings: Settings, state: LetterState
) -> None:
    """A frozen version and a public page come first."""
    without_page = replace(public_settings, campaign=replace(public_settings.campaign, public_url=""))
    for settings_, state_ in ((public_settings, replace(state, version=None)), (without_page, state)):
        with pytest.raises(Refused):
            NoticeWriter(store, folder.Folder(sample), settings_, state_)


def test_emails_to_signers_do_not_count_for_addressees(store: Store, writer: NoticeWriter) -> None:
    """What the ledger says of the letter's addressees speaks of the letter's waves alone."""
    enter(store)
    queueing.queue_pending(store, writer, LETTER, NOW)
    assert store.read(deliveries.recipients, LETTER, "first") == frozenset()


def test_after_a_stop_only_requested_notices_are_sent(store: Store, writer: NoticeWriter) -> None:
    """Waiting emails are cancelled, pending notices dropped, later ones not made; the requested link is sent."""
    signon = enter_signed(store)
    store.write(notices.add, LETTER, signon, NoticeKind.OWN, NOW - dt.timedelta(hours=1))
    store.write(notices.add, LETTER, signon, NoticeKind.QUESTION, NOW)
    assert queueing.queue_pending(store, writer, LETTER, NOW).queued == 2
    store.write(notices.add, LETTER, signon, NoticeKind.QUESTION, NOW + dt.timedelta(hours=1))
    assert store.write(opt_outs.stop, signon, NOW)
    assert store.read(notices.pending) == ()
    assert {delivery.addressee.split("/")[1]: delivery.state for delivery in mails(store)} == {
        "own": DeliveryState.QUEUED,
        "question": DeliveryState.CANCELLED,
    }
    store.write(notices.add, LETTER, signon, NoticeKind.QUESTION, NOW + dt.timedelta(hours=2))
    store.write(notices.add, LETTER, signon, NoticeKind.OWN, NOW)
    result = queueing.queue_pending(store, writer, LETTER, NOW)
    assert (result.queued, result.dropped, store.read(notices.pending)) == (1, 1, ())


def test_after_a_stop_nobody_is_invited(store: Store, writer: NoticeWriter) -> None:
    """Neither from a table in another spelling, nor after a stop that came after the preview."""
    signon = enter_signed(store)
    contact = OrganisationContact("Another e.V.", "EVE1@knowledge.example", "eve1@knowledge.example")
    table = [Record(2, contact)]
    (new,), _ = queue_invitations.select_contacts(
        store, LETTER, [Record(2, replace(contact, address="max@lab.example", address_key="max@lab.example"))], (), ()
    )
    store.write(opt_outs.stop, signon, NOW)
    nobody, left = queue_invitations.select_contacts(store, LETTER, table, (), ())
    assert (nobody, [contact_.why for contact_ in left]) == ((), ["asked for no more emails"])
    late = replace(new, address="eve1@knowledge.example", address_key="eve1@knowledge.example")
    assert (
        store.read(
            deliveries.counts,
            queue_invitations.queue_requests(store, writer, MailingKind.INVITATION, [late], "invitations-1", NOW).id,
        )
        == {}
    )


def test_a_stop_after_the_preview_counts(store: Store, writer: NoticeWriter) -> None:
    """The board was read before the stop, and the reminder is not queued."""
    signon = enter_signed(store)
    row = next(board_row for board_row in store.read(board_rows.rows, LETTER) if board_row.signon.id == signon)
    store.write(opt_outs.stop, signon, NOW)
    mailing = queue_invitations.queue_requests(store, writer, MailingKind.REMINDER, [row], "reminders-1", NOW)
    assert store.read(deliveries.counts, mailing.id) == {}
    assert [
        board_row.stopped_at for board_row in store.read(board_rows.rows, LETTER) if board_row.signon.id == signon
    ] == [NOW]
