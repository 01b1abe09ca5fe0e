"""The letter's public facts as the API gives them: what the page says, for programs, and nothing besides."""

from typing import Any

from campaign.core.languages.moments import stamp
from campaign.core.publish.about import version_path
from campaign.core.publish.countries import by_country, country_code
from campaign.core.publish.edition import Edition, Frozen
from campaign.core.publish.lists import as_json, facts
from campaign.core.render.characters import clean

ROOT = "api/v1/"


def documents(edition: Edition) -> dict[str, bytes]:
    """Those that change seldom, by their paths. The lists of signatories are answered page by page, from the store."""
    made = {"letter": letter(edition), "versions": versions(edition), "counts": counts(edition)}
    return {f"{ROOT}{name}": as_json(payload) for name, payload in made.items()}


def letter(edition: Edition) -> dict[str, Any]:
    """What letter.json says, with whole addresses."""
    said = facts(edition)
    for text in said["languages"].values():
        text["page"] = edition.base + text["page"]
    return said


def versions(edition: Edition) -> dict[str, Any]:
    """Every version, the newest first, each text with its digest and the page and canonical text that show it."""
    return {"versions": [_version(edition, frozen) for frozen in reversed(edition.versions)]}


def counts(edition: Edition) -> dict[str, Any]:
    """How many stand under the newest text, by kind and country, and how many under earlier ones."""
    newest, *before = reversed(edition.versions)
    groups = by_country(edition.organisations, "en")
    return {
        **_standing(newest),
        "countries": [
            {
                "country": clean(each.organisations[0].country) or None,
                "country_code": country_code(each.organisations[0].country) or None,
                "organisations": len(each.organisations),
            }
            for each in groups
        ],
        "earlier": [_standing(frozen) for frozen in before if frozen.organisations or frozen.people],
    }


def _version(edition: Edition, frozen: Frozen) -> dict[str, Any]:
    version = frozen.version
    return {
        **_standing(frozen),
        "kind": version.kind.value,
        "frozen_at": stamp(version.frozen_at),
        "texts": [
            {
                "language": text.language,
                "title": clean(frozen.letters[text.language].title) or None,
                "digest": text.digest,
                "page": edition.base + version_path(frozen, text.language),
                "canonical": edition.base + version_path(frozen, text.language, "txt"),
            }
            for text in frozen.texts
        ],
    }


def _standing(frozen: Frozen) -> dict[str, Any]:
    return {
        "version": frozen.version.number,
        "digest": frozen.version.digest,
        "organisations": len(frozen.organisations),
        "people": frozen.people,
    }
