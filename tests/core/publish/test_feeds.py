"""The feeds."""

import datetime as dt
import json
import uuid
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.publish import CampaignContact, feeds
from campaign.core.publish.edition import NewSignatory
from campaign.core.signatories import Organisation
from tests.helpers.edition import ENGLISH, ORGANISATIONS, edition, frozen_version, three_versions

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "https://forests.example/letter"
NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)


def _text(element, name):
    return element.findtext(ATOM + name)


def test_the_atom_feed_has_what_the_format_demands():
    """Feed and entries have id, title and time; the feed has an author; the newest version is first."""
    feed = ElementTree.fromstring(feeds.atom(three_versions(public_url=AT), feeds.VERSIONS))
    entries = feed.findall(f"{ATOM}entry")

    assert [_text(entry, "title") for entry in entries] == [
        "Version 3: New language (Deutsch)", "Version 2: Correction", "Version 1",
    ]  # fmt: skip
    assert len({_text(element, "id") for element in (feed, *entries)}) == 4
    assert all(uuid.UUID(_text(element, "id")) for element in (feed, *entries))
    assert [dt.datetime.fromisoformat(_text(element, "updated")).day for element in (feed, *entries)] == [3, 3, 2, 1]
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "The coalition"
    assert [link.attrib for link in feed.findall(f"{ATOM}link")] == [
        {"href": f"{AT}/index.html", "type": "text/html"},
        {"rel": "self", "href": f"{AT}/feed.xml", "type": "application/atom+xml"},
    ]
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == [
        f"{AT}/versions/{n}.html" for n in (3, 2, 1)
    ]


def test_without_an_address_the_atom_feed_is_relative():
    """Without the address of the site, links are relative."""
    feed = ElementTree.fromstring(feeds.atom(edition(), feeds.VERSIONS))

    assert [link.get("href") for link in feed.iter(f"{ATOM}link")] == ["index.html", "versions/1.html"]


def test_the_json_feed_has_what_the_format_demands():
    """It has version and title; each item has id, text and time, and an address if that is known."""
    known = json.loads(feeds.json_feed(three_versions(public_url=AT), feeds.VERSIONS))
    unknown = json.loads(feeds.json_feed(edition(), feeds.VERSIONS))

    assert (known["version"], known["title"]) == ("https://jsonfeed.org/version/1.1", "Keep forests standing")
    assert (known["home_page_url"], known["feed_url"]) == (f"{AT}/index.html", f"{AT}/feed.json")
    assert [item["url"] for item in known["items"]] == [f"{AT}/versions/{number}.html" for number in (3, 2, 1)]
    assert unknown == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Keep forests standing",
        "language": "en",
        "authors": [{"name": "The coalition"}],
        "items": [
            {
                "id": unknown["items"][0]["id"],
                "title": "Version 1",
                "content_text": "Keep forests standing. Adopt amendment 4; reject 5, please.",
                "date_published": "2027-02-01T23:30:00Z",
            }
        ],
    }
    assert known["items"][-1]["id"] == unknown["items"][0]["id"]


def test_a_letter_without_title_is_called_by_its_campaign():
    """A feed always has a title."""
    made = edition(frozen_version(1, en=ENGLISH.replace("title: Keep forests standing\n", "")))

    assert json.loads(feeds.json_feed(made, feeds.VERSIONS))["title"] == "Forests first"


@given(st.text())
def test_any_name_gives_feeds_that_can_be_read(name):
    """Control characters, lone surrogates and markup in a name do not break the feeds."""
    new_signatories = (NewSignatory(Organisation("k", name, name, name), NOW),)
    made = edition(contact=CampaignContact(name, "a@b.example"), new_signatories=new_signatories)

    for feed in (feeds.VERSIONS, feeds.SIGNATORIES):
        assert ElementTree.fromstring(feeds.atom(made, feed)).find(f"{ATOM}author") is not None
        assert json.loads(feeds.json_feed(made, feed))["authors"]


def test_who_joins_is_news():
    """Each organisation has country and link, and the date when it was listed; the newest dates the feed."""
    made = edition(new_signatories=(NewSignatory(ORGANISATIONS[0], NOW),), public_url=AT)
    atom = ElementTree.fromstring(feeds.atom(made, feeds.SIGNATORIES))
    (item,) = json.loads(feeds.json_feed(made, feeds.SIGNATORIES))["items"]

    assert (_text(atom, "title"), _text(atom, "updated")) == (
        "Signatories: Keep forests standing",
        "2027-03-01T09:00:00Z",
    )
    assert _text(atom, "id") != _text(ElementTree.fromstring(feeds.atom(made, feeds.VERSIONS)), "id")
    assert {key: value for key, value in item.items() if key != "id"} == {
        "url": f"{AT}/index.html#signatories",
        "title": "The Éclair Society",
        "content_text": "The Éclair Society, France, https://eclair.example",
        "date_published": "2027-03-01T09:00:00Z",
    }


def test_a_feed_without_news_is_still_a_feed():
    """Without entries it has the date of the text."""
    feed = ElementTree.fromstring(feeds.atom(edition(), feeds.SIGNATORIES))

    assert (_text(feed, "updated"), feed.findall(f"{ATOM}entry")) == ("2027-02-01T23:30:00Z", [])
