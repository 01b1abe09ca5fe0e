"""What the page says, for programs and spreadsheets: the signatories and the letter's public facts."""

import csv
import io
import json
from typing import Any

from campaign.core.languages.moments import stamp
from campaign.core.letters.harvest import safe_href
from campaign.core.publish.alphabet import by_name
from campaign.core.publish.countries import how_many
from campaign.core.publish.edition import Edition, Frozen, path_of
from campaign.core.render.characters import clean

_COLUMNS = ("name", "url", "country")
# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def signatories_json(edition: Edition) -> bytes:
    """The organisations under the newest text in alphabetical order, and apart from them those under earlier ones:
    `{"letter", "version", "digest", "count", "people", "signatories", "earlier"}`."""
    newest, *before = reversed(edition.versions)
    return as_json(
        {
            "letter": edition.title(edition.languages[0]),
            **_standing(edition, newest),
            "earlier": [_standing(edition, frozen) for frozen in before if frozen.organisations or frozen.people],
        }
    )


def signatories_csv(edition: Edition) -> bytes:
    """The same organisations as a table, with the number of the version that each stands under.

    It begins with a byte order mark: without one a spreadsheet reads é as Ã©. A cell that a spreadsheet would run
    begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow((*_COLUMNS, "version"))
    for frozen in reversed(edition.versions):
        writer.writerows([*map(guarded, row), frozen.version.number] for row in _rows(edition, frozen))
    return file.getvalue().encode("utf-8-sig")


def letter_json(edition: Edition) -> bytes:
    """What is public of the letter, as a file."""
    return as_json(facts(edition))


def facts(edition: Edition) -> dict[str, Any]:
    """What is public of the letter. Times are UTC; paths are relative to the site."""
    version, signing, sent = edition.newest.version, edition.signing, edition.delivered
    digests = {text.language: text.digest for text in edition.newest.texts}
    return {
        "campaign": clean(edition.campaign.name),
        "version": version.number,
        "frozen_at": stamp(version.frozen_at),
        "digest": version.digest,
        "vote_at": stamp(edition.campaign.vote_at),
        "deadline_at": stamp(edition.campaign.deadline_at),
        "zone": edition.campaign.zone.key,
        "signing": signing.stage.value if signing.form else None,
        "signing_closes_at": stamp(signing.closes_at) if signing.form and signing.closes_at else None,
        "delivered_at": stamp(sent.at) if sent else None,
        "addressees": len(edition.addressees),
        "signatories": len(edition.organisations),
        "people": edition.newest.people,
        "countries": how_many(edition.organisations),
        "url": edition.campaign.public_url or None,
        "languages": {language: _text(edition, language, digests[language]) for language in edition.languages},
    }


def as_json(payload: Any) -> bytes:
    return (json.dumps(payload, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def guarded(cell: str) -> str:
    """The cell's text, never a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(edition: Edition, language: str, digest: str) -> dict[str, str]:
    letter = edition.newest.letters[language]
    page = path_of("index", "html", language, edition.languages)
    return {"title": edition.title(language), "ask": clean(letter.ask), "digest": digest, "page": page}


def _standing(edition: Edition, frozen: Frozen) -> dict[str, Any]:
    rows = _rows(edition, frozen)
    return {
        "version": frozen.version.number,
        "digest": frozen.version.digest,
        "count": len(rows),
        "people": frozen.people,
        "signatories": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
    }


def _rows(edition: Edition, frozen: Frozen) -> list[tuple[str, str, str]]:
    ordered = by_name(frozen.organisations, edition.languages[0])
    return [(clean(each.name), safe_href(each.url), clean(each.country)) for each in ordered]
