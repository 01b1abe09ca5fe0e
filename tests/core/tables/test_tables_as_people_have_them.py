"""Tables with titles, headers in two lines or none, sums below, and the contacts of Google and Outlook."""

import pytest

from campaign.core.addressees.addressee_table import read_addressees
from campaign.core.signatories.organisation_table import read_organisations
from campaign.core.tables.wording import loose_wordings

VOSS = ("Axel Voss", "v@p.example", "Germany")
KALIN = ("Eva Kalin", "e@p.example", "Greece")


def people(text: str, encoding: str = "utf-8") -> list[tuple[str, str, str]]:
    """Name, address and country of each row that is read."""
    reading = read_addressees(text.encode(encoding), "t.csv")
    return [(person.name, person.address, person.country) for person in reading.values]


def remarks(text: str) -> list[str]:
    """What is said about the table, after the encoding."""
    return [str(remark) for remark in read_addressees(text.encode(), "t.csv").remarks][1:]


def refused(text: str) -> list[str]:
    return [str(problem) for problem in read_addressees(text.encode(), "t.csv").refused]


@pytest.mark.parametrize(
    "text",
    [
        "MEPs IMCO/LIBE, as of November\n\nName,E-Mail,Land\nAxel Voss,v@p.example,DE\nEva Kalin,e@p.example,GR\n",
        "List;;\nBy Anna, anna@ngo.example;;\nName;E-Mail;Land\nAxel Voss;v@p.example;DE\nEva Kalin;e@p.example;GR\n",
        "Name;;Contact;\nFirst;Last;E-mail;Country\nAxel;Voss;v@p.example;DE\nEva;Kalin;e@p.example;GR\n",
        "MEP;;To;;Land\nFirst name;Last name;E-mail;Fax;\nAxel;Voss;v@p.example;1;DE\nEva;Kalin;e@p.example;2;GR\n",
        "name;;address;\nfirst;last;e-mail;country\nAxel;Voss;v@p.example;DE\nEva;Kalin;e@p.example;GR\n",
        "name,,country\nAxel Voss,v@p.example,DE\nEva Kalin,e@p.example,GR\n",
        "name,country,\nAxel Voss,DE,v@p.example\nEva Kalin,GR,e@p.example\n",
        "name,where to write,country\nAxel Voss,v@p.example,DE\nEva Kalin,e@p.example,GR\n",
        "Your full name?,Your e-mail address,Country / Pays\nAxel Voss,v@p.example,DE\nEva Kalin,e@p.example,GR\n",
        "Name,Email,Country\nAxel Voss,v@p.example,DE\nEva Kalin,e@p.example,GR\n,,\nTotal MEPs: 2,,\n",
        "Name,Email,Country\nAxel Voss,v@p.example,DE\nEva Kalin,e@p.example,GR\nSum,,2\n,,2\nStand: 12.11.2026\n",
        "Name,Email,Country\nAxel Voss,v@p.example,DE\nName,Email,Country\nEva Kalin,e@p.example,GR\nSum: 2 people,,\n",
        "Name;;Land;;;;\nAxel Voss;v@p.example;DE;;;;\nEva Kalin;e@p.example;GR;;;;\n",
    ],
    ids=[
        "title, without its delimiters", "titles with an address", "two lines", "two lines joined", "words over two",
        "no header over a column", "nor over the last", "another name", "questions", "sum", "sums and note",
        "header again", "empty columns",
    ],
)  # fmt: skip
def test_the_table_is_read_within_what_stands_around_it(text: str) -> None:
    """Titles, double headers, columns without a header, questions, sums and notes do not keep the rows from being
    read."""
    assert people(text) == [VOSS, KALIN]


def test_what_is_not_read_is_named() -> None:
    """Rows above the header and below the table are named with their line, and so are columns without a header."""
    text = "Our list;;;\nname;mail;;;\nAxel Voss;v@p.example;x;\nEva Kalin;e@p.example;y;\nTotal: 2;;;\n"
    assert remarks(text) == [
        "t.csv:1: above the header, and not read: Our list",
        "t.csv:5: a sum or a note below the table, and not read: Total: 2",
        "t.csv:2: columns without a header are not used: 3; name those that matter",
    ]


def test_a_guess_is_named() -> None:
    """The column that is read as the email address is named, and so are headers that were understood as questions."""
    assert remarks("Your full name,where to write\nAxel Voss,v@p.example\n") == [
        "t.csv:1: columns read by their meaning: 'Your full name' as name",
        "t.csv:1: the column 'where to write' is read as the email address; if that is wrong, name the right one: mail",
    ]
    (unnamed,) = remarks("name,\nAxel Voss,v@p.example\n")
    assert unnamed.partition(";")[0] == "t.csv:1: column 2, which has no header, is read as the email address"


def test_two_columns_of_addresses_are_asked_about() -> None:
    """Nothing is read when several columns hold addresses and no header says which one counts."""
    assert refused("name,home,work\nAxel Voss,v@p.example,w@p.example\n") == [
        "t.csv:1: the column 'home' and the column 'work' hold email addresses; name the one to write to: mail"
    ]


def test_a_table_without_a_header_is_named() -> None:
    """A first line with an email address is a row, and the message says which line to write above it."""
    assert refused("Axel Voss,v@p.example\nEva Kalin,e@p.example\n") == [
        (
            "t.csv:1: the first line is not a header, because it has an email address: Axel Voss, v@p.example; "
            "write a line with the names of the columns above it: name,mail"
        )
    ]


def test_a_name_that_begins_like_a_sum_is_a_row() -> None:
    """Only a sum of numbers below the table is left out, never an organisation with a website or words of its own."""
    text = "name,url\nSum of Us,https://sum.example\nTotal,https://total.example\nSource Code Union,\nPage Turners,\n"
    values = read_organisations(text.encode(), "t.csv").values
    assert [value.name for value in values] == ["Sum of Us", "Total", "Source Code Union", "Page Turners"]


def test_a_single_column_below_a_title_is_read() -> None:
    """A list of names below a title and one header has the header's names."""
    values = read_organisations(b"Our coalition\nOrganisation\nOpen Bits\nCode for All\n", "t.csv").values
    assert [value.name for value in values] == ["Open Bits", "Code for All"]


GOOGLE = (
    "First Name,Middle Name,Last Name,Name Prefix,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Value,Address 1 - Country\n"
    "J\u00f6rg,,M\u00fcller,Dr.,European Parliament,* myContacts,Work,j@p.example,Home,j@home.example,+32 2 1,Germany\n"
)
GOOGLE_OLD = (
    "Name,Given Name,Family Name,Yomi Name,Name Prefix,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Address 1 - Country\n"
    "J\u00f6rg M\u00fcller,J\u00f6rg,M\u00fcller,,Dr.,* My Contacts,* Work,j@p.example,Work,+32 2 1,Germany\n"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Company,Job Title,Business Country/Region,Business Phone,E-mail Address,"
    "E-mail Type,E-mail Display Name,E-mail 2 Address,Gender,Language\n"
    "Dr.,J\u00f6rg,,M\u00fcller,European Parliament,,Germany,+32 2 1,j@p.example,SMTP,J\u00f6rg,,Unspecified,\n"
)
OUTLOOK_GERMAN = (
    "Anrede;Vorname;Nachname;Firma;Land/Region gesch\u00e4ftlich;Telefon gesch\u00e4ftlich;E-Mail-Adresse;E-Mail-Typ;"
    "Geschlecht;Sprache\n"
    "Dr.;J\u00f6rg;M\u00fcller;Parlament;Deutschland;+32 2 1;j@p.example;SMTP;Keine Angabe;Deutsch (Deutschland)\n"
)
OUTLOOK_FRENCH = (
    "Titre,Pr\u00e9nom,Nom,Soci\u00e9t\u00e9,Pays/R\u00e9gion (bureau),T\u00e9l\u00e9phone (bureau),"
    "Adresse de messagerie\n"
    "Dr,J\u00f6rg,M\u00fcller,Parlement,Allemagne,+32 2 1,j@p.example\n"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GOOGLE, "utf-8"),
        (GOOGLE, "utf-16"),
        (GOOGLE_OLD, "utf-16"),
        (OUTLOOK, "cp1252"),
        (OUTLOOK_GERMAN, "cp1252"),
        (OUTLOOK_FRENCH, "cp1252"),
    ],
    ids=["Google", "Google, UTF-16", "Google, old", "Outlook", "Outlook, German", "Outlook, French"],
)
def test_exported_contacts_are_read(text: str, encoding: str) -> None:
    """Contacts that Google and Outlook export give name, title, address, country and telephone number."""
    (person,) = read_addressees(text.encode(encoding), "t.csv").values
    assert (person.name, person.address, person.country, person.phone) == (
        "J\u00f6rg M\u00fcller", "j@p.example", "Germany", "+32 2 1"
    )  # fmt: skip
    assert "Dr" in (person.honorific, person.honorific_override)


@pytest.mark.parametrize(
    ("header", "wordings"),
    [
        ("Name of your organisation", ("name organisation",)),
        ("Country (of registration) / Pays", ("country pays", "country", "pays")),
        ("I confirm that I am authorised to sign this letter for my organisation", ()),
        ("", ()),
    ],
)
def test_a_question_asks_for_what_its_words_name(header: str, wordings: tuple[str, ...]) -> None:
    """Words that only questions have, and words in brackets, do not count; a whole sentence asks for nothing."""
    assert loose_wordings(header) == wordings
