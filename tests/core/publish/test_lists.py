"""The lists for programs and spreadsheets."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.publish import SigningStatus, lists
from campaign.core.publish.edition import LetterDelivery
from campaign.core.signatories import Organisation
from tests.helpers.edition import ENGLISH, ORGANISATIONS, edition, frozen_version, three_versions


def test_the_table_opens_in_a_spreadsheet():
    """UTF-8 with a byte order mark, in alphabetical order, formulas escaped, unsafe links left out."""
    data = lists.signatories_csv(edition())

    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["name", "url", "country", "version"],
        ["Alpha", "", "Germany", "1"],
        ["'=cmd()", "https://beta.example", "Germany", "1"],
        ["The Éclair Society", "https://eclair.example", "France", "1"],
        ["Zeta <b>&</b>", "", "", "1"],
    ]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_cell_is_a_formula(name):
    """For any name, its cell is one line and no formula."""
    data = lists.signatories_csv(edition(organisations=(Organisation("k", name),)))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert len(rows) == 2
    assert rows[1][0][:1] not in {"=", "+", "-", "@", "\t", "\r"}


def test_the_list_for_programs_says_what_it_is_of():
    """It has letter, version, digest and count, and the order of the page."""
    made = edition()
    document = json.loads(lists.signatories_json(made))

    assert [signatory["name"] for signatory in document["signatories"]] == [
        "Alpha", "=cmd()", "The Éclair Society", "Zeta <b>&</b>",
    ]  # fmt: skip
    assert {key: value for key, value in document.items() if key != "signatories"} == {
        "letter": "Keep forests standing",
        "version": 1,
        "digest": made.newest.version.digest,
        "count": 4,
        "people": 0,
        "earlier": [],
    }


def test_lists_say_under_which_version_an_organisation_stands():
    """Signatories of an earlier version are apart in the JSON, and have its number in the CSV."""
    first = replace(frozen_version(1, en=ENGLISH), organisations=ORGANISATIONS[:1], people=3)
    made = edition(first, frozen_version(2, en=ENGLISH), organisations=ORGANISATIONS[1:2])
    document = json.loads(lists.signatories_json(made))
    rows = list(csv.reader(io.StringIO(lists.signatories_csv(made).decode("utf-8-sig"), newline="")))

    assert (document["version"], [signatory["name"] for signatory in document["signatories"]]) == (2, ["Alpha"])
    assert [(version["version"], version["count"], version["people"]) for version in document["earlier"]] == [(1, 1, 3)]
    assert [signatory["name"] for signatory in document["earlier"][0]["signatories"]] == ["The Éclair Society"]
    assert [(row[0], row[3]) for row in rows[1:]] == [("Alpha", "2"), ("The Éclair Society", "1")]


def test_the_letters_facts_are_public_ones():
    """It has titles, asks and digests by language, UTC times and counts; no email address, no message of a freeze."""
    closes_at, sent_at = dt.datetime(2027, 4, 20, 16, tzinfo=dt.UTC), dt.datetime(2027, 4, 21, 7, tzinfo=dt.UTC)
    made = three_versions(
        public_url="https://forests.example/letter",
        signing=SigningStatus("sign", closes_at=closes_at),
        delivery=LetterDelivery(sent_at, 2),
        people=7,
    )
    document = json.loads(lists.letter_json(made))
    digests = {text.language: text.digest for text in made.newest.texts}

    assert document == {
        "campaign": "Forests first",
        "version": 3,
        "frozen_at": "2027-02-03T23:30:00Z",
        "digest": made.newest.version.digest,
        "vote_at": "2027-04-26T10:00:00Z",
        "deadline_at": "2027-04-26T10:00:00Z",
        "zone": "Europe/Brussels",
        "signing": "open",
        "signing_closes_at": "2027-04-20T16:00:00Z",
        "delivered_at": "2027-04-21T07:00:00Z",
        "addressees": 2,
        "signatories": 4,
        "people": 7,
        "countries": 2,
        "url": "https://forests.example/letter",
        "languages": {
            "en": {
                "title": "Keep forests standing",
                "ask": "Adopt amendment 4; reject 5, please.",
                "digest": digests["en"],
                "page": "index.html",
            },
            "de": {
                "title": "Wälder erhalten",
                "ask": "Adopt amendment 4; reject 5, please.",
                "digest": digests["de"],
                "page": "index.de.html",
            },
        },
    }
