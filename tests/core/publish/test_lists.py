"""Claims about the lists for programs and spreadsheets."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st
from made_edition import edition, three_versions

from campaign.publish import lists
from campaign.signatories import Organisation


def test_the_table_opens_in_a_spreadsheet():
    """UTF-8 with its mark, alphabetical, a formula made harmless, a link that leads nowhere left out."""
    data = lists.signatories_csv(edition())

    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["name", "url", "country"],
        ["Alpha", "", "Germany"],
        ["'=cmd()", "https://beta.example", "Germany"],
        ["The Éclair Society", "https://eclair.example", "France"],
        ["Zeta <b>&</b>", "", ""],
    ]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_cell_is_a_formula(name):
    """Whatever a name holds, its cell begins with no sign that a spreadsheet would run, and is one line."""
    data = lists.signatories_csv(edition(organisations=(Organisation("k", name),)))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    assert len(rows) == 2
    assert rows[1][0][:1] not in {"=", "+", "-", "@", "\t", "\r"}


def test_the_list_for_programs_says_what_it_is_of():
    """Letter, version, digest, count and the same order as on the page."""
    made = edition()
    found = json.loads(lists.signatories_json(made))

    assert [each["name"] for each in found["signatories"]] == [
        "Alpha", "=cmd()", "The Éclair Society", "Zeta <b>&</b>",
    ]  # fmt: skip
    assert {key: value for key, value in found.items() if key != "signatories"} == {
        "letter": "Keep forests standing",
        "version": 1,
        "digest": made.newest.version.digest,
        "count": 4,
    }


def test_the_letters_facts_are_public_ones():
    """Titles, asks and digests by language, times in UTC, counts; no address of a person and no remark of ours."""
    made = three_versions(public_url="https://forests.example/letter")
    found = json.loads(lists.letter_json(made))
    digests = {text.language: text.digest for text in made.newest.texts}

    assert found == {
        "campaign": "Forests first",
        "version": 3,
        "frozen_at": "2027-02-03T23:30:00Z",
        "digest": made.newest.version.digest,
        "vote_at": "2027-04-26T10:00:00Z",
        "deadline_at": "2027-04-26T10:00:00Z",
        "zone": "Europe/Brussels",
        "addressees": 2,
        "signatories": 4,
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
