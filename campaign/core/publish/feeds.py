"""Feeds of the letter's versions and of new signatories, newest first, as Atom (RFC 4287) and JSON Feed 1.1.

Individuals are in no feed, because what a feed reader has fetched cannot be deleted there.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

from campaign.core.languages.page_words import page_words
from campaign.core.languages.times_and_numbers import timestamp
from campaign.core.letters.tree_builder import safe_href
from campaign.core.publish.countries import country_name
from campaign.core.publish.edition import Edition, NewSignatory, SignedVersion, main_language
from campaign.core.publish.lists import json_bytes
from campaign.core.publish.titles import version_title
from campaign.core.render.characters import clean

_RECORD = "Record of sign-ons: {}"  # for `campaign verify --head`, the same in every language
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of a feed."""

    id: str
    title: str
    at: dt.datetime
    path: str
    """Below the site."""
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed."""

    stem: str
    """Its file name without a suffix."""
    parts: tuple[str, ...]
    """What makes its identifier different from those of other feeds."""
    title: Callable[[Edition], str]
    items: Callable[[Edition], list[_Item]]


def atom(edition: Edition, feed: Feed) -> bytes:
    """The feed as Atom. Its links are relative if the address of the site is not known."""
    items = feed.items(edition)
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": edition.languages[0]})
    _add(root, "id", identifier(edition, *feed.parts).urn)
    _add(root, "title", feed.title(edition))
    if edition.record:
        _add(root, "subtitle", _RECORD.format(edition.record))
    _add(root, "updated", timestamp(max((item.at for item in items), default=edition.newest.version.frozen_at)))
    _add(_add(root, "author"), "name", edition.campaign.contact.name)
    _add(root, "link", href=f"{edition.base}index.html", type="text/html")
    if edition.base:
        _add(root, "link", rel="self", href=f"{edition.base}{feed.stem}.xml", type="application/atom+xml")
    for item in items:
        _entry(root, edition, item)
    ElementTree.indent(root, "")
    document: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return document + b"\n"


def json_feed(edition: Edition, feed: Feed) -> bytes:
    """The feed as JSON Feed. Without the address of the site it has no links: the format allows no relative ones."""
    addresses = {"home_page_url": f"{edition.base}index.html", "feed_url": f"{edition.base}{feed.stem}.json"}
    return json_bytes(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title(edition),
            **({"description": _RECORD.format(edition.record)} if edition.record else {}),
            **(addresses if edition.base else {}),
            "language": edition.languages[0],
            "authors": [{"name": clean(edition.campaign.contact.name)}],
            "items": [_item(edition, item) for item in feed.items(edition)],
        }
    )


def identifier(edition: Edition, *parts: str) -> uuid.UUID:
    """An identifier of the letter, or of a part of it, that does not depend on the address of the site."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("undersigned", edition.campaign.name, edition.name, *parts)))


def _entry(feed: ElementTree.Element, edition: Edition, item: _Item) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    _add(entry, "updated", timestamp(item.at))
    _add(entry, "link", href=f"{edition.base}{item.path}", type="text/html")
    _add(entry, "content", item.text, type="text")


def _item(edition: Edition, item: _Item) -> dict[str, str]:
    address = {"url": f"{edition.base}{item.path}"} if edition.base else {}
    return {
        "id": item.id,
        **address,
        "title": clean(item.title),
        "content_text": clean(item.text),
        "date_published": timestamp(item.at),
    }


def _versions(edition: Edition) -> list[_Item]:
    return [_version(edition, signed_version) for signed_version in reversed(edition.versions)]


def _version(edition: Edition, signed_version: SignedVersion) -> _Item:
    letter = signed_version.letters[main_language(signed_version.letters)]
    return _Item(
        identifier(edition, "version", str(signed_version.version.number)).urn,
        version_title(signed_version.version, page_words(edition.languages[0])),
        signed_version.version.frozen_at,
        f"versions/{signed_version.version.number}.html",
        f"{letter.title}. {letter.ask}".strip(),
    )


def _new_signatories(edition: Edition) -> list[_Item]:
    return [_signatory(edition, joined) for joined in edition.latest.new_signatories]


def _signatory(edition: Edition, joined: NewSignatory) -> _Item:
    organisation, language = joined.organisation, edition.languages[0]
    details = (organisation.name, country_name(organisation.country, language), safe_href(organisation.url))
    return _Item(
        identifier(edition, "signatory", organisation.key).urn,
        organisation.name,
        joined.listed_at,
        "index.html#signatories",
        ", ".join(filter(None, details)),
    )


def _new_signatories_title(edition: Edition) -> str:
    language = edition.languages[0]
    return f"{page_words(language).signatories}: {edition.title(language)}"


VERSIONS = Feed("feed", (), lambda edition: edition.title(edition.languages[0]), _versions)
SIGNATORIES = Feed("new-signatories", ("signatories",), _new_signatories_title, _new_signatories)


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = clean(text) or None
    return child
