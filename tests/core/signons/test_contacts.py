"""The private table of contacts: rows are read whole, or refused with their line."""

from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import Organisation
from campaign.core.signons.contacts import (
    OrganisationContact,
    find_in_directory,
    holds_signers,
    read_contact,
    read_contacts,
    read_signon_rows,
)

HEADER = "Organisation,Contact,Role,E-Mail,Language,Country,Website\n"


def test_a_whole_row_is_a_contact() -> None:
    """Every column in its place; country and language by any of their names."""
    row = "Free Knowledge e.V.,Eve Example,Director,Eve@Knowledge.example,German,DE,https://knowledge.example\n"
    (contact,) = read_contacts((HEADER + row).encode(), "c.csv").values
    assert contact == OrganisationContact(
        organisation="Free Knowledge e.V.",
        address="Eve@Knowledge.example",
        address_key="eve@knowledge.example",
        person="Eve Example",
        role="Director",
        language="de",
        country="Germany",
        url="https://knowledge.example",
    )


def test_refused_rows_are_named_by_line() -> None:
    """Missing, invalid and duplicate values refuse a row; good rows are read."""
    rows = (
        "Good,,,a@good.example,,,not a site\n,,,b@b.example,,,\nC,,,,,,\nD,,,d@gmial.com,,,\nE,,,no address,,,\n"
        "F,,,f@f.example,Gibberish,,\nGood,,,g@good.example,,,\n<b>,,,h@h.example,,Narnia,\n"
    )
    reading = read_contacts((HEADER + rows).encode(), "c.csv")
    assert [(contact.organisation, contact.url, contact.person) for contact in reading.values] == [("Good", "", "")]
    assert [str(problem) for problem in reading.refused] == [
        "c.csv:3: the organisation is missing; write it, or remove the row",
        "c.csv:4: the email address is missing; write one, or remove the row",
        "c.csv:5: the email address 'd@gmial.com' looks mistyped; did you mean d@gmail.com?",
        "c.csv:6: 'no address' is not an email address; write one, like name@organisation.example",
        "c.csv:7: unknown language 'Gibberish'; use a code such as en, de or fr",
        "c.csv:8: the same organisation as line 2; keep one of the two",
        "c.csv:9: the organisation '<b>' cannot be used; Remove the HTML",
    ]


def test_a_file_without_email_addresses_is_refused() -> None:
    """Without an email column there is nobody to invite."""
    reading = read_contacts(b"organisation\nLAION\n", "c.csv")
    assert (reading.values, len(reading.refused)) == ((), 1)


def test_the_export_of_a_form_is_read() -> None:
    """Questions as headers, a person in two columns, and a website without its scheme are read; a logo, and a website
    that is none, are remarks."""
    text = (
        b"Name of your organisation,First name,Last name,Your e-mail address,Website,Logo\n"
        b"Open Bits,Mira,Doe,mira@bits.example,bits.example,https://drive.example/1\n"
        b"Open Lab,Max,Wit,max@lab.example,none,\nNobody,,,n@n.example,,\n"
    )
    reading = read_signon_rows(text, "f.csv")
    assert [(contact.organisation, contact.person, contact.url) for contact in reading.values] == [
        ("Open Bits", "Mira Doe", "https://bits.example"),
        ("Open Lab", "Max Wit", ""),
    ]
    assert [str(problem) for problem in reading.refused] == [
        "f.csv:4: the person who signs is missing; write the name, or remove the row"
    ]
    logo = (
        "f.csv:2: the logo 'https://drive.example/1' is not fetched; the signer can add it with the link in the email"
    )
    assert [str(remark) for remark in reading.remarks][-2:] == [
        logo, "f.csv:3: 'none' is not a web address; the sign-on has none"
    ]  # fmt: skip


def test_sign_ons_need_a_column_of_organisations() -> None:
    """A table of people alone is refused, and says which column is missing; it holds no signers of organisations."""
    text = b"contact,mail\nAnn Lee,ann@lab.example\n"
    assert [str(problem) for problem in read_signon_rows(text, "f.csv").refused] == [
        "f.csv: no organisation; name its column: organisation"
    ]
    assert not holds_signers(text, "f.csv")
    assert holds_signers(b"name,mail\nLab,ann@lab.example\n", "f.csv")


def test_a_typed_contact_is_read_like_a_row() -> None:
    """Its problems say what to do."""
    contact, problems = read_contact({"organisation": "Lab", "mail": "x"})
    assert (contact.organisation, [problem.fix for problem in problems]) == (
        "Lab",
        ["write one, like name@organisation.example"],
    )


def test_the_directory_is_searched_by_id_then_by_name() -> None:
    """Case and accents do not count; an unknown one is None."""
    lab, other = Organisation("lab", "Öffnes Lab"), Organisation("other", "Other")
    contact = OrganisationContact("offnes LAB", "a@b.example", "a@b.example")
    assert find_in_directory(contact, [other, lab]) == lab
    assert find_in_directory(OrganisationContact("Lab", "", "", key="other"), [lab, other]) == other
    assert find_in_directory(OrganisationContact("Nobody", "", ""), [lab, other]) is None


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    """Any bytes are read or refused, without an exception."""
    read_contacts(data, "c.csv")
