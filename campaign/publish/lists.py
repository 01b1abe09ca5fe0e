"""What the page says, for programs and spreadsheets: the signatories and the letter's public facts."""

import csv
import io
import json
from typing import Any

from campaign.languages.moments import stamp
from campaign.letters.harvest import safe_href
from campaign.publish.alphabet import alphabetical
from campaign.publish.edition import Edition, path_of
from campaign.render.characters import clean

_COLUMNS = ("name", "url", "country")
# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def signatories_json(edition: Edition) -> bytes:
    """The listed organisations in alphabetical order: `{"letter", "version", "digest", "count", "signatories"}`."""
    version = edition.newest.version
    rows = _rows(edition)
    return as_json(
        {
            "letter": edition.title(edition.languages[0]),
            "version": version.number,
            "digest": version.digest,
            "count": len(rows),
            "signatories": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
        }
    )


def signatories_csv(edition: Edition) -> bytes:
    """The same as a table. It begins with a byte order mark: without one a spreadsheet reads é as Ã©.

    A cell that a spreadsheet would run begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    writer.writerows([guarded(cell) for cell in row] for row in _rows(edition))
    return file.getvalue().encode("utf-8-sig")


def letter_json(edition: Edition) -> bytes:
    """What is public of the letter. Times are UTC; paths are relative to this file."""
    version = edition.newest.version
    digests = {text.language: text.digest for text in edition.newest.texts}
    return as_json(
        {
            "campaign": clean(edition.campaign),
            "version": version.number,
            "frozen_at": stamp(version.frozen_at),
            "digest": version.digest,
            "vote_at": stamp(edition.vote_at),
            "deadline_at": stamp(edition.deadline_at),
            "zone": edition.zone.key,
            "addressees": len(edition.addressees),
            "signatories": len(edition.organisations),
            "countries": len({each.country for each in edition.organisations if each.country}),
            "url": edition.public_url or None,
            "languages": {language: _text(edition, language, digests[language]) for language in edition.languages},
        }
    )


def as_json(payload: Any) -> bytes:
    return (json.dumps(payload, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def guarded(cell: str) -> str:
    """The cell's text, never a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(edition: Edition, language: str, digest: str) -> dict[str, str]:
    letter = edition.newest.letters[language]
    page = path_of("index", "html", language, edition.languages)
    return {"title": edition.title(language), "ask": clean(letter.ask), "digest": digest, "page": page}


def _rows(edition: Edition) -> list[tuple[str, str, str]]:
    ordered = alphabetical(edition.organisations, edition.languages[0], lambda each: each.name)
    return [(clean(each.name), safe_href(each.url), clean(each.country)) for each in ordered]
