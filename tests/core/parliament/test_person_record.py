"""One record of a person from several sources."""

from campaign.core.parliament.entries import PersonEntry, Seat
from campaign.core.parliament.person_record import (
    KnownPerson,
    PersonIndex,
    Statement,
    changes_of,
    disagreements_of,
    effective,
    list_changes,
    seat_words,
)


def entry(number: str, **fields: str) -> PersonEntry:
    return PersonEntry(number, "k", "line 2", fields)


def test_the_value_that_counts() -> None:
    """A person's own correction, else the newest source, else the better one; who says otherwise is listed."""
    values = effective(
        [
            Statement("howtheyvote", "2025-01-01", {"name": "Dragos Tudorache", "group": "NI"}),
            Statement("europarl-api", "2025-01-01", {"name": "Dragoş Tudorache", "group": "Renew"}),
            Statement("table", "2026-01-01", {"group": "EPP"}),
            Statement("own", "2020-01-01", {"honorific_override": "Dr"}),
        ]
    )
    assert {name: (value.value, value.kind) for name, value in values.items()} == {
        "honorific_override": ("Dr", "own"),
        "group": ("EPP", "table"),
        "name": ("Dragoş Tudorache", "europarl-api"),
    }
    assert values["group"].others == {"europarl-api": "Renew", "howtheyvote": "NI"}
    assert values["name"].others == {}


def test_who_an_entry_is_about() -> None:
    """By an id; else by the name in any order with birth date, or country and group; else it is unclear, or new."""
    index = PersonIndex(
        [
            KnownPerson("europarl:1", "Anna Wit", "1975-01-01", "DE", "EPP"),
            KnownPerson("europarl:2", "Anna Wit", "", "", ""),
            KnownPerson("table:bo", "Bo Ås", "", "SE", "S&D"),
        ],
        {"europarl:1": "europarl:1", "wikidata:Q1": "europarl:1"},
    )
    assert index.by_id(PersonEntry("x:9", "k", "", {}, (), ("wikidata:Q1",))) == "europarl:1"
    assert index.by_id(entry("x:9")) == ""
    assert index.same_person(entry("europarl:3", name="Anna Wit", birth_date="1975-01-01")) == ("", [])
    assert index.same_person(entry("x:3", name="WIT Anna", birth_date="1975-01-01")) == ("europarl:1", [])
    assert index.same_person(entry("x:3", name="Anna Wit", birth_date="1980-01-01")) == ("", ["europarl:2"])
    assert index.same_person(entry("", name="Åś Bo", country="SE", group="S&D")) == ("table:bo", [])
    assert index.same_person(entry("table:x", name="Bo Ås", country="DK")) == ("", [])
    assert index.same_person(entry("", name="Bo Ås")) == ("", ["table:bo"])
    assert index.with_family_name("wit") == ["europarl:1", "europarl:2"]
    index.add(PersonEntry("x:5", "k", "", {"name": "Cy Roth"}, (), ("y:5", "")), "x:5")
    index.add(PersonEntry("x:5", "k", ""), "x:5")
    assert (index.named("Roth Cy"), index.by_id(entry("y:5"))) == (["x:5"], "x:5")


def test_changes_and_disagreements() -> None:
    """Field by field, and seat by seat; what an own correction says otherwise is listed."""
    old = Statement("k", "2025-01-01", {"name": "A", "mail": "a@b.example"}, (Seat("committee", "IMCO"),))
    new = PersonEntry("x", "k", "", {"name": "B"}, (Seat("committee", "LIBE", "chair", "2024-01-01", "2024-02-02"),))
    assert changes_of(old, new) == (
        ("name", "A", "B"),
        ("mail", "a@b.example", ""),
        ("seat IMCO", "member, IMCO", ""),
        ("seat LIBE", "", "chair, LIBE, 2024-01-01 to 2024-02-02"),
    )
    assert changes_of(None, new, [old]) == (("name", "A", "B"), ("seats", "", "1 more"))
    assert changes_of(None, entry("x", name="Á"), [old]) == ()
    assert disagreements_of(Statement("own", "", {"name": "A", "phone": "1"}), new) == (("name", "A", "B"),)
    assert disagreements_of(None, new) == ()
    assert seat_words(Seat("procedure", "2021/0106", "shadow", within="IMCO")) == "shadow, 2021/0106 for IMCO"


def test_a_saved_list_again() -> None:
    """Who joined, who left, and whose group or role changed."""
    before = {"1": {"group": "EPP"}, "2": {"group": "S&D"}}
    after = {"1": {"group": "ECR"}, "3": {"group": "NI"}}
    assert list_changes(before, after) == (["3"], ["2"], [("1", "group", "EPP", "ECR")])
