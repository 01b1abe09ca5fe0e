"""What came back, in the ledger: kept once, certain or not, and how long one waits before ringing."""

import datetime as dt

import pytest

from campaign.adapters.store import Store, replies
from campaign.adapters.store.ledger import deliveries
from campaign.core.delivery.answered import Came, KeptFile, Position
from campaign.core.delivery.calls import Ended
from campaign.core.delivery.states import State
from campaign.core.replies import read
from campaign.errors import FolderError
from campaign.services.replies.files import folder_name, forget_files
from tests.helpers.ledger import LETTER, NOW, released, rows

HOUR = dt.timedelta(hours=1)


def a_bounce(about: str) -> bytes:
    return (
        b"Return-Path: <>\nFrom: mailer-daemon@parliament.example\nSubject: failure notice\n"
        b"X-Failed-Recipients: mep1@parliament.example\nMessage-ID: <b@parliament.example>\n\n"
        b"<mep1@parliament.example>:\n550 5.1.1 no\n\n--- Below this line is a copy of the message.\n\n"
        + about.encode()
    )


def in_state(store: Store, state: State) -> int:
    """A wave of one mail, by a person's word in that state."""
    dispatch = released(store, 1)
    (only,) = rows(store, dispatch)
    assert store.write(deliveries.settle, only.id, State.QUEUED, State.SENT, "by hand", NOW)
    if state is not State.SENT:
        store.write(lambda db: db.execute("UPDATE delivery SET state = :state", {"state": str(state)}))
    return dispatch


def test_a_bounce_moves_its_mail_once(store: Store) -> None:
    """A bounce returns the mail that it names and is kept once, however often it is read."""
    mail = read(a_bounce("Message-ID: <first.1@coalition.example>\n"), NOW)
    dispatch = in_state(store, State.SENT)
    assert store.write(replies.take, mail, "box", NOW) is not None
    assert store.write(replies.take, mail, "box", NOW) is None
    assert [each.state for each in rows(store, dispatch)] == [State.BOUNCED]
    assert store.read(replies.kinds, LETTER) == {"permanent": 1}
    last = store.read(deliveries.events, dispatch)[-1]
    told = "permanent from mailer-daemon@parliament.example (X-Failed-Recipients from a mail system)"
    assert (last.state, last.text) == (State.BOUNCED, f"{told} 5.1.1 550 5.1.1 no")


@pytest.mark.parametrize(
    ("about", "wanted"), [("", State.UNCERTAIN), ("Message-ID: <first.1@coalition.example>\n", State.BOUNCED)]
)
def test_an_uncertain_mail_is_settled_by_its_message_id_only(store: Store, about: str, wanted: State) -> None:
    """A mail address alone is no evidence for an uncertain mail; its Message-ID is, and then the bounce returns it."""
    dispatch = in_state(store, State.UNCERTAIN)
    assert store.write(replies.take, read(a_bounce(about), NOW), "box", NOW) is not None
    assert [each.state for each in rows(store, dispatch)] == [wanted]


def test_a_mail_about_nothing_of_ours_is_not_kept(store: Store) -> None:
    """What speaks of no delivery leaves no trace."""
    in_state(store, State.SENT)
    lunch = read(b"From: x@y.example\nSubject: Lunch?\n\nToday?\n", NOW)
    assert store.write(replies.take, lunch, "box", NOW) is None
    assert store.read(replies.replies, LETTER) == ()


def test_how_the_newest_delivery_ended(store: Store) -> None:
    """Of the deliveries to an addressee the newest counts that has ended, and when a server took it."""
    mail = read(a_bounce("Message-ID: <first.1@coalition.example>\n"), NOW)
    in_state(store, State.SENT)
    assert store.read(replies.ended, LETTER) == (Ended("mep-1", State.SENT, NOW),)
    store.write(replies.take, mail, "box", NOW + HOUR)
    assert store.read(replies.came, LETTER) == (Came("mep-1", NOW + HOUR, "permanent"),)
    released(store, 1, "second")
    assert store.read(replies.ended, LETTER) == (Ended("mep-1", State.BOUNCED, NOW),)


def test_files_and_positions_are_kept(store: Store) -> None:
    """A reply keeps the names, kinds and sizes of its files; of positions the newest counts."""
    in_state(store, State.SENT)
    part = '--b\nContent-Type: application/pdf; name="a\tb.pdf"\n\n%PDF\n--b--\n'
    head = "From: mep1@parliament.example\nContent-Type: multipart/mixed; boundary=b\n\n"
    assert store.write(replies.take, read((head + part).encode(), NOW), "box", NOW) is not None
    assert [each.attachments for each in store.read(replies.replies, LETTER)] == [
        (KeptFile("a b.pdf", "application/pdf", 4),)
    ]
    for stance in ("open", "supports"):
        store.write(replies.add_position, LETTER, Position("mep-1", NOW, stance, "phone", "said so"))
    assert store.read(replies.positions, LETTER) == {"mep-1": Position("mep-1", NOW, "supports", "phone", "said so")}


def test_how_far_a_mailbox_was_read(store: Store) -> None:
    """Who read less meanwhile takes nothing back; a server that numbers its mails anew begins anew."""
    read_so_far = []
    for validity, last in ((7, 100), (7, 50), (8, 3)):
        store.write(replies.take_all, [], "box", validity, last, NOW)
        read_so_far.append(store.read(replies.place, "box"))
    assert read_so_far == [(7, 100), (7, 100), (8, 3)]


def test_signs_that_no_text_may_hold(store: Store) -> None:
    """Zeros in the names and numbers of a mail do not reach the store."""
    in_state(store, State.SENT)
    mail = b"From: a\0b <mep1@parliament.example>\nMessage-ID: <a\0b@c.example>\nReferences: <d\0e@f.example>\n\nYes.\n"
    assert store.write(replies.take, read(mail, NOW), "box", NOW) is not None


def test_files_of_a_forgotten_reply_go(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    """When a reply is forgotten its files are deleted, those of others stay, and without a folder nothing is done."""
    in_state(store, State.SENT)
    tmp_path = tmp_path_factory.mktemp("replies")
    head = b"From: mep1@parliament.example\nMessage-ID: <%d@x.example>\nContent-Type: multipart/mixed; boundary=b\n\n"
    part = b"--b\nContent-Type: application/pdf; name=a.pdf\n\n%%PDF\n--b--\n"
    for number in (1, 2):
        assert store.write(replies.take, read(head % number + part, NOW), "box", NOW) is not None
        place = tmp_path / folder_name(f"<{number}@x.example>")
        place.mkdir()
        (place / "a.pdf").write_bytes(b"%PDF")
    assert forget_files(store, tmp_path) == 0
    store.write(lambda db: db.execute("DELETE FROM reply WHERE message_id = :id", {"id": "<1@x.example>"}))
    assert forget_files(store, tmp_path) == 1
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == [folder_name("<2@x.example>")]
    assert forget_files(store, tmp_path / "none") == 0


def test_files_are_kept_with_a_new_reply_only(store: Store) -> None:
    """Files are written once, before the reply is on record; where they cannot be, the reply is not either."""
    in_state(store, State.SENT)
    mail = read(b"From: mep1@parliament.example\nIn-Reply-To: <first.1@coalition.example>\n\nYes.\n", NOW)
    lunch = read(b"From: x@y.example\nSubject: Lunch?\n\nToday?\n", NOW)

    def full(_: object) -> None:
        raise FolderError("no room")

    with pytest.raises(FolderError, match="no room"):
        store.write(replies.take_all, [lunch, mail], "box", 1, 7, NOW, full)
    assert store.read(replies.replies, LETTER) == ()
    assert store.read(replies.place, "box") == (0, 0)
    written: list[object] = []
    for _ in range(2):
        store.write(replies.take_all, [lunch, mail], "box", 1, 7, NOW, written.append)
    assert written == [mail]
