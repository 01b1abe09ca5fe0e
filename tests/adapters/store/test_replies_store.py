"""Replies and bounces in the database: stored once, with their effect on deliveries."""

import datetime as dt

import pytest

from campaign.adapters.store import Store, replies
from campaign.adapters.store.ledger import deliveries, waves
from campaign.core.delivery.calls import DeliveryResult
from campaign.core.delivery.replies import Position, ReplyFile, ReplyProof, ReplySummary
from campaign.core.delivery.states import DeliveryState
from campaign.core.replies import read
from campaign.errors import FolderError
from campaign.services.replies.reply_files import delete_files, folder_name
from tests.helpers.ledger import LETTER, NOW, release_wave, rows

HOUR = dt.timedelta(hours=1)


def a_bounce(about: str) -> bytes:
    return (
        b"Return-Path: <>\nFrom: mailer-daemon@parliament.example\nSubject: failure notice\n"
        b"X-Failed-Recipients: mep1@parliament.example\nMessage-ID: <b@parliament.example>\n\n"
        b"<mep1@parliament.example>:\n550 5.1.1 no\n\n--- Below this line is a copy of the message.\n\n"
        + about.encode()
    )


def in_state(store: Store, state: DeliveryState) -> int:
    """Release a wave with one delivery in this state, and return the mailing's id."""
    mailing = release_wave(store, 1)
    (only,) = rows(store, mailing)
    assert store.write(deliveries.settle, only.id, DeliveryState.QUEUED, DeliveryState.SENT, "by hand", NOW)
    if state is not DeliveryState.SENT:
        store.write(lambda db: db.execute("UPDATE delivery SET state = :state", {"state": str(state)}))
    return mailing


def test_a_bounce_moves_its_mail_once(store: Store) -> None:
    """A bounce sets its delivery to `bounced`, and is stored once, however often it is read."""
    mail = read(a_bounce("Message-ID: <first.1@coalition.example>\n"), NOW)
    mailing = in_state(store, DeliveryState.SENT)
    assert store.write(replies.add, mail, "box", NOW) is not None
    assert store.write(replies.add, mail, "box", NOW) is None
    assert [row.state for row in rows(store, mailing)] == [DeliveryState.BOUNCED]
    assert store.read(replies.count_by_kind, LETTER) == {"permanent": 1}
    last = store.read(deliveries.events, mailing)[-1]
    text = "permanent from mailer-daemon@parliament.example (X-Failed-Recipients from a mail system)"
    assert (last.state, last.text) == (DeliveryState.BOUNCED, f"{text} 5.1.1 550 5.1.1 no")


@pytest.mark.parametrize(
    ("about", "wanted"),
    [("", DeliveryState.UNCERTAIN), ("Message-ID: <first.1@coalition.example>\n", DeliveryState.BOUNCED)],
)
def test_an_uncertain_mail_is_settled_by_its_message_id_only(store: Store, about: str, wanted: DeliveryState) -> None:
    """An email address alone is no evidence for an uncertain delivery; its Message-ID is."""
    mailing = in_state(store, DeliveryState.UNCERTAIN)
    assert store.write(replies.add, read(a_bounce(about), NOW), "box", NOW) is not None
    assert [row.state for row in rows(store, mailing)] == [wanted]


CLAIMS = {
    "Reply-To of a Member, DMARC passed for another": (
        b"Authentication-Results: mx.coalition.example; dmarc=pass header.from=evil.example\n"
        b"From: Eve <eve@evil.example>\nReply-To: mep1@parliament.example\nSubject: Re: Letter\n\nNo.\n"
    ),
    "X-Original-From of a Member": (
        b"From: Eve <eve@evil.example>\nX-Original-From: mep1@parliament.example\nSubject: Re: Letter\n\nNo.\n"
    ),
    "X-Original-Sender of a Member": (
        b"From: Eve <eve@evil.example>\nX-Original-Sender: mep1@parliament.example\nSubject: Re: Letter\n\nNo.\n"
    ),
    "words of a bounce": (
        b"From: Mail Delivery Subsystem <postmaster@evil.example>\nSubject: Undelivered Mail Returned to Sender\n\n"
        b"<mep1@parliament.example>: 550 5.1.1 User unknown\n"
    ),
    "a notification without our Message-ID": (
        b"From: postmaster@evil.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        b"Final-Recipient: rfc822; mep1@parliament.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    ),
    "a From that anybody can write": b"From: mep1@parliament.example\nSubject: Re: Letter\n\nNo.\n",
    "a From that failed": (
        b"Authentication-Results: mx.coalition.example; dmarc=fail header.from=parliament.example\n"
        b"From: mep1@parliament.example\nSubject: Re: Letter\n\nNo.\n"
    ),
    "an absence that anybody can write": (
        b"From: mep1@parliament.example\nAuto-Submitted: auto-replied\nSubject: Out of office\n\nI am away.\n"
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_stops_nothing(store: Store, name: str) -> None:
    """What anybody can write is stored as a claim: the delivery keeps its state and history, and nobody has
    answered."""
    mailing = in_state(store, DeliveryState.SENT)
    before = store.read(deliveries.events, mailing)
    match = store.write(replies.add, read(CLAIMS[name], NOW, "mx.coalition.example"), "box", NOW)
    assert match is not None
    assert match.proof is ReplyProof.CLAIM
    assert [reply.proof for reply in store.read(replies.replies, LETTER)] == [ReplyProof.CLAIM]
    assert [row.state for row in rows(store, mailing)] == [DeliveryState.SENT]
    assert store.read(deliveries.events, mailing) == before
    assert store.read(waves.answers, LETTER) == ()


def test_a_sender_that_the_own_server_proves_has_answered(store: Store) -> None:
    """A reply without our Message-ID counts when the mailbox's own server proves its sender; no state changes by it."""
    mailing = in_state(store, DeliveryState.UNCERTAIN)
    mail = (
        b"Authentication-Results: mx.coalition.example; dmarc=pass header.from=parliament.example\n"
        b"From: Member <mep1@parliament.example>\nSubject: Your letter\n\nYes.\n"
    )
    match = store.write(replies.add, read(mail, NOW, "mx.coalition.example"), "box", NOW)
    assert match is not None
    assert match.proof is ReplyProof.SENDER
    assert [answer.addressee for answer in store.read(waves.answers, LETTER)] == ["mep-1"]
    assert [row.state for row in rows(store, mailing)] == [DeliveryState.UNCERTAIN]


def test_an_unrelated_email_is_not_stored(store: Store) -> None:
    """An email about no delivery leaves no trace."""
    in_state(store, DeliveryState.SENT)
    lunch = read(b"From: x@y.example\nSubject: Lunch?\n\nToday?\n", NOW)
    assert store.write(replies.add, lunch, "box", NOW) is None
    assert store.read(replies.replies, LETTER) == ()


def test_how_the_newest_delivery_ended(store: Store) -> None:
    """The newest finished delivery to an addressee counts, with the time at which a server accepted it."""
    mail = read(a_bounce("Message-ID: <first.1@coalition.example>\n"), NOW)
    in_state(store, DeliveryState.SENT)
    assert store.read(replies.final_deliveries, LETTER) == (DeliveryResult("mep-1", DeliveryState.SENT, NOW),)
    store.write(replies.add, mail, "box", NOW + HOUR)
    assert store.read(replies.arrivals, LETTER) == (ReplySummary("mep-1", NOW + HOUR, "permanent"),)
    release_wave(store, 1, "second")
    assert store.read(replies.final_deliveries, LETTER) == (DeliveryResult("mep-1", DeliveryState.BOUNCED, NOW),)


def test_files_and_positions_are_stored(store: Store) -> None:
    """A reply has the names, types and sizes of its files; the newest position counts."""
    in_state(store, DeliveryState.SENT)
    part = '--b\nContent-Type: application/pdf; name="a\tb.pdf"\n\n%PDF\n--b--\n'
    head = "From: mep1@parliament.example\nContent-Type: multipart/mixed; boundary=b\n\n"
    assert store.write(replies.add, read((head + part).encode(), NOW), "box", NOW) is not None
    assert [reply.attachments for reply in store.read(replies.replies, LETTER)] == [
        (ReplyFile("a b.pdf", "application/pdf", 4),)
    ]
    for stance in ("open", "supports"):
        store.write(replies.add_position, LETTER, Position("mep-1", NOW, stance, "phone", "said so"))
    assert store.read(replies.positions, LETTER) == {"mep-1": Position("mep-1", NOW, "supports", "phone", "said so")}


def test_how_far_a_mailbox_was_read(store: Store) -> None:
    """A lower UID changes nothing; with a new UIDVALIDITY, reading starts again."""
    read_so_far = []
    for validity, last in ((7, 100), (7, 50), (8, 3)):
        store.write(replies.add_all, [], "box", validity, last, NOW)
        read_so_far.append(store.read(replies.mailbox_progress, "box"))
    assert read_so_far == [(7, 100), (7, 100), (8, 3)]


def test_nul_characters_are_not_stored(store: Store) -> None:
    """NUL characters in the headers of an email are not stored."""
    in_state(store, DeliveryState.SENT)
    mail = b"From: a\0b <mep1@parliament.example>\nMessage-ID: <a\0b@c.example>\nReferences: <d\0e@f.example>\n\nYes.\n"
    assert store.write(replies.add, read(mail, NOW), "box", NOW) is not None


def test_files_of_a_forgotten_reply_go(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The files of a deleted reply are removed, those of others stay; without a folder nothing happens."""
    in_state(store, DeliveryState.SENT)
    tmp_path = tmp_path_factory.mktemp("replies")
    head = b"From: mep1@parliament.example\nMessage-ID: <%d@x.example>\nContent-Type: multipart/mixed; boundary=b\n\n"
    part = b"--b\nContent-Type: application/pdf; name=a.pdf\n\n%%PDF\n--b--\n"
    for number in (1, 2):
        assert store.write(replies.add, read(head % number + part, NOW), "box", NOW) is not None
        folder = tmp_path / folder_name(f"<{number}@x.example>")
        folder.mkdir()
        (folder / "a.pdf").write_bytes(b"%PDF")
    assert delete_files(store, tmp_path) == 0
    store.write(lambda db: db.execute("DELETE FROM reply WHERE message_id = :id", {"id": "<1@x.example>"}))
    assert delete_files(store, tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [folder_name("<2@x.example>")]
    assert delete_files(store, tmp_path / "none") == 0


def test_files_are_saved_with_a_new_reply_only(store: Store) -> None:
    """Files are written once, before the reply is stored; if that fails, neither is stored."""
    in_state(store, DeliveryState.SENT)
    mail = read(b"From: mep1@parliament.example\nIn-Reply-To: <first.1@coalition.example>\n\nYes.\n", NOW)
    lunch = read(b"From: x@y.example\nSubject: Lunch?\n\nToday?\n", NOW)

    def full(_: object) -> None:
        raise FolderError("no room")

    with pytest.raises(FolderError, match="no room"):
        store.write(replies.add_all, [lunch, mail], "box", 1, 7, NOW, full)
    assert store.read(replies.replies, LETTER) == ()
    assert store.read(replies.mailbox_progress, "box") == (0, 0)
    written: list[object] = []
    for _ in range(2):
        store.write(replies.add_all, [lunch, mail], "box", 1, 7, NOW, written.append)
    assert written == [mail]
