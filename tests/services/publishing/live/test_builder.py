"""What the second process builds, and when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import text_changes
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.record import Actor, RecordEvent
from campaign.services.publishing.live.builder import Builder, LiveSource, PdfLanguages, Update
from tests.helpers.edition import ENGLISH
from tests.helpers.signons import move
from tests.helpers.web import LETTER, NOW, Web, open_web

pytestmark = pytest.mark.slow

LATER = NOW + dt.timedelta(seconds=30)
NEW = NewSignOn(
    LETTER, SignOnKind.ORGANISATION, "Free Knowledge", SignOnState.PENDING, None, "en", SignOnSource.PAGE, country="DE"
)
NONE = PdfLanguages()
PAGES = {"embed.de.html", "embed.html", "index.de.html", "index.html"}


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with open_web(tmp_path) as made_one:
        yield made_one


@pytest.fixture
def builder(web: Web) -> Iterator[Builder]:
    builder = Builder(LiveSource(web.folder, web.settings, web.store.location, LETTER))
    yield builder
    builder.close()


def _signed(web: Web, new: NewSignOn, *, listed: bool = True) -> int:
    version = web.store.read(lambda db: db.execute("SELECT max(id) FROM version").fetchone()[0])
    signon = web.store.write(signons.add, replace(new, version=version), RecordEvent.SIGNED, Actor.SIGNER, NOW).id
    if listed:
        web.store.write(signons.confirm, signon, "the link", NOW)
        assert move(web.store, signon, SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, NOW)
    return signon


def _person(name: str) -> NewSignOn:
    return replace(NEW, kind=SignOnKind.PERSON, name=name, address=f"{name}@p.example", address_key=f"{name}@p.example")


def _update(builder: Builder, now: dt.datetime = NOW, pdfs: PdfLanguages = NONE) -> Update:
    update = builder.update(now, pdfs)
    assert update is not None
    return update


def _page(update: Update, path: str = "index.html") -> str:
    return update.files[path].body.decode()


def _names(update: Update, path: str = "index.html") -> tuple[str, ...]:
    """Which of two organisations a page names."""
    return tuple(name for name in ("Free Knowledge", "Open Forests") if name in _page(update, path))


def test_the_first_look_makes_everything_the_next_nothing(builder: Builder) -> None:
    """The first update has all quick files; the next has only changes, which is none."""
    first = _update(builder)

    assert first.files.keys() > PAGES
    assert not [path for path in first.files if path.endswith((".pdf", ".png"))]
    assert (first.version, first.removed_paths) == (1, frozenset())
    assert builder.update(NOW, NONE) is None


def test_a_sign_on_that_is_not_public_makes_nothing(web: Web, builder: Builder) -> None:
    """A sign-on that is not listed changes no page."""
    _update(builder)
    _signed(web, NEW, listed=False)

    assert builder.update(LATER, NONE) is None


def test_a_listed_organisation_appears_at_once(web: Web, builder: Builder) -> None:
    """It is on every page and list, and picture and PDF have to be built again."""
    before = _update(builder)
    _signed(web, NEW)
    after = _update(builder)

    assert "Free Knowledge" in _page(after)
    assert {"signatories.csv", "new-signatories.xml", "letter.txt", "versions/1.html"} <= after.files.keys()
    assert "style.css" not in after.files
    assert after.slow_state != before.slow_state


def test_people_move_the_pages_at_once_and_the_documents_later(web: Web, builder: Builder) -> None:
    """Each individual changes the pages at once; documents change at most every ten seconds."""
    _update(builder)
    _signed(web, _person("Ana"))
    first = _update(builder, NOW + dt.timedelta(seconds=1))
    _signed(web, _person("Ben"))
    second = _update(builder, NOW + dt.timedelta(seconds=2))
    third = _update(builder, NOW + dt.timedelta(seconds=20))

    assert first.files.keys() == PAGES | {"people.html", "people.de.html"}
    assert ("<bdi>Ana</bdi>" in _page(first), "<bdi>Ben</bdi>" in _page(second)) == (True, True)
    ready = {f"api/v1/{name}" for name in ("counts", "letter", "versions")}
    record = {"record.txt", "feed.xml", "feed.json", "new-signatories.xml", "new-signatories.json"}  # its head grows
    documents = {"letter.json", "signatories.json", "versions/1.html", "versions/1.de.html"}
    assert third.files.keys() == ready | record | documents
    assert builder.update(NOW + dt.timedelta(seconds=40), NONE) is None


def test_the_last_person_takes_the_page_of_people_along(web: Web, builder: Builder) -> None:
    """Files that no longer exist are named, so that they are no longer answered."""
    signon = _signed(web, _person("Ana"))
    _update(builder)
    move(web.store, signon, SignOnState.WITHDRAWN, RecordEvent.WITHDRAWN, Actor.SIGNER, NOW)
    _update(builder, NOW + dt.timedelta(seconds=1))

    assert _update(builder, NOW + dt.timedelta(seconds=20)).removed_paths == {"people.html", "people.de.html"}


def test_a_new_version_appears_when_it_is_decided(web: Web, builder: Builder) -> None:
    """While signatories can object, the page keeps text and names; then it has the new text without the objector."""
    _signed(web, replace(NEW, address="eve@knowledge.example", address_key="eve@knowledge.example"))
    objector = _signed(web, replace(NEW, name="Open Forests"))
    _update(builder)
    web.freeze(ChangePolicy.WINDOW, LATER, en=ENGLISH.replace("one thing", "two things"))
    proposed = _update(builder)
    (change,) = web.store.read(text_changes.changes, LETTER)
    assert web.store.write(text_changes.object_to, objector, change, NOW)
    web.store.write(text_changes.close_windows, LATER)
    decided = _update(builder, LATER)

    assert (proposed.version, "two things" in _page(proposed)) == (1, False)
    assert 'href="versions/2.html">Read the proposed text' in _page(proposed)
    assert "two things" in _page(proposed, "versions/2.html")
    assert (_names(proposed), _names(proposed, "versions/2.html")) == (("Free Knowledge", "Open Forests"), ())
    assert (decided.version, "two things" in _page(decided), 'versions/2.html">Read' in _page(decided)) == (
        2,
        True,
        False,
    )
    assert (_names(decided), _names(decided, "versions/1.html")) == (("Free Knowledge",), ("Open Forests",))


def test_the_end_of_signing_appears_when_it_comes(web: Web, builder: Builder) -> None:
    """The page changes although nothing is written to the database."""
    closes_at = web.settings.signing_closes_at
    before = _update(builder, closes_at - dt.timedelta(seconds=1))
    after = _update(builder, closes_at)

    assert ("Sign this letter" in _page(before), "Sign this letter" in _page(after)) == (True, False)
    assert "Signing closed on" not in _page(before)
    assert "Signing closed on" in _page(after)


def test_a_print_is_linked_when_it_is_there(builder: Builder) -> None:
    """The page links to a PDF only if it is of the newest version."""
    assert "letter.pdf" not in _page(_update(builder))
    assert builder.update(NOW, PdfLanguages(7, frozenset({"en"}))) is None
    assert 'href="letter.pdf"' in _page(_update(builder, NOW, PdfLanguages(1, frozenset({"en"}))))


def test_pictures_and_prints_are_made_apart(builder: Builder) -> None:
    """Picture and PDF exist in each language and have the count."""
    update = builder.slow_update(NOW)

    assert update.files.keys() == {"letter.de.pdf", "letter.pdf", "picture.de.png", "picture.png"}
    assert (update.pdf_languages, update.problems) == (frozenset({"en", "de"}), ())


def test_while_nothing_is_frozen_there_is_nothing(tmp_path: Path) -> None:
    """Without a frozen version there is no update and no error."""
    with open_web(tmp_path, {}) as web:
        builder = Builder(LiveSource(web.folder, web.settings, web.store.location, LETTER))
        assert builder.update(NOW, NONE) is None
        builder.close()


def test_a_logo_that_cannot_be_used_is_named_once(web: Web, builder: Builder) -> None:
    """A problem is reported once, not with every update."""
    _signed(web, replace(NEW, logo="logos/none.svg"))
    first = _update(builder)
    _signed(web, _person("Ana"))

    assert [problem.partition(":")[0] for problem in first.problems] == ["signatories/logos/none.svg"]
    assert _update(builder).problems == ()
