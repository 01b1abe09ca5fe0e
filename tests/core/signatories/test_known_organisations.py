"""Near-doubles of known organisations."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import Organisation
from campaign.core.signatories.domains import registrable_domain
from campaign.core.signatories.known_organisations import KnownOrganisations, NameMatch
from campaign.core.signatories.name_features import MatchKind

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
KNOWN = KnownOrganisations(DIRECTORY)


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("AMNÉSTY international!", MatchKind.NAME, "amnesty"),
        ("Arnnesty lnternational", MatchKind.LOOKS, "amnesty"),
        ("\u0391mnesty \u0399nternational", MatchKind.LOOKS, "amnesty"),
        ("\u0391mnesty \u0399nternational e.V.", MatchKind.LOOKS, "amnesty"),
        ("The Open Source Initiative, Inc.", MatchKind.FORM, "osi"),
        ("Gesellschaft fuer Freiheitsrechte", MatchKind.FORM, "gff"),
        ("Quadrature du Net", MatchKind.FORM, "lqdn"),
        ("NOYB", MatchKind.PART, "noyb"),
        ("European Centre for Digital Rights", MatchKind.PART, "noyb"),
        ("Amnesty International – Deutschland", MatchKind.PART, "amnesty"),
        ("Electronic Frontier Foundation (EFF)", MatchKind.PART, "eff"),
        ("European Consumer Organisation", MatchKind.PART, "beuc"),
        ("EFF", MatchKind.ACRONYM, "eff"),
        ("E.F.F.", MatchKind.ACRONYM, "eff"),
        ("EDRi aisbl", MatchKind.ACRONYM, "edri"),
        ("Digital Europe (EDRi)", MatchKind.ACRONYM, "edri"),
        ("GFF", MatchKind.ACRONYM, "gff"),
        ("LQDN", MatchKind.ACRONYM, "lqdn"),
        ("Big European Union Club", MatchKind.ACRONYM, "beuc"),
        ("Amnesty Internationl", MatchKind.SPELLING, "amnesty"),
        ("Elektronic Fronteir Foundation", MatchKind.SPELLING, "eff"),
        ("OpenSource Initiative", MatchKind.SPELLING, "osi"),
    ],
)
def test_near_doubles_match(name: str, kind: MatchKind, key: str) -> None:
    """Accents, look-alikes, legal forms, sides, initials both ways and typing errors match, each with its kind."""
    assert KNOWN.matches(name) == (NameMatch(kind, key),)


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
def test_other_organisations_do_not_match(name: str) -> None:
    """Another country, another number and other words make another organisation."""
    assert KNOWN.matches(name) == ()


def test_the_surest_match_comes_first() -> None:
    """Each organisation matches once, with its surest kind; the surest match comes first."""
    known = KnownOrganisations(
        [Organisation("b", "Amnesty International e.V."), *DIRECTORY, Organisation("a", "AI: Amnesty International")]
    )
    assert known.matches("Amnesty International") == (
        NameMatch(MatchKind.NAME, "amnesty"),
        NameMatch(MatchKind.FORM, "b"),
        NameMatch(MatchKind.PART, "a"),
    )


def test_domains_are_compared() -> None:
    """The domain of a known organisation, and one that looks like it, match the organisation."""
    assert KNOWN.at_domains(["eff.example", "other.example", ""]) == (NameMatch(MatchKind.DOMAIN, "eff"),)
    assert KNOWN.at_domains(["edrl.example"]) == (NameMatch(MatchKind.HOST, "edri"),)
    assert KNOWN.at_domains([registrable_domain("\u0435dri.example")]) == (NameMatch(MatchKind.HOST, "edri"),)
    assert KNOWN.at_domains([""]) == ()


def test_organisations_are_replaced_and_removed() -> None:
    """Putting an organisation replaces the one with the same key; a removed one no longer matches."""
    known = KnownOrganisations(DIRECTORY)
    known.put(Organisation("osi", "Other Name"))
    assert known.matches("Open Source Initiative") == ()
    assert known.matches("Other Name") == (NameMatch(MatchKind.NAME, "osi"),)
    known.remove("osi")
    known.remove("osi")
    assert known.matches("Other Name") == ()
    assert known.get("osi") is None
    assert known.get("eff") == DIRECTORY[0]


@given(st.text(st.characters(codec=None), max_size=300), st.text(st.characters(codec=None), max_size=60))
def test_any_name_matches_itself(name: str, url: str) -> None:
    """Whatever name and site are known, the name finds them where it holds a letter or digit, and they can be taken
    out again without a trace."""
    known = KnownOrganisations()
    known.put(Organisation("it", name, url))
    assert [match.key for match in known.matches(name)] == (["it"] if any(map(str.isalnum, name[:200])) else [])
    known.remove("it")
    assert known.matches(name) == ()


def test_a_search_hardly_grows_with_the_number_of_organisations() -> None:
    """Among thousands of organisations a name is looked up in little time, hostile ones too; with much room here for
    slow machines."""
    directory = KnownOrganisations(
        Organisation(str(number), f"Friends of the {number * 7919:x} Library", "") for number in range(4_000)
    )
    directory.matches("warm")
    before = time.perf_counter()
    for number in range(100):
        directory.matches(f"Freinds of the {number * 7919:x} Libary")
    assert (time.perf_counter() - before) / 100 < 0.1
    alike = KnownOrganisations(
        Organisation(str(number), "a" * 190 + f"{number:x}".translate(LETTERS)) for number in range(1_000)
    )
    before = time.perf_counter()
    assert alike.matches("a" * 194) != ()
    assert alike.matches("a" * 1_000_000 + "(" * 100_000) == ()
    assert alike.matches("(" * 1_000_000 + "a - " * 100_000) == ()
    assert time.perf_counter() - before < 5


LETTERS = str.maketrans("0123456789", "ghijklmnop")
