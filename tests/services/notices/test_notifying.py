"""Mails that are owed to signers become deliveries, once each, and go by their own rules."""

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
from campaign.adapters.smtp.catcher import catching
from campaign.adapters.store import Store, keys, signons, versions
from campaign.adapters.store.ledger import deliveries, mailings, messages
from campaign.adapters.store.signons import adding, board, notices, personal, stopped
from campaign.core.delivery.records import Delivery, Post
from campaign.core.delivery.rules import SendRules, rules_for
from campaign.core.delivery.states import State
from campaign.core.letters.version import NewVersion
from campaign.core.settings import PLAIN, Settings, SmtpTable
from campaign.core.signons import NewSignOn
from campaign.core.signons.contacts import Contact
from campaign.core.signons.links import Purpose, opens
from campaign.core.signons.notice import NoticeKind
from campaign.core.tables import Record
from campaign.errors import Refused
from campaign.services.campaign import system_clock
from campaign.services.notices import asking, making
from campaign.services.notices.writing import Occasion, Writer
from campaign.services.sending.mailer import send_until
from campaign.services.sending.scheduler import Work
from campaign.services.waves.state import LetterState, letter_state
from tests.helpers.campaign import frozen
from tests.helpers.matter import SIGNON

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
    mail="eve@knowledge.example",
    mail_key="eve@knowledge.example",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, frozen once."""
    return frozen(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def found(made: Path) -> Settings:
    loaded = settings.load(made)
    campaign = replace(loaded.campaign, public_url="https://coalition.example/letter")
    return replace(loaded, campaign=campaign, inviting=replace(loaded.inviting, per_minute=60_000))


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """The sample's store, a copy for each test."""
    (tmp_path / "campaign.db").write_bytes((made / "campaign.db").read_bytes())
    with Store.open(tmp_path / "campaign.db") as opened:
        yield opened


@pytest.fixture
def state(made: Path, store: Store) -> LetterState:
    return letter_state(folder.Folder(made), store, LETTER)


@pytest.fixture
def writer(store: Store, made: Path, found: Settings, state: LetterState) -> Writer:
    return Writer(store, folder.Folder(made), found, state)


def entered(store: Store, number: int = 1) -> int:
    mail = f"eve{number}@knowledge.example"
    new = replace(NEW, name=f"Free Knowledge {number}", mail=mail, mail_key=mail)
    return store.write(adding.enter, new, NOW).id


def mails(store: Store) -> tuple[Delivery, ...]:
    dispatch = store.read(deliveries.dispatch, LETTER, making.WAVE)
    return store.read(deliveries.deliveries, dispatch.id) if dispatch else ()


def test_what_is_owed_is_made_once_and_owed_no_more(store: Store, writer: Writer) -> None:
    """The mail waits in the ledger with its link; nothing is left to be made."""
    signon = entered(store)
    assert (making.make(store, writer, LETTER, NOW).made, making.make(store, writer, LETTER, NOW).made) == (1, 0)
    (mail,) = mails(store)
    assert (mail.state, mail.mail, mail.name) == (State.QUEUED, "eve1@knowledge.example", "Eve Example")
    body = message_from_bytes(store.read(messages.message, mail.id), policy=policy.default).get_body(("plain",))
    assert body is not None
    (token,) = re.findall(r"https://coalition.example/letter/confirm/(\S+)", body.get_content())
    assert opens(token, store.write(keys.secret, keys.LINKS), Purpose.CONFIRM, signon, 0)


def test_the_same_mail_owed_again_is_made_again(store: Store, writer: Writer) -> None:
    """The store may give a new notice the number of one that is gone; it is another mail all the same."""
    signon = entered(store)
    making.make(store, writer, LETTER, NOW)
    store.write(notices.owe, LETTER, signon, NoticeKind.CONFIRM, NOW + dt.timedelta(minutes=1))
    assert making.make(store, writer, LETTER, NOW).made == 1
    assert len({mail.message_id for mail in mails(store)}) == 2


def test_a_notice_with_the_number_of_one_that_is_gone_is_not_taken_for_it(store: Store, writer: Writer) -> None:
    """Who read the old one and comes late makes nothing, and leaves the new one owed."""
    entered(store, 1)
    (old,) = store.read(notices.owed)
    assert store.write(notices.done, old)
    entered(store, 2)
    (new,) = store.read(notices.owed)
    assert new.id == old.id
    assert not store.write(notices.done, old)
    assert making.make(store, writer, LETTER, NOW).made == 1


def test_two_makers_make_each_mail_once(
    store: Store, made: Path, found: Settings, state: LetterState, tmp_path: Path
) -> None:
    """Side by side on one file, each with a connection of its own."""
    for number in range(30):
        entered(store, number)
    with Store.open(tmp_path / "campaign.db") as other:
        makers = [(each, Writer(each, folder.Folder(made), found, state)) for each in (store, other)]
        threads = [threading.Thread(target=making.make, args=(*each, LETTER, NOW)) for each in makers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(mail.mail for mail in mails(store)) == sorted(f"eve{n}@knowledge.example" for n in range(30))
    assert store.read(notices.owed) == ()


def test_a_mail_that_cannot_be_built_stays_owed_and_holds_nobody_back(store: Store, writer: Writer) -> None:
    """It is named; the others are made."""
    bad = replace(NEW, person="Eve\nBcc: x@y.example", mail="bad@knowledge.example", mail_key="bad@knowledge.example")
    store.write(adding.enter, bad, NOW)
    entered(store)
    result = making.make(store, writer, LETTER, NOW)
    assert (result.made, len(result.unbuilt), len(store.read(notices.owed))) == (1, 1, 1)
    assert result.unbuilt[0].startswith("Free Knowledge e.V.: a line break")


def test_what_is_of_no_more_use_is_dropped(store: Store, writer: Writer) -> None:
    """Who has confirmed by now is not asked to; who is erased is not written to."""
    first, second = entered(store, 1), entered(store, 2)
    store.write(signons.confirm, first, "the link in the mail", NOW)
    store.write(notices.owe, LETTER, second, NoticeKind.OWN, NOW)
    store.write(personal.erase, "eve2@knowledge.example", NOW)
    store.write(notices.owe, LETTER, second, NoticeKind.OWN, NOW)
    result = making.make(store, writer, LETTER, NOW)
    assert (result.made, result.dropped, store.read(notices.owed)) == (0, 2, ())


def test_a_change_of_the_text_is_shown_in_the_readers_language(store: Store, made: Path, found: Settings) -> None:
    """The redline is between the version that was signed and the new one."""
    signon = entered(store)
    store.write(notices.done, store.read(notices.owed)[0])
    (text,) = store.read(versions.texts, 1)
    changed = replace(text, source=text.source.replace("leave it out", "strike it out"), digest="2", canonical="2")
    store.write(versions.add, NewVersion(LETTER, "2", (changed,), "better", NOW))
    facts = {"version": "2", "before": "1", "way": "window", "until": "2027-03-01T09:00:00.000000Z"}
    store.write(notices.owe, LETTER, signon, NoticeKind.WINDOW, NOW, facts)
    place = folder.Folder(made)
    writer = Writer(store, place, found, letter_state(place, store, LETTER))
    (owed,) = making.owed(store, writer, LETTER, NOW)
    body = message_from_bytes(owed.planned.message, policy=policy.default).get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())
    assert "We ask you to [-leave-][+strike+] it out." in said
    assert "You can object until Monday, 1 March 2027, 10:00 (Brussels)." in said


def test_they_go_at_any_hour_and_their_bytes_with_them(store: Store, writer: Writer, found: Settings) -> None:
    """Outside the letter's window, and after its deadline, answers to signers still go; once."""
    entered(store)
    making.make(store, writer, LETTER, NOW)
    late = replace(found, campaign=replace(found.campaign, deadline=NOW - dt.timedelta(days=1)))

    async def both() -> list[str]:
        async with catching() as catcher:
            there = replace(late, smtp=SmtpTable(catcher.host, catcher.port, PLAIN))
            for _ in range(2):
                await send_until(asyncio.Event(), Work(store, lambda: there, system_clock), once=True)
            return [mail.recipient for mail in catcher.mails]

    assert asyncio.run(both()) == ["eve1@knowledge.example"]
    (mail,) = mails(store)
    assert mail.state is State.SENT
    assert store.read(lambda db: db.execute("SELECT count(*) FROM message").fetchone()[0]) == 0


def test_what_asks_expires_with_the_time_for_signing(store: Store, writer: Writer, found: Settings) -> None:
    """An invitation that has not gone by then does not go."""
    signon, signer = store.read(signons.one, entered(store)), store.read(signons.signer, entered(store))
    assert signon is not None
    assert signer is not None
    dispatch = store.write(mailings.open_dispatch, LETTER, Post.INVITATION, "invitations-1", 1, NOW)
    mail = writer.mail(Occasion(making.NoticeKind.INVITATION, signon, signer), "invitations-1", "signon-9", NOW)
    store.write(mailings.queue, dispatch.id, mail, NOW)
    past = replace(found, signing=replace(found.signing, closes_at=NOW - dt.timedelta(minutes=1)))
    asyncio.run(send_until(asyncio.Event(), Work(store, lambda: past, lambda: NOW), once=True))
    assert store.read(deliveries.counts, dispatch.id) == {State.EXPIRED: 1}


def test_the_letters_rules_hold_back_the_letter_alone(found: Settings) -> None:
    """Its own settings for a wave of the letter; pace and deadline of their own for the others."""
    campaign = found.campaign
    letter = SendRules(found.sending, campaign.deadline_at, campaign.zone, campaign.minimum_signatories)
    assert rules_for(found, Post.LETTER) == letter
    asking = rules_for(found, Post.INVITATION)
    assert (asking.rules.per_minute, asking.rules.weekdays) == (60_000, tuple(range(7)))
    assert asking.deadline_at == found.signing_closes_at
    assert rules_for(found, Post.NOTICE).deadline_at > campaign.vote_at


def test_no_mail_is_written_that_binds_nobody_or_leads_nowhere(
    store: Store, made: Path, found: Settings, state: LetterState
) -> None:
    """A frozen version and a public page come first."""
    without_page = replace(found, campaign=replace(found.campaign, public_url=""))
    for settings_, state_ in ((found, replace(state, version=None)), (without_page, state)):
        with pytest.raises(Refused):
            Writer(store, folder.Folder(made), settings_, state_)


def test_addressees_are_not_reached_by_mails_to_signatories(store: Store, writer: Writer) -> None:
    """What the ledger says of the letter's addressees speaks of the letter's waves alone."""
    entered(store)
    making.make(store, writer, LETTER, NOW)
    assert store.read(deliveries.reached, LETTER, "first") == frozenset()


def test_who_asked_not_to_be_written_to_gets_only_what_was_asked_for(store: Store, writer: Writer) -> None:
    """Waiting mails are called off, owed ones forgotten, later ones not made; the link that was asked for goes."""
    signon = entered(store)
    store.write(notices.owe, LETTER, signon, NoticeKind.QUESTION, NOW)
    assert making.make(store, writer, LETTER, NOW).made == 2
    store.write(notices.owe, LETTER, signon, NoticeKind.QUESTION, NOW + dt.timedelta(hours=1))
    assert store.write(stopped.stop, signon, NOW)
    assert store.read(notices.owed) == ()
    assert {each.addressee.split("/")[1]: each.state for each in mails(store)} == {
        "confirm": State.QUEUED,
        "question": State.CANCELLED,
    }
    store.write(notices.owe, LETTER, signon, NoticeKind.QUESTION, NOW + dt.timedelta(hours=2))
    store.write(notices.owe, LETTER, signon, NoticeKind.OWN, NOW)
    result = making.make(store, writer, LETTER, NOW)
    assert (result.made, result.dropped, store.read(notices.owed)) == (1, 1, ())


def test_who_asked_not_to_be_written_to_is_asked_by_nobody(store: Store, writer: Writer) -> None:
    """Neither by a table that is read in again, whatever the spelling, nor when the wish comes while it is shown."""
    signon = entered(store)
    contact = Contact("Another e.V.", "EVE1@knowledge.example", "eve1@knowledge.example")
    table = [Record(2, contact)]
    (new,), _ = asking.sifted(
        store, LETTER, [Record(2, replace(contact, mail="max@lab.example", mail_key="max@lab.example"))], (), ()
    )
    store.write(stopped.stop, signon, NOW)
    nobody, left = asking.sifted(store, LETTER, table, (), ())
    assert (nobody, [each.why for each in left]) == ((), ["asked not to be written to"])
    late = replace(new, mail="eve1@knowledge.example", mail_key="eve1@knowledge.example")
    assert (
        store.read(deliveries.counts, asking.ask(store, writer, Post.INVITATION, [late], "invitations-1", NOW).id) == {}
    )


def test_a_wish_that_comes_while_a_reminder_is_shown_counts(store: Store, writer: Writer) -> None:
    """The board was read before, the reminder is not made."""
    signon = entered(store)
    row = next(each for each in store.read(board.rows, LETTER) if each.signon.id == signon)
    store.write(stopped.stop, signon, NOW)
    dispatch = asking.ask(store, writer, Post.REMINDER, [row], "reminders-1", NOW)
    assert store.read(deliveries.counts, dispatch.id) == {}
    assert [each.stopped_at for each in store.read(board.rows, LETTER) if each.signon.id == signon] == [NOW]
