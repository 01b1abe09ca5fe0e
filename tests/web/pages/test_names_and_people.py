"""The list of individuals, page by page, and the search for a name."""

import asyncio
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from campaign.adapters.store import signons
from campaign.adapters.store.signons import personal_link, search, text_changes
from campaign.core.signatories import SignOnState
from campaign.core.signons import NewSignOn, SignOnKind, SignOnSource
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.record import Actor, RecordEvent
from campaign.services.background import fill_index
from tests.helpers.edition import ENGLISH
from tests.helpers.web import LETTER, ROOT, Web, open_web, title, words

pytestmark = pytest.mark.slow

PERSON = NewSignOn(LETTER, SignOnKind.PERSON, "", SignOnState.LISTED, 1, "en", SignOnSource.PAGE, country="Greece")


def add_listed(web: Web, *names: str, kind: SignOnKind = SignOnKind.PERSON, **changed: object) -> list[int]:
    """Add listed people, or organisations, with these names, and update the search index."""
    new = [
        replace(PERSON, name=name, kind=kind, address=f"{name}@p.example", address_key=f"{name}@p.example", **changed)  # type: ignore[arg-type]  # a test names what it changes
        for name in names
    ]
    ids = [web.store.write(signons.add, signon, RecordEvent.SIGNED, Actor.SIGNER, web.now).id for signon in new]
    while web.store.write(search.catch_up):
        pass
    return ids


def listed_names(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r"<li>.*?<bdi>(.*?)</bdi>", page)]


def link(page: str, words: str) -> str:
    """The path of a link on the page; "" if there is none."""
    match = re.search(rf'<a href="([^"]*)"[^>]*>{words}</a>', page)
    return unescape(match[1]).removeprefix(ROOT) if match else ""


def test_all_people_are_reached_page_by_page(web: Web) -> None:
    """From the newest to the first and back, every name once, without page numbers; no page is for search engines."""
    names = [f"Person {number}" for number in range(120)]
    add_listed(web, *names)

    path, seen, pages = "people", [], []
    while path:
        page = web.client.get(path).text
        assert '<meta name="robots" content="noindex">' in page
        pages.append(listed_names(page))
        seen += listed_names(page)
        path = link(page, "Older")
    assert (seen, [len(rows) for rows in pages]) == (names[::-1], [50, 50, 20])
    assert link(page, "Latest") == "people.html"
    back = web.client.get(link(page, "Newer")).text
    assert listed_names(back) == pages[1]
    newest = web.client.get(link(back, "Newer")).text
    assert (listed_names(newest), link(newest, "Newer"), link(newest, "Latest")) == (pages[0], "", "")


def test_the_list_speaks_the_letters_language(web: Web) -> None:
    """Its links keep the language."""
    add_listed(web, *(f"Person {number}" for number in range(51)))
    page = web.client.get("people?lang=de").text
    assert title(page) == "Einzelpersonen, die unterzeichnet haben: Wälder erhalten"
    assert link(page, "Ältere").startswith("people?lang=de&before=")
    assert "Griechenland" in page


def test_those_under_an_earlier_version_have_a_list_of_their_own(web: Web) -> None:
    """Nobody is listed under a text that he or she did not sign; the list without a number is of the text on the page,
    which stays until the change is decided."""
    add_listed(web, *(f"Ana {number}" for number in range(60)))
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("one thing", "another thing"))
    proposed = web.client.get("people").text
    assert (len(listed_names(proposed)), len(listed_names(web.client.get(link(proposed, "Older")).text))) == (50, 10)
    assert title(proposed) == "Individuals who have signed: Keep forests standing"
    assert listed_names(web.client.get("people?version=2").text) == []
    web.store.write(text_changes.adopt, LETTER, web.now)
    add_listed(web, "Berta", version=2)

    assert listed_names(web.client.get("people").text) == ["Berta"]
    earlier = web.client.get("people?version=1").text
    assert title(earlier) == "Individuals who have signed (Version 1): Keep forests standing"
    assert listed_names(earlier)[-1:] == ["Ana 10"]
    assert [web.client.get(f"people?version={number}").status_code for number in ("3", "0", "x", "1" * 400)] == [
        404
    ] * 4


def test_who_leaves_the_list_is_gone_at_once(web: Web) -> None:
    """From the list and from the search."""
    (ana, _) = add_listed(web, "Ana", "Berta")
    web.store.write(personal_link.withdraw, ana, web.now)
    assert listed_names(web.client.get("people").text) == ["Berta"]
    assert listed_names(web.client.get("names?q=ana").text) == []


@pytest.mark.parametrize("edge", ["0", "-1", "x", "1e3", "9" * 30, "%00", "\u0661", "1 OR 1=1"])
def test_an_edge_that_is_no_sign_on_is_as_good_as_none(web: Web, edge: str) -> None:
    """The page starts with the newest."""
    add_listed(web, "Ana")
    for name in ("before", "after"):
        assert listed_names(web.client.get(f"people?{name}={edge}").text) == ["Ana"]


def test_an_edge_beyond_the_ends_is_an_empty_page(web: Web) -> None:
    """It says so, and links to the newest."""
    add_listed(web, "Ana")
    assert "No individual has signed yet." in web.client.get("people?before=1").text
    assert "No individual has signed yet." in web.client.get("people?after=1").text


def test_a_search_gives_what_is_public_of_a_name(web: Web) -> None:
    """Organisations and people apart; name, country, an organisation's website, an earlier version; nothing else."""
    add_listed(web, "Zoë Abt")
    add_listed(
        web,
        "Zoo <b>e.V.</b>",
        kind=SignOnKind.ORGANISATION,
        url="https://zoo.example",
        person="Zora Secret",
        role="Chair",
    )
    web.freeze(ChangePolicy.ASK, en=ENGLISH.replace("one thing", "another thing"))
    listing = "Organisations Zoo <b>e.V.</b> , Greece Individuals Zoë Abt , Greece Questions?"
    assert listing in words(web.client.get("names?q=ZO").text)
    web.store.write(text_changes.adopt, LETTER, web.now)
    page = web.client.get("names?q=ZO").text

    assert "Organisations Zoo <b>e.V.</b> , Greece (Version 1) Individuals Zoë Abt , Greece (Version 1)" in words(page)
    assert '<a href="https://zoo.example"><bdi>Zoo &lt;b&gt;e.V.&lt;/b&gt;</bdi></a>' in page
    for private in ("Secret", "Chair", "p.example"):
        assert private not in page
    assert listed_names(web.client.get("names?q=secret").text) == []


def test_the_form_stands_alone_until_something_is_asked(web: Web) -> None:
    """No search text, no message; punctuation alone gives a message, and so does no result."""
    assert 'role="status"' not in web.client.get("names").text
    assert "Enter letters or numbers." in web.client.get("names?q=***").text
    assert "No listed name matches your search." in web.client.get("names?q=ana").text
    assert title(web.client.get("names?q=ana").text) == "Find a name: ana: Keep forests standing"


def test_many_names_come_page_by_page(web: Web) -> None:
    """In order, every name once, with a link back to the first page."""
    names = [f"Ana {number:03}" for number in range(30)]
    add_listed(web, *names[::-1])
    first = web.client.get("names?q=ana").text
    second = web.client.get(link(first, "Next page")).text
    assert (listed_names(first) + listed_names(second), link(second, "Next page")) == (names, "")
    assert listed_names(web.client.get(link(second, "First page")).text) == names[:20]


HOSTILE = [
    '"', "*", "NEAR(a b)", 'ana" OR "b', "'; DROP TABLE signon; --", "\x00", "\u202eana", "a" * 10_000,
    "\ufdfa" * 5_000, "<script>alert(1)</script>", "{{ 7*7 }}", "%", "\r\nSet-Cookie: a=b",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_question_is_answered_like_any_other(web: Web, typed: str) -> None:
    """It is never code, never long, and never changes the text direction."""
    add_listed(web, "Ana")
    answer = web.client.get(f"names?q={quote(typed)}")
    assert answer.status_code == 200
    assert len(answer.text) < 8_000
    assert [sign for sign in ("<script", "\u202e", "\x00") if sign in answer.text] == []


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%ed%a0%80", "q=ana&after=x", "q=ana&after=1.", "q=ana&after=1.!!", "q=ana&after=1.YQ",
              "q=ana&after=999999999999.____", "q=ana&after=1." + "A" * 5000, "q=a&q=b", "lang=xx&q=ana"],
)  # fmt: skip
def test_a_hostile_address_is_answered_like_any_other(web: Web, query: str) -> None:
    """Broken escapes, invented cursors, repeated fields, unknown languages."""
    add_listed(web, "Ana")
    assert web.client.get(f"names?{query}").status_code == 200


def test_who_looks_too_fast_must_wait(web: Web) -> None:
    """120 at once, then two per second; other visitors and sign-ons are not affected."""
    flood = {"X-Forwarded-For": "192.0.2.7"}
    paths = ["names?q=a", "people"] * 61
    answers = [web.client.get(path, headers=flood) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * 120 + [429] * 2
    assert "We got too many requests from your network." in answers[-1].text
    assert web.client.get("people", headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 200
    assert web.client.post("sign/send", data=web.checked_fields(), headers=flood).status_code == 303


@pytest.mark.parametrize("path", ["people", "names?q=a"])
def test_without_a_frozen_text_there_is_no_list(tmp_path: Path, path: str) -> None:
    """Nobody has signed anything yet."""
    with open_web(tmp_path, frozen={}) as web:
        assert web.client.get(path).status_code == 404


async def test_the_index_follows_while_the_program_runs(web: Web) -> None:
    """A new listing is found within two look-ups; the task ends when told to."""
    new = replace(PERSON, name="Ana", address="a@p.example", address_key="a@p.example")
    stopping = asyncio.Event()
    keeping = asyncio.create_task(fill_index(web.campaign, stopping, pytest.fail))
    await asyncio.to_thread(web.store.write, signons.add, new, RecordEvent.SIGNED, Actor.SIGNER, web.now)
    for _ in range(100):
        if web.store.read(search.names, LETTER, "ana").names:
            break
        await asyncio.sleep(0.05)
    stopping.set()
    await asyncio.wait_for(keeping, 5)
    assert [row.name for row in web.store.read(search.names, LETTER, "ana").names] == ["Ana"]
