"""The signatories and the letter's public facts, for programs and spreadsheets."""

import csv
import io
import json
from typing import Any

from campaign.core.languages.times_and_numbers import timestamp
from campaign.core.letters.tree_builder import safe_href
from campaign.core.publish.alphabet import on_page
from campaign.core.publish.countries import count_countries
from campaign.core.publish.edition import Edition, SignedVersion, path_of
from campaign.core.render.characters import clean

_COLUMNS = ("name", "url", "country")
# Spreadsheets run a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def signatories_json(edition: Edition) -> bytes:
    """The organisations under the newest version in alphabetical order and, separately, those under earlier ones:
    `{"letter", "version", "digest", "count", "people", "signatories", "earlier"}`."""
    newest, before = edition.newest, edition.earlier
    return json_bytes(
        {
            "letter": edition.title(edition.languages[0]),
            **_support(edition, newest),
            "earlier": [
                _support(edition, signed_version)
                for signed_version in before
                if signed_version.organisations or signed_version.people
            ],
        }
    )


def signatories_csv(edition: Edition) -> bytes:
    """The same organisations as a table, with the number of the version that each signed.

    It begins with a byte order mark, without which spreadsheets show é as Ã©. Cells that a spreadsheet would run as a
    formula begin with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow((*_COLUMNS, "version"))
    for signed_version in reversed(edition.versions):
        writer.writerows(
            [*map(escape_formula, row), signed_version.version.number] for row in _rows(edition, signed_version)
        )
    return file.getvalue().encode("utf-8-sig")


def letter_json(edition: Edition) -> bytes:
    """The letter's public facts as a JSON file."""
    return json_bytes(facts(edition))


def facts(edition: Edition) -> dict[str, Any]:
    """The letter's public facts. Times are in UTC; paths are relative to the site."""
    version, signing, sent = edition.newest.version, edition.signing, edition.delivery
    digests = {text.language: text.digest for text in edition.newest.texts}
    return {
        "campaign": clean(edition.campaign.name),
        "version": version.number,
        "frozen_at": timestamp(version.frozen_at),
        "digest": version.digest,
        "vote_at": timestamp(edition.campaign.vote_at),
        "deadline_at": timestamp(edition.campaign.deadline_at),
        "zone": edition.campaign.zone.key,
        "signing": signing.stage.value if signing.form else None,
        "signing_closes_at": timestamp(signing.closes_at) if signing.form and signing.closes_at else None,
        "delivered_at": timestamp(sent.first_sent_at) if sent else None,
        "addressees": len(edition.addressees),
        "signatories": len(edition.organisations),
        "people": edition.newest.people,
        "countries": count_countries(edition.organisations),
        "url": edition.campaign.public_url or None,
        "languages": {language: _text(edition, language, digests[language]) for language in edition.languages},
    }


def json_bytes(payload: Any) -> bytes:
    return (json.dumps(payload, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def escape_formula(cell: str) -> str:
    """The text of a cell, with an apostrophe before it if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(edition: Edition, language: str, digest: str) -> dict[str, str]:
    letter = edition.newest.letters[language]
    page = path_of("index", "html", language, edition.languages)
    return {"title": edition.title(language), "ask": clean(letter.ask), "digest": digest, "page": page}


def _support(edition: Edition, signed_version: SignedVersion) -> dict[str, Any]:
    rows = _rows(edition, signed_version)
    return {
        "version": signed_version.version.number,
        "digest": signed_version.version.digest,
        "count": len(rows),
        "people": signed_version.people,
        "signatories": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
    }


def _rows(edition: Edition, signed_version: SignedVersion) -> list[tuple[str, str, str]]:
    ordered = on_page(signed_version.organisations, edition.languages[0], edition.campaign.name_order)
    return [
        (clean(organisation.name), safe_href(organisation.url), clean(organisation.country)) for organisation in ordered
    ]
