"""The letter's versions as feeds: Atom (RFC 4287) and JSON Feed 1.1, the newest version first."""

import uuid
from xml.etree import ElementTree

from campaign.languages.moments import stamp
from campaign.languages.page import PageWords, page_words
from campaign.publish.edition import Edition, Frozen, main_language
from campaign.publish.lists import as_json
from campaign.publish.titles import kind_in_words
from campaign.render.characters import clean

_ATOM = "http://www.w3.org/2005/Atom"


def atom(edition: Edition) -> bytes:
    """The Atom feed. Its links are relative while nobody knows where the site will stand."""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": edition.languages[0]})
    _add(feed, "id", identifier(edition).urn)
    _add(feed, "title", edition.title(edition.languages[0]))
    _add(feed, "updated", stamp(edition.newest.version.frozen_at))
    _add(_add(feed, "author"), "name", edition.contact.name)
    _add(feed, "link", href=f"{edition.base}index.html", type="text/html")
    if edition.base:
        _add(feed, "link", rel="self", href=f"{edition.base}feed.xml", type="application/atom+xml")
    for frozen in reversed(edition.versions):
        _entry(feed, edition, frozen)
    ElementTree.indent(feed, "")
    written: bytes = ElementTree.tostring(feed, "utf-8", xml_declaration=True)
    return written + b"\n"


def json_feed(edition: Edition) -> bytes:
    """The JSON feed. It names addresses only where they are known: the format has no relative ones."""
    words = page_words(edition.languages[0])
    addresses = {"home_page_url": f"{edition.base}index.html", "feed_url": f"{edition.base}feed.json"}
    return as_json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": edition.title(edition.languages[0]),
            **(addresses if edition.base else {}),
            "language": edition.languages[0],
            "authors": [{"name": edition.contact.name}],
            "items": [_item(edition, frozen, words) for frozen in reversed(edition.versions)],
        }
    )


def identifier(edition: Edition, *parts: str) -> uuid.UUID:
    """A name for the letter, or a thing of it, that stays the same wherever the site stands."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("undersigned", edition.campaign, edition.name, *parts)))


def _entry(feed: ElementTree.Element, edition: Edition, frozen: Frozen) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _identifier(edition, frozen))
    _add(entry, "title", kind_in_words(frozen.version, page_words(edition.languages[0])))
    _add(entry, "updated", stamp(frozen.version.frozen_at))
    _add(entry, "link", href=f"{edition.base}{_path(frozen)}", type="text/html")
    _add(entry, "content", _words(frozen), type="text")


def _item(edition: Edition, frozen: Frozen, words: PageWords) -> dict[str, str]:
    address = {"url": f"{edition.base}{_path(frozen)}"} if edition.base else {}
    return {
        "id": _identifier(edition, frozen),
        **address,
        "title": kind_in_words(frozen.version, words),
        "content_text": _words(frozen),
        "date_published": stamp(frozen.version.frozen_at),
    }


def _identifier(edition: Edition, frozen: Frozen) -> str:
    return identifier(edition, "version", str(frozen.version.number)).urn


def _path(frozen: Frozen) -> str:
    return f"versions/{frozen.version.number}.html"


def _words(frozen: Frozen) -> str:
    letter = frozen.letters[main_language(frozen.letters)]
    return clean(f"{letter.title}. {letter.ask}".strip())


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = clean(text) or None
    return child
