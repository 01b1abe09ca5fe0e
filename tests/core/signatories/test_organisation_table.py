"""Rows into organisations."""

import pytest

from campaign.core.signatories import Organisation, SignOnState, listed_organisations, signatory_lines
from campaign.core.signatories.organisation_table import (
    is_blank,
    missing_logo_remark,
    read_organisations,
    without_stored_organisations,
)
from campaign.core.tables import Record


def problems_of(text: str, encoding: str = "utf-8") -> list[str]:
    return [str(problem) for problem in read_organisations(text.encode(encoding), "o.csv").refused]


def test_a_directory_is_read() -> None:
    """Names stay unchanged, hosts become web addresses, codes countries, and an empty state means listed."""
    reading = read_organisations(
        b'Organisation;Website;Land;Logo;Status\n"GitHub, Inc.";github.example;US;logos/github.svg;\n'
        b"LAION;http://laion.example:8080/a;DE;;Promised\nWhy Not?;;Atlantis;;listed\n",
        "o.csv",
    )
    assert reading.values == (
        Organisation("github-inc", "GitHub, Inc.", "https://github.example", "United States", "logos/github.svg"),
        Organisation("laion", "LAION", "http://laion.example:8080/a", "Germany", state=SignOnState.PROMISED),
        Organisation("why-not", "Why Not?", country="Atlantis"),
    )
    assert [str(problem) for problem in (*reading.refused, *reading.remarks)] == [
        "o.csv: read as utf-8",
        "o.csv:4: unknown country 'Atlantis'; it stays as written",
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",,,", None),
        (",https://x.example,,", "o.csv:2: the name is missing; write it, or remove the row"),
        ("A,javascript:alert(1),,", "o.csv:2: 'javascript:alert(1)' is not a web address"),
        ("A,https://x.example@evil.example,,", "o.csv:2: 'https://x.example@evil.example' is not a web address"),
        ("A,https://x.example:port,,", "o.csv:2: 'https://x.example:port' is not a web address"),
        ("A,localhost,,", "o.csv:2: 'localhost' is not a web address"),
        ('A,"https://x.example/<b>",,', "o.csv:2: 'https://x.example/<b>' is not a web address"),
        ("A,https://[x,,", "o.csv:2: 'https://[x' is not a web address"),
        ("A,,../x.svg,", "o.csv:2: the logo '../x.svg' is not below signatories/; write a path like logos/name.svg"),
        ("A,,/x.svg,", "o.csv:2: the logo '/x.svg' is not below signatories/; write a path like logos/name.svg"),
        (
            "A,,c:\\x.svg,",
            "o.csv:2: the logo 'c:\\x.svg' is not below signatories/; write a path like logos/name.svg",
        ),
        (
            "A,,logos/x.gif,",
            ("o.csv:2: the logo 'logos/x.gif' is not a supported picture; use one of .svg, .png, .jpg, .jpeg, .webp"),
        ),
        ("A,,,lsted", "o.csv:2: the state 'lsted' does not exist; did you mean listed?"),
        (
            "A,,,maybe",
            (
                "o.csv:2: the state 'maybe' does not exist; use one of invited, opened, promised, pending, confirmed, "
                "listed, declined, refused, withdrawn"
            ),
        ),
    ],
)
def test_bad_rows_are_named(row: str, problem: str | None) -> None:
    """Each reason to refuse an organisation is reported; blank rows are ignored."""
    fix = "; write it like https://organisation.example" if problem and "web address" in problem else ""
    expected = [problem + fix] if problem else []
    assert problems_of(f"name,url,logo,state\n{row}\nGood,,,\n") == expected


def test_a_question_mark_in_a_word_is_a_lost_letter_only_where_letters_get_lost() -> None:
    """In a Windows file a name with ? inside a word is refused; in a Unicode file it is the name's own."""
    assert problems_of("name\nSpole?nost\nCafé\n", "cp1252") == [
        "o.csv:2: a character was lost in 'Spole?nost'; correct it, and save the table as CSV UTF-8"
    ]
    assert problems_of("name\nWho?Cares\nCafé\n") == []


def test_doubles_are_refused_in_the_file_and_in_the_store() -> None:
    """The same name is the same organisation, whatever accents and case, and whatever its id."""
    text = b"id,name\n1,Wikimedia\n2,WIKIMEDIA\n3,LAION\n"
    reading = read_organisations(text, "o.csv")
    assert [str(problem) for problem in reading.refused] == ["o.csv:3: the same name as line 2; keep one of the two"]
    reading = without_stored_organisations(reading, [Organisation("laion", "Laion")], "o.csv")
    assert [organisation.name for organisation in reading.values] == ["Wikimedia"]
    assert [str(problem) for problem in reading.refused][1:] == [
        (
            "o.csv:4: the database has the same name under another id, laion; "
            "`campaign signatory remove laion`, then import again"
        )
    ]


def test_one_name_in_two_countries_is_two_organisations_with_ids() -> None:
    """With an id each, both are read, with a remark; without one, or where a country is missing, the second is
    refused."""
    both = read_organisations(b"id,name,country\nde,Peace,DE\nfr,Peace,FR\n", "o.csv")
    assert [organisation.key for organisation in both.values] == ["de", "fr"]
    assert str(both.remarks[-1]) == (
        "o.csv:3: has the same name as line 2, and another id (France and Germany); "
        "both are read; remove one if they are the same organisation"
    )
    same = "; keep one of the two"
    assert problems_of("id,name,country\nde,Peace,DE\nfr,Peace,\n") == [f"o.csv:3: the same name as line 2{same}"]
    assert problems_of("name,country\nPeace,DE\nPeace,FR\n") == [
        f"o.csv:3: the same name, and no id in the file to tell them apart, as line 2{same}"
    ]
    stored = [Organisation("peace", "Peace", country="Italy")]
    assert len(without_stored_organisations(both, stored, "o.csv").values) == 2
    assert not without_stored_organisations(both, [Organisation("peace", "Peace")], "o.csv").values


def test_a_missing_logo_is_a_remark_on_its_line() -> None:
    """The remark names the missing file."""
    row = Record(3, Organisation("a", "A", logo="logos/a.svg"))
    assert str(missing_logo_remark(row, "o.csv")) == (
        "o.csv:3: the logo file logos/a.svg does not exist; add it below signatories/"
    )


def test_only_listed_organisations_are_lines_of_the_letter() -> None:
    """An organisation that has not signed is not listed."""
    organisations = (Organisation("a", "A"), Organisation("b", "B", state=SignOnState.INVITED))
    assert listed_organisations(organisations) == organisations[:1]
    assert [line.name for line in signatory_lines(organisations)] == ["A"]


@pytest.mark.parametrize(
    ("data", "blank"),
    [
        (b"name,url,country,logo\n", True),
        (b"\xef\xbb\xbfName;Web\r\n\r\n", True),
        (b"name\nGreen\n", False),
        (b"Green\n", False),
        (b"", False),
        (b'"name\n', False),
    ],
)
def test_a_file_with_only_a_header_is_blank(data: bytes, blank: bool) -> None:
    """A file with the header and no row may be filled; a lone row, an empty or a broken file is no such header."""
    assert is_blank(data) is blank
