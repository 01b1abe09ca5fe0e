"""Claims about the personal link of those who signed: correction, logo, newer texts, withdrawal."""

import datetime as dt
import io
from pathlib import Path

import pytest
from PIL import Image

from campaign.adapters.store import directory, signons
from campaign.adapters.store.signons import counts, notices, record, standing
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import Kind, SignOn
from campaign.core.signons.change import Way
from campaign.core.signons.links import Purpose
from campaign.core.signons.record import Actor, Deed
from campaign.services.letters.verify import verify_store
from tests.helpers.edition import ENGLISH
from tests.helpers.signons import move
from tests.helpers.web import LETTER, NOW, ROOT, Web, hidden, made, title, words

pytestmark = pytest.mark.slow

CHANGED = ENGLISH.replace("**one thing**", "**one small thing**")
FORM = {"organisation": "Free Knowledge e.V.", "country": "DE", "url": "", "quote": ""}
SURE = {"sure": "yes"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="80" height="40" fill="#a00"/></svg>'


def kept(web: Web, signon: int) -> SignOn:
    found = web.store.read(signons.one, signon)
    assert found is not None
    return found


def own(web: Web, signon: int, step: str = "") -> str:
    return f"own/{web.link(Purpose.OWN, signon)}{step}"


def deeds(web: Web, signon: int) -> list[Deed]:
    return [entry.line.deed for entry in web.store.read(record.of, signon)]


def listed(web: Web, **answers: str) -> int:
    """A sign-on that the coordinator has listed."""
    signon = web.confirmed(**answers)
    move(web.store, signon, SignOnState.LISTED, Deed.LISTED, Actor.COORDINATOR, web.now)
    return signon


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#a00").save(file, kind)
    return file.getvalue()


def test_the_page_says_where_the_sign_on_stands(web: Web) -> None:
    """Not confirmed, waiting for a look, listed, not taken: each in words, and looking changes nothing."""
    signon = web.signed()
    said = []
    for state in (None, SignOnState.CONFIRMED, SignOnState.LISTED, SignOnState.REFUSED):
        if state:
            assert move(web.store, signon, state, Deed(state), Actor.COORDINATOR, web.now)
        page = web.client.get(own(web, signon))
        assert (page.status_code, title(page.text)) == (200, "Your sign-on: Keep forests standing")
        said.append(words(page.text.partition('role="status">')[2].partition("</div>")[0] or page.text))
    assert len(deeds(web, signon)) == 4
    pages = [web.client.get(own(web, signon)).text]
    assert "is not listed under the letter. Is that a mistake? Write to us." in words(pages[0])


@pytest.mark.parametrize("path", ["", "/withdraw", "/sign", "/forward", "/logo.png"])
def test_every_wrong_link_gets_the_same_page(web: Web, path: str) -> None:
    """Guessed, cut off, of another purpose, of nobody: which of them, nobody is told, whatever stands behind it."""
    signon = web.confirmed()
    good = web.link(Purpose.OWN, signon)
    wrong = (
        good[:-1],
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        web.link(Purpose.CONFIRM, signon),
        good.replace(f"{signon}-", f"{signon + 1}-"),
        "999999999999999999-" + good.partition("-")[2],
        "x",
        "0",
        "\N{SNOWMAN}",
        good if path == "/forward" else web.link(Purpose.FORWARD, signon),
    )
    answers = {(each.status_code, each.text) for each in (web.client.get(f"own/{token}{path}") for token in wrong)}
    assert {(status, title(page)) for status, page in answers} == {
        (404, "This link opens nothing: Keep forests standing")
    }
    assert len(answers) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    ["open", "until", "decline", "sign", "sign/send", "correct", "logo", "unlogo", "agree", "object", "withdraw"],
)
def test_no_step_is_taken_by_a_wrong_link(web: Web, step: str) -> None:
    """Every form below a wrong link is answered with the one page, and nothing is kept."""
    signon = listed(web)
    before = deeds(web, signon)
    answers = {
        (each.status_code, each.text)
        for token in ("x", web.link(Purpose.CONFIRM, signon), web.link(Purpose.FORWARD, signon), f"{signon}-{'A' * 22}")
        for each in [web.client.post(f"own/{token}/{step}", data=FORM)]
    }
    ((status, page),) = answers
    assert (status, title(page)) == (404, "This link opens nothing: Keep forests standing")
    assert (kept(web, signon).state, deeds(web, signon)) == (SignOnState.LISTED, before)


def test_a_correction_is_one_line_and_stays_listed(web: Web) -> None:
    """Case and accents, website, country, quote: kept at once; sent twice, it is one line."""
    signon = listed(web)
    form = {
        "organisation": "FREE KNOWLEDGE e.V.",
        "country": "AT",
        "url": "knowledge.example",
        "quote": "Because\r\nit matters.",
    }
    answers = [web.client.post(own(web, signon, "/correct"), data=form) for _ in range(2)]
    token = web.link(Purpose.OWN, signon)
    assert [each.headers["location"] for each in answers] == [
        f"{ROOT}own/{token}?said=saved#said",
        f"{ROOT}own/{token}?said=same#said",
    ]
    now = kept(web, signon)
    assert (now.name, now.country, now.url, now.quote, now.state) == (
        "FREE KNOWLEDGE e.V.",
        "Austria",
        "https://knowledge.example",
        "Because it matters.",
        SignOnState.LISTED,
    )
    assert deeds(web, signon)[-1] is Deed.CORRECTED
    assert len(deeds(web, signon)) == 4
    assert "Your changes are kept. FREE KNOWLEDGE e.V. stands under the letter." in words(
        web.client.get(f"own/{token}?said=saved").text
    )
    assert verify_store(web.store).flaws == ()


def test_another_name_is_looked_at_again(web: Web) -> None:
    """It does not stand under the letter until the coordinator has seen it, and the page says so."""
    signon = listed(web)
    web.client.post(own(web, signon, "/correct"), data=FORM | {"organisation": "Amnesty International"})
    assert kept(web, signon).state is SignOnState.CONFIRMED
    assert web.store.read(counts.of, LETTER, Kind.ORGANISATION) == {SignOnState.CONFIRMED: 1}
    assert "Before Amnesty International stands under the letter, a person looks at it" in words(
        web.client.get(own(web, signon)).text
    )
    assert verify_store(web.store).flaws == ()


def test_what_is_wrong_in_a_correction_is_named_and_nothing_is_lost(web: Web) -> None:
    """An error above and at each field; what was typed is still there; nothing is changed."""
    signon = listed(web)
    form = {"organisation": "", "country": "XX", "url": "javascript:alert(1)", "quote": "see www.spam.example"}
    page = web.client.post(own(web, signon, "/correct"), data=form).text
    assert title(page).startswith("Error: Your sign-on")
    for said in (
        "Enter the name of the organisation as it should appear",
        "Select a country from the list",
        "Enter the address of the website, like https://organisation.example",
        "Take out the web address",
    ):
        assert said in page
    assert 'value="javascript:alert(1)"' in page
    assert deeds(web, signon)[-1] is Deed.LISTED


def test_a_person_changes_name_country_and_quote(tmp_path: Path) -> None:
    """There is no website and no logo for people, whatever is sent."""
    with made(tmp_path, individuals=True) as web:
        checked = web.client.post("sign", data=web.hidden(kind="person")).text
        web.client.post("sign/send", data=hidden(checked))
        (notice,) = web.store.read(notices.owed)
        web.client.post(f"confirm/{web.link(Purpose.CONFIRM, notice.signon)}")
        page = web.client.get(own(web, notice.signon)).text
        assert "Website" not in page
        assert "Logo" not in page
        form = {"person": "Éve Berg", "country": "FR", "url": "https://spam.example", "quote": ""}
        web.client.post(own(web, notice.signon, "/correct"), data=form)
        web.client.post(own(web, notice.signon, "/logo"), files={"logo": ("a.png", picture())})
        now = kept(web, notice.signon)
        assert (now.name, now.country, now.url, now.logo) == ("Éve Berg", "France", "", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [("a.svg", SVG), ("a.png", picture()), ("a.jpg", picture("JPEG")), ("a.webp", picture("WEBP")), ("x", SVG)],
)
def test_a_logo_is_drawn_anew(web: Web, name: str, data: bytes) -> None:
    """Whatever came, a PNG is kept below signatories/logos/own; the file itself is nowhere."""
    signon = listed(web)
    answer = web.client.post(own(web, signon, "/logo"), files={"logo": (name, data)})
    assert answer.headers["location"].endswith("?said=logo#said")
    logo = web.place.signatories / kept(web, signon).logo
    assert logo.parent == web.place.signatories / "logos" / "own"
    assert Image.open(io.BytesIO(logo.read_bytes())).format == "PNG"
    shown = web.client.get(own(web, signon, "/logo.png"))
    assert (shown.headers["content-type"], shown.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert deeds(web, signon)[-1] is Deed.CORRECTED


def test_a_logo_is_replaced_and_taken_away(web: Web) -> None:
    """The picture before it goes with it; the same one twice is one line."""
    signon = listed(web)
    for data in (SVG, SVG, picture()):
        web.client.post(own(web, signon, "/logo"), files={"logo": ("a", data)})
    folder = web.place.signatories / "logos" / "own"
    assert [each.name for each in folder.iterdir()] == [Path(kept(web, signon).logo).name]
    for _ in range(2):
        web.client.post(own(web, signon, "/unlogo"), data=SURE)
    assert (kept(web, signon).logo, list(folder.iterdir())) == ("", [])
    assert deeds(web, signon)[3:] == [Deed.CORRECTED] * 3
    assert web.client.get(own(web, signon, "/logo.png")).status_code == 404


@pytest.mark.parametrize(
    ("way", "said", "version"),
    [
        (Way.CORRECTION, "The text has changed since you signed", 2),
        (Way.WINDOW, "Unless you object, your sign-on goes on to the new text on", 1),
        (Way.ASK, "You stay under the text that you signed until you agree to the new one.", 1),
    ],
)
def test_a_newer_text_is_shown_with_what_changed(web: Web, way: Way, said: str, version: int) -> None:
    """The redline, and what is to be done about it, in each of the three ways."""
    signon = listed(web)
    until = NOW + dt.timedelta(days=7) if way is Way.WINDOW else None
    web.freeze(way, until, en=CHANGED)
    page = web.client.get(own(web, signon)).text
    assert said in words(page)
    assert "<ins>small </ins>" in page
    assert kept(web, signon).version == version
    assert ("We object" in page, "We agree" in page) == (way is Way.WINDOW, way is not Way.CORRECTION)


def test_an_objection_keeps_the_text_that_was_signed(web: Web) -> None:
    """Once, in time; when the window closes the sign-on stays; afterwards an agreement is still welcome."""
    signon, silent = listed(web), listed(web, mail="other@other.example", organisation="Other")
    until = NOW + dt.timedelta(days=7)
    web.freeze(Way.WINDOW, until, en=CHANGED)
    said = [
        web.client.post(own(web, signon, "/object"), data={"version": "2"}).headers["location"].partition("?")[2]
        for _ in range(2)
    ]
    assert said == ["said=objected#said"] * 2
    assert deeds(web, signon).count(Deed.OBJECTED) == 1
    web.now = until + dt.timedelta(minutes=1)
    late = web.client.post(own(web, silent, "/object"), data={"version": "2"})
    assert late.headers["location"].endswith("?said=late#said")
    web.store.write(standing.close_windows, web.now)
    assert (kept(web, signon).version, kept(web, silent).version) == (1, 2)
    assert "You objected" in words(web.client.get(own(web, signon)).text)
    web.client.post(own(web, signon, "/agree"), data={"version": "2"})
    assert (kept(web, signon).version, kept(web, signon).held) == (2, False)
    assert verify_store(web.store).flaws == ()


@pytest.mark.parametrize("version", ["", "0", "3", "99999999999999999999", "x", "1"])
def test_an_agreement_to_no_version_is_none(web: Web, version: str) -> None:
    """Only a version of the letter that is newer can be agreed to."""
    signon = listed(web)
    web.freeze(Way.ASK, en=CHANGED)
    assert web.client.post(own(web, signon, "/agree"), data={"version": version}).status_code == 303
    assert web.client.post(own(web, signon, "/object"), data={"version": version}).status_code == 303
    assert (kept(web, signon).version, deeds(web, signon)[-1]) == (1, Deed.LISTED)


def test_an_agreement_counts_once(web: Web) -> None:
    """Asked again, the signer agrees, twice by a double click: one line, under the new text."""
    signon = listed(web)
    web.freeze(Way.ASK, en=CHANGED)
    page = web.client.get(own(web, signon)).text
    for _ in range(2):
        web.client.post(own(web, signon, "/agree"), data=hidden(page))
    assert kept(web, signon).version == 2
    assert deeds(web, signon)[3:] == [Deed.AGREED]


def test_taking_back_is_asked_about_and_counts_once(web: Web) -> None:
    """The page asks; the button takes back; a mail that says so is owed; one may sign again."""
    signon = listed(web)
    assert title(web.client.get(own(web, signon, "/withdraw")).text).startswith("Take the sign-on back?")
    assert kept(web, signon).state is SignOnState.LISTED
    for _ in range(2):
        assert web.client.post(own(web, signon, "/withdraw"), data=SURE).status_code == 303
    assert (kept(web, signon).state, deeds(web, signon)[3:]) == (SignOnState.WITHDRAWN, [Deed.WITHDRAWN])
    assert [each.kind for each in web.store.read(notices.owed)] == ["confirm", "own", "withdrawn"]
    page = web.client.get(own(web, signon)).text
    assert title(page).startswith("Your sign-on is taken back")
    form = hidden(web.client.get(own(web, signon, "/sign")).text)
    answers = form | {**FORM, "person": "Eve Berg", "role": "Chair", "authority": "yes"}
    checked = web.client.post(own(web, signon, "/sign"), data=answers).text
    web.client.post(own(web, signon, "/sign/send"), data=hidden(checked))
    assert kept(web, signon).state is SignOnState.CONFIRMED
    assert verify_store(web.store).flaws == ()


def test_a_holder_may_change_often_and_not_endlessly(web: Web) -> None:
    """Each change is a line that stays; beyond sixty at once the page says to wait."""
    signon = listed(web)
    answers = [web.client.post(own(web, signon, "/unlogo"), data=SURE).status_code for _ in range(61)]
    assert (answers[:60], answers[60]) == ([303] * 60, 429)


def _directory(web: Web, **changed: SignOnState) -> None:
    sites = (Organisation("knowledge", "Free Knowledge e.V.", "https://www.knowledge.example", "Germany", **changed),)
    web.store.write(directory.put, LETTER, sites, web.now)


def test_who_writes_from_the_organisations_own_site_is_listed_at_once(web: Web) -> None:
    """The directory's row, which nobody was written to for, gives way; the page says so; a mail is owed."""
    _directory(web, state=SignOnState.INVITED)
    signon = web.confirmed()
    now = kept(web, signon)
    assert (now.state, now.organisation, now.url) == (
        SignOnState.LISTED,
        "knowledge",
        "https://www.knowledge.example",
    )
    assert [each.kind for each in web.store.read(notices.owed)] == ["confirm", "own", "listed"]
    entry = web.store.read(record.last_of, signon, Deed.LISTED)
    assert entry is not None
    assert entry.line.actor is Actor.PROGRAM
    page = web.client.get(f"confirm/{web.link(Purpose.CONFIRM, signon)}").text
    assert "Free Knowledge e.V. stands under the letter" in words(page)
    assert len(web.store.read(signons.organisations, LETTER)) == 1
    assert verify_store(web.store).flaws == ()


@pytest.mark.parametrize(
    ("state", "answers"),
    [
        (SignOnState.INVITED, {"mail": "eve@gmail.com"}),
        (SignOnState.INVITED, {"mail": "eve@elsewhere.example"}),
        (SignOnState.INVITED, {"organisation": "Another Body"}),
        (SignOnState.LISTED, {}),
        (SignOnState.DECLINED, {}),
    ],
)
def test_all_others_wait_for_a_person(web: Web, state: SignOnState, answers: dict[str, str]) -> None:
    """A free mailbox, another site, another name, an organisation that stands there or has answered: the page says
    that somebody looks at it."""
    _directory(web, state=state)
    signon = web.confirmed(**answers)
    assert (kept(web, signon).state, kept(web, signon).organisation) == (SignOnState.CONFIRMED, "")
    page = web.client.get(f"confirm/{web.link(Purpose.CONFIRM, signon)}").text
    assert "a person looks at it" in words(page)
    assert verify_store(web.store).flaws == ()


def test_a_better_name_can_be_listed_at_once(web: Web) -> None:
    """Who waits because of a slip in the name mends it, and needs no look any more; and the other way round."""
    _directory(web, state=SignOnState.INVITED)
    signon = web.confirmed(organisation="Fre Knowlege")
    assert kept(web, signon).state is SignOnState.CONFIRMED
    web.client.post(own(web, signon, "/correct"), data=FORM)
    assert (kept(web, signon).state, kept(web, signon).organisation) == (SignOnState.LISTED, "knowledge")
    web.client.post(own(web, signon, "/correct"), data=FORM | {"organisation": "Free Knowledge Association"})
    web.client.post(own(web, signon, "/correct"), data=FORM | {"organisation": "Greenpeace"})
    assert kept(web, signon).state is SignOnState.CONFIRMED
    assert verify_store(web.store).flaws == ()
