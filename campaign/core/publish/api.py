"""The API's documents about the letter: the same facts as on its page, for programs."""

from typing import Any

from campaign.core.languages.times_and_numbers import timestamp
from campaign.core.publish.countries import country_code, group_by_country
from campaign.core.publish.edition import Edition, SignedVersion
from campaign.core.publish.lists import facts, json_bytes
from campaign.core.publish.template_values import version_path
from campaign.core.render.characters import clean

ROOT = "api/v1/"


def documents(edition: Edition) -> dict[str, bytes]:
    """The documents that seldom change, by path. Lists of signatories are answered from the database, page by page."""
    payloads = {"letter": letter(edition), "versions": versions(edition), "counts": counts(edition)}
    return {f"{ROOT}{name}": json_bytes(payload) for name, payload in payloads.items()}


def letter(edition: Edition) -> dict[str, Any]:
    """The content of letter.json, with whole web addresses."""
    document = facts(edition)
    for text in document["languages"].values():
        text["page"] = edition.base + text["page"]
    return document


def versions(edition: Edition) -> dict[str, Any]:
    """Every version, newest first. Each text has its digest, its page and its canonical text."""
    head = edition.record
    return {
        "record": {"number": head.number, "digest": head.digest} if head else None,
        "versions": [_version(edition, signed_version) for signed_version in reversed(edition.versions)],
    }


def counts(edition: Edition) -> dict[str, Any]:
    """The number of signatories of the newest version, by kind and country, and of earlier versions."""
    newest, before = edition.newest, edition.earlier
    groups = group_by_country(edition.organisations, "en")
    return {
        **_support(newest),
        "countries": [
            {
                "country": clean(group.organisations[0].country) or None,
                "country_code": country_code(group.organisations[0].country) or None,
                "organisations": len(group.organisations),
            }
            for group in groups
        ],
        "earlier": [
            _support(signed_version)
            for signed_version in before
            if signed_version.organisations or signed_version.people
        ],
    }


def _version(edition: Edition, signed_version: SignedVersion) -> dict[str, Any]:
    version = signed_version.version
    return {
        **_support(signed_version),
        "kind": version.kind.value,
        "frozen_at": timestamp(version.frozen_at),
        "texts": [
            {
                "language": text.language,
                "title": clean(signed_version.letters[text.language].title) or None,
                "digest": text.digest,
                "page": edition.base + version_path(signed_version, text.language),
                "canonical": edition.base + version_path(signed_version, text.language, "txt"),
            }
            for text in signed_version.texts
        ],
    }


def _support(signed_version: SignedVersion) -> dict[str, Any]:
    return {
        "version": signed_version.version.number,
        "digest": signed_version.version.digest,
        "organisations": len(signed_version.organisations),
        "people": signed_version.people,
    }
