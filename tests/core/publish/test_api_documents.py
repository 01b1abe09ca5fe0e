"""The documents of the API."""

import json

from campaign.core.publish import build
from campaign.core.publish.api import counts, documents, letter, versions
from tests.helpers.edition import ENGLISH, ORGANISATIONS, edition, frozen_version, three_versions

AT = "https://forests.example/letter"


def test_they_are_there_where_a_program_answers():
    """Only the live site has the documents of the API."""
    live, written = (build(edition(is_live=live)) for live in (True, False))
    assert sorted(live.keys() - written.keys()) == ["api/v1/counts", "api/v1/letter", "api/v1/versions"]
    made = edition(is_live=True)
    assert {path: live[path] for path in documents(made)} == documents(made)


def test_the_letter_is_what_the_file_says_with_whole_addresses():
    """Only the addresses of pages differ from letter.json."""
    made = three_versions(public_url=AT)
    document, written = letter(made), json.loads(build(made)["letter.json"])
    assert document["languages"]["de"].pop("page") == f"{AT}/{written['languages']['de'].pop('page')}"
    assert document["languages"]["en"].pop("page") == f"{AT}/{written['languages']['en'].pop('page')}"
    assert document == written


def test_a_version_has_its_texts():
    """Newest first, each with digest, page, canonical text and number of signatories."""
    made = three_versions(public_url=AT, people=3)
    newest, *_, first = versions(made)["versions"]

    assert (newest["version"], newest["kind"], newest["organisations"], newest["people"]) == (3, "language", 4, 3)
    assert (first["version"], first["organisations"], first["frozen_at"]) == (1, 0, "2027-02-01T23:30:00Z")
    assert [(text["language"], text["title"], text["page"], text["canonical"]) for text in newest["texts"]] == [
        ("de", "Wälder erhalten", f"{AT}/versions/3.de.html", f"{AT}/versions/3.de.txt"),
        ("en", "Keep forests standing", f"{AT}/versions/3.html", f"{AT}/versions/3.txt"),
    ]
    assert [text["digest"] for text in newest["texts"]] == [text.digest for text in made.newest.texts]


def test_organisations_are_counted_by_country():
    """Sorted by the English names of countries, those without one last; earlier versions apart."""
    before = frozen_version(1, en=ENGLISH)
    document = counts(edition(before, frozen_version(2, en=ENGLISH), people=7))

    assert (document["version"], document["organisations"], document["people"], document["earlier"]) == (
        2,
        len(ORGANISATIONS),
        7,
        [],
    )
    assert [
        (country["country"], country["country_code"], country["organisations"]) for country in document["countries"]
    ] == [
        ("France", "FR", 1),
        ("Germany", "DE", 2),
        (None, None, 1),
    ]
