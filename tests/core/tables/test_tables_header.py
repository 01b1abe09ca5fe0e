"""Headers in any sensible wording."""

import pytest

from campaign.core.addressees.columns import FIELDS
from campaign.core.tables import Record
from campaign.core.tables.header import map_columns


def headers_by_field(header: str) -> dict[str, str]:
    cells = tuple(header.split(","))
    return {name: cells[at] for name, at in map_columns(Record(1, cells), FIELDS, "t.csv").index.items()}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Full Name,E-Mail,COUNTRY", {"name": "Full Name", "mail": "E-Mail", "country": "COUNTRY"}),
        (
            "Vorname,Nachname,E-Mail-Adresse,Fraktion,Anrede",
            {
                "given_name": "Vorname",
                "family_name": "Nachname",
                "mail": "E-Mail-Adresse",
                "group": "Fraktion",
                "honorific": "Anrede",
            },
        ),
        (
            "Prénom,NOM,Civilité,Courriel,Pays,Rôle",
            {
                "given_name": "Prénom",
                "name": "NOM",
                "honorific": "Civilité",
                "mail": "Courriel",
                "country": "Pays",
                "role": "Rôle",
            },
        ),
        (
            "mep_identifier,mep_honorific_prefix,mep_given_name,mep_family_name,mep_official_family_name,mep_email",
            {
                "key": "mep_identifier",
                "honorific": "mep_honorific_prefix",
                "given_name": "mep_given_name",
                "family_name": "mep_family_name",
                "mail": "mep_email",
            },
        ),
        (
            "id,first_name,last_name,country_code,email",
            {
                "key": "id",
                "given_name": "first_name",
                "family_name": "last_name",
                "country": "country_code",
                "mail": "email",
            },
        ),
        (
            "id,name,sort_name,email,twitter,group,group_id,gender",
            {"key": "id", "name": "name", "mail": "email", "group": "group", "gender": "gender"},
        ),
        (
            "dxid,country,first_name,last_name,email,eugroup,party,epid",
            {
                "key": "epid",
                "country": "country",
                "given_name": "first_name",
                "family_name": "last_name",
                "mail": "email",
                "group": "eugroup",
            },
        ),
    ],
    ids=["English", "German", "French", "Parliament", "HowTheyVote", "EveryPolitician", "TechToThePeople"],
)
def test_layouts_that_people_have_are_understood(header: str, fields: dict[str, str]) -> None:
    """English, German and French headers and the layouts of parliament data are mapped to the fields."""
    assert headers_by_field(header) == fields


def test_columns_that_are_not_used_are_remarked() -> None:
    """An unknown column is named, with the nearest known header where there is one; an empty one is not."""
    column_map = map_columns(Record(1, ("name", "honorfic", "fax", "", "shoe size")), FIELDS, "t.csv")
    assert [str(remark) for remark in column_map.remarks] == [
        "t.csv:1: the column honorfic is not used; did you mean honorific?",
        "t.csv:1: unused columns: fax, shoe size",
    ]


def test_a_column_that_stands_twice_is_a_problem() -> None:
    """Two columns of one name cannot be told apart, so nothing is taken from either."""
    column_map = map_columns(Record(3, ("name", "E-mail", "email")), FIELDS, "t.csv")
    assert [str(problem) for problem in column_map.problems] == [
        "t.csv:3: the column E-mail appears twice; keep one of them"
    ]


def test_a_header_cannot_move_the_terminal() -> None:
    """Escape sequences in a header are spelled out where it is shown."""
    column_map = map_columns(Record(1, ("name", "\x1b[2Jfax")), FIELDS, "t.csv")
    assert [str(remark) for remark in column_map.remarks] == ["t.csv:1: unused columns: \\u001b[2Jfax"]
