"""Near-doubles of known organisations."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import Organisation
from campaign.core.signatories.domains import registrable
from campaign.core.signatories.likeness import Known, Likeness
from campaign.core.signatories.marks import Alike

DIRECTORY = (
    Organisation("eff", "Electronic Frontier Foundation", "https://www.eff.example"),
    Organisation("edri", "European Digital Rights", "https://edri.example"),
    Organisation("amnesty", "Amnesty International"),
    Organisation("gff", "Gesellschaft für Freiheitsrechte e.V."),
    Organisation("noyb", "noyb – European Centre for Digital Rights"),
    Organisation("lqdn", "La Quadrature du Net"),
    Organisation("slovakia", "Transparency International Slovakia"),
    Organisation("osi", "Open Source Initiative"),
    Organisation("ward7", "Friends of Ward 7"),
    Organisation("beuc", "BEUC (The European Consumer Organisation)"),
)
KNOWN = Known(DIRECTORY)


@pytest.mark.parametrize(
    ("name", "how", "key"),
    [
        ("AMNÉSTY international!", Alike.NAME, "amnesty"),
        ("Arnnesty lnternational", Alike.LOOKS, "amnesty"),
        ("\u0391mnesty \u0399nternational", Alike.LOOKS, "amnesty"),
        ("\u0391mnesty \u0399nternational e.V.", Alike.LOOKS, "amnesty"),
        ("The Open Source Initiative, Inc.", Alike.FORM, "osi"),
        ("Gesellschaft fuer Freiheitsrechte", Alike.FORM, "gff"),
        ("Quadrature du Net", Alike.FORM, "lqdn"),
        ("NOYB", Alike.PART, "noyb"),
        ("European Centre for Digital Rights", Alike.PART, "noyb"),
        ("Amnesty International – Deutschland", Alike.PART, "amnesty"),
        ("Electronic Frontier Foundation (EFF)", Alike.PART, "eff"),
        ("European Consumer Organisation", Alike.PART, "beuc"),
        ("EFF", Alike.ACRONYM, "eff"),
        ("E.F.F.", Alike.ACRONYM, "eff"),
        ("EDRi aisbl", Alike.ACRONYM, "edri"),
        ("Digital Europe (EDRi)", Alike.ACRONYM, "edri"),
        ("GFF", Alike.ACRONYM, "gff"),
        ("LQDN", Alike.ACRONYM, "lqdn"),
        ("Big European Union Club", Alike.ACRONYM, "beuc"),
        ("Amnesty Internationl", Alike.SPELLING, "amnesty"),
        ("Elektronic Fronteir Foundation", Alike.SPELLING, "eff"),
        ("OpenSource Initiative", Alike.SPELLING, "osi"),
    ],
)
def test_a_near_double_is_found(name: str, how: Alike, key: str) -> None:
    """Accents, look-alikes, legal forms, sides, initials both ways and slips: the known one is named, and how."""
    assert KNOWN.like(name) == (Likeness(how, key),)


@pytest.mark.parametrize(
    "name",
    [
        "Transparency International Slovenia",
        "Friends of Ward 8",
        "Open Future",
        "European Digital Society",
        "International Amnesty Watch",
        "EF",
        "Ω",
        "!",
        "",
    ],
)
def test_another_organisation_is_none(name: str) -> None:
    """Another country, another number and other words make another organisation."""
    assert KNOWN.like(name) == ()


def test_the_surest_likeness_comes_first() -> None:
    """Each known one is named once, by what is surest; the order is that of the sureness."""
    known = Known(
        [Organisation("b", "Amnesty International e.V."), *DIRECTORY, Organisation("a", "AI: Amnesty International")]
    )
    assert known.like("Amnesty International") == (
        Likeness(Alike.NAME, "amnesty"),
        Likeness(Alike.FORM, "b"),
        Likeness(Alike.PART, "a"),
    )


def test_domains_are_compared() -> None:
    """A domain of a known organisation, and one that looks like it, name the organisation."""
    assert KNOWN.at(["eff.example", "other.example", ""]) == (Likeness(Alike.DOMAIN, "eff"),)
    assert KNOWN.at(["edrl.example"]) == (Likeness(Alike.HOST, "edri"),)
    assert KNOWN.at([registrable("\u0435dri.example")]) == (Likeness(Alike.HOST, "edri"),)
    assert KNOWN.at([""]) == ()


def test_what_is_known_changes() -> None:
    """One that is put under a key takes the place of the old one, and one that is taken out is found no more."""
    known = Known(DIRECTORY)
    known.put(Organisation("osi", "Other Name"))
    assert known.like("Open Source Initiative") == ()
    assert known.like("Other Name") == (Likeness(Alike.NAME, "osi"),)
    known.remove("osi")
    known.remove("osi")
    assert known.like("Other Name") == ()
    assert known.get("osi") is None
    assert known.get("eff") == DIRECTORY[0]


@given(st.text(st.characters(codec=None), max_size=300), st.text(st.characters(codec=None), max_size=60))
def test_any_name_is_like_itself(name: str, url: str) -> None:
    """Whatever name and site are known, the name finds them where it holds a letter or digit, and they can be taken
    out again without a trace."""
    known = Known()
    known.put(Organisation("it", name, url))
    assert [each.key for each in known.like(name)] == (["it"] if any(map(str.isalnum, name[:200])) else [])
    known.remove("it")
    assert known.like(name) == ()


def test_looking_up_hardly_grows_with_the_number_of_the_known() -> None:
    """Among thousands of organisations a name is looked up in little time, hostile ones too; with much room here for
    slow machines."""
    many = Known(Organisation(str(each), f"Friends of the {each * 7919:x} Library", "") for each in range(4_000))
    many.like("warm")
    before = time.perf_counter()
    for each in range(100):
        many.like(f"Freinds of the {each * 7919:x} Libary")
    assert (time.perf_counter() - before) / 100 < 0.1
    alike = Known(Organisation(str(each), "a" * 190 + f"{each:x}".translate(LETTERS)) for each in range(1_000))
    before = time.perf_counter()
    assert alike.like("a" * 194) != ()
    assert alike.like("a" * 1_000_000 + "(" * 100_000) == ()
    assert alike.like("(" * 1_000_000 + "a - " * 100_000) == ()
    assert time.perf_counter() - before < 5


LETTERS = str.maketrans("0123456789", "ghijklmnop")
