"""Rows into addressees."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.addressees import Addressee
from campaign.core.addressees.addressee_table import read_addressees, superseded_keys, without_stored_addressees
from campaign.core.addressees.salutation import personal_salutation
from campaign.core.tables import TableReading

ANNA = Addressee(key="anna-wit", name="Anna Wit", family_name="Wit", given_name="Anna", address="anna@wit.example")


def read(text: str) -> TableReading[Addressee]:
    return read_addressees(text.encode(), "a.csv")


def read_one(text: str) -> Addressee:
    (person,) = read(text).values
    return person


def problems_of(text: str) -> list[str]:
    return [str(problem) for problem in read(text).refused]


def remarks_of(text: str) -> list[str]:
    return [str(problem) for problem in read(text).remarks[1:]]


def test_a_full_row_gives_a_full_addressee() -> None:
    """Every field of an addressee has its column, and codes become what people read."""
    person = read_one(
        "id,name,given name,family name,honorific,honorific override,salutation,mail,country,group,role,language,tel\n"
        "197460,Sergey Lagodinsky,Sergey,Lagodinsky,MR,Dr.,,sl@europarl.example,DE,Greens/EFA,shadow,English,"
        "tel:+32 2 284 00 00\n"
    )
    assert person == Addressee(
        key="197460",
        name="Sergey Lagodinsky",
        family_name="Lagodinsky",
        given_name="Sergey",
        honorific="Mr",
        honorific_override="Dr",
        address="sl@europarl.example",
        country="Germany",
        group="Greens/EFA",
        role="shadow",
        language="en",
        phone="+32 2 284 00 00",
    )


@pytest.mark.parametrize(
    ("cell", "phone"),
    [("+32 (0)2/284-00.00", "+32 (0)2/284-00.00"), ("02 284 00 00", "02 284 00 00"), ("+1+cmd()", None)],
)
def test_a_telephone_number_is_no_formula(cell: str, phone: str | None) -> None:
    """A number may begin with a plus; what only looks like one is refused as any formula."""
    reading_ = read(f"name,phone\nAnna Wit,{cell}\n")
    assert [person.phone for person in reading_.values] == ([] if phone is None else [phone])


@pytest.mark.parametrize(
    ("text", "name", "given_name", "family_name"),
    [
        ("name\nBrando BENIFEI\n", "Brando Benifei", "Brando", "Benifei"),
        ('name\n"Wit, Anna"\n', "Anna Wit", "Anna", "Wit"),
        ('name\n"Jan Wit, Jr."\n', "Jan Wit, Jr.", "Jan", "Wit"),
        ("first_name,last_name\nElio,DI RUPO\n", "Elio Di Rupo", "Elio", "Di Rupo"),
        ("Name;Vorname\nWit;Anna\n", "Anna Wit", "Anna", "Wit"),
        ("name;first name\nAnna Wit;Anna\n", "Anna Wit", "Anna", "Wit"),
        ("name,family name\nBill Newton Dunn,Newton Dunn\n", "Bill Newton Dunn", "", "Newton Dunn"),
        ("family name,honorific\nWIT,Mr\n", "Wit", "", "Wit"),
    ],
)
def test_names_come_in_many_columns(text: str, name: str, given_name: str, family_name: str) -> None:
    """Full names are taken apart, parts are put together, and "Name" beside "Vorname" is a family name."""
    person = read_one(text)
    assert (person.name, person.given_name, person.family_name) == (name, given_name, family_name)


@pytest.mark.parametrize(
    ("text", "honorific", "override", "salutation"),
    [
        ("name,honorific\nAnna Wit,Frau Dr.\n", "Ms", "Dr", ""),
        ("name,honorific\nAnna Wit,Dr\n", "Dr", "", ""),
        ("name,honorific,gender\nAnna Wit,Dr,female\n", "Ms", "Dr", ""),
        ("name,gender\nJan Wit,männlich\n", "Mr", "", ""),
        ("name,gender\nJan Wit,NKN\n", "", "", ""),
        ("name\nDr. Jan Wit\n", "Dr", "", ""),
        ("name,Anrede,Titel\nJan Wit,Herr,Dr.\n", "Mr", "Dr", ""),
        ("name,salutation\nJan Wit,Mr.\n", "Mr", "", ""),
        ('name,salutation\nJan Wit,"Dear President,"\n', "", "", "Dear President,"),
        ("name,honorific\nJan Wit,Commissioner\n", "Commissioner", "", ""),
    ],
)
def test_honorifics_come_in_many_columns(text: str, honorific: str, override: str, salutation: str) -> None:
    """Honorifics in three languages, with an academic one over them; a gender that is not known gives none."""
    person = read_one(text)
    assert (person.honorific, person.honorific_override, person.salutation) == (honorific, override, salutation)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name,mail\n,a@x.example\n", "a.csv:2: the name is missing; write it, or remove the row"),
        ("name\n???\n", "a.csv:2: the name is missing; write it, or remove the row"),
        (
            "name,family name,given name\nAnna,,Anna\n,,Anna\n",
            "a.csv:3: 'Anna' has no family name; write it in the family name column",
        ),
        (
            "name\nDrago? Tudorache\n",
            ("a.csv:2: a character was lost in 'Drago? Tudorache'; correct it, and save the table as CSV UTF-8"),
        ),
        (
            'name\n"Eve\nBcc: x@y.example"\n',
            "a.csv:2: the name 'Eve\\u000aBcc: x@y.example' has a line break; correct the cell and import again",
        ),
        (
            "name\nEve \u202eWit\n",
            "a.csv:2: the name 'Eve \\u202eWit' has an invisible character (U+202E); correct the cell and import again",
        ),
        (
            "name,role\nEve Wit,=cmd()\n",
            (
                "a.csv:2: the role '=cmd()' has = at its start, like a spreadsheet formula; "
                "correct the cell and import again"
            ),
        ),
        (
            f"name\n{'x' * 201}\n",
            f"a.csv:2: the name '{'x' * 57}...' has 201 characters, more than 200; correct the cell and import again",
        ),
        (
            "name,mail\nEve Wit,a@x.example; b@x.example\n",
            "a.csv:2: there are 2 email addresses in one cell; keep the one to write to",
        ),
        (
            "name,language\nEve Wit,Klingonese\n",
            "a.csv:2: unknown language 'Klingonese'; use a code such as en, de or fr",
        ),
        (
            "mail,fax\na@x.example,1\n",
            (
                "a.csv:1: no column for the addressees' names (name, or family name); the columns are: mail, fax; "
                "name the column in the header"
            ),
        ),
        ("name,Name\nA B,A B\n", "a.csv:1: the column name appears twice; keep one of them"),
        ("", "a.csv: the file is empty; add a header and a row for each entry"),
    ],
)
def test_bad_rows_are_named_with_line_and_fix(text: str, problem: str) -> None:
    """Each reason to refuse a row or a file is one line that says where it is, what is wrong and how to fix it."""
    assert problems_of(text) == [problem]


def test_all_problems_of_a_row_are_named() -> None:
    """One import shows every problem of a row."""
    assert problems_of("name,mail,language\nDrago? Wit,a@b,xx\n") == [
        "a.csv:2: a character was lost in 'Drago? Wit'; correct it, and save the table as CSV UTF-8",
        (
            "a.csv:2: the email address 'a@b' is not valid: "
            "The part after the @-sign is not valid. It should have a period.; write it like name@domain"
        ),
        "a.csv:2: unknown language 'xx'; use a code such as en, de or fr",
    ]


def test_doubles_name_the_first_line_and_the_first_stays() -> None:
    """A row with the same id, email address or name as an earlier one is refused."""
    text = (
        "id,name,mail\n1,Anna Wit,anna@wit.example\n1,Jan Wit,\n2,Jan Wit,ANNA@wit.example\n"
        ",Eve Roth,eve@roth.example\n,ÈVE ROTH,e@roth.example\n"
    )
    assert problems_of(text) == [
        "a.csv:3: the same id as line 2; keep one of the two",
        "a.csv:4: the same email address as line 2; keep one of the two",
        "a.csv:6: the same id as line 5; keep one of the two",
    ]
    assert [person.name for person in read(text).values] == ["Anna Wit", "Eve Roth"]


def test_namesakes_with_ids_of_their_own_are_two_people() -> None:
    """Two ids and two email addresses with one name are two people; a remark asks to check them."""
    text = "id,name,mail\n1,Anna Wit,a@x.example\n2,Anna Wit,b@x.example\n"
    assert [person.key for person in read(text).values] == ["1", "2"]
    assert remarks_of(text) == ["a.csv:3: has the same name as line 2 and another id; check both rows"]


def test_an_id_is_made_plain() -> None:
    """An address as id becomes a key that holds in commands and file names."""
    assert read_one("id,name\nhttps://data.example/person/840,Anna Wit\n").key == "https-data-example-person-840"


def test_uncertain_readings_are_remarks() -> None:
    """A missing email address, an unknown country or honorific, a guessed family name or gender are only remarks."""
    assert remarks_of("name,country,honorific,gender\nBill Newton Dunn,Atlantis,,m\nEve Roth,,Baroness,\n") == [
        "a.csv: Mr and Ms come from the gender column for rows without an honorific",
        "a.csv:2: the family name in 'Bill Newton Dunn' is taken to be Dunn; if not, add a family name column",
        "a.csv:2: Bill Newton Dunn has no email address; the letter cannot be sent to this person",
        "a.csv:2: unknown country 'Atlantis'; it stays as written",
        "a.csv:3: the honorific 'Baroness' is not known; it is used unchanged",
        "a.csv:3: Eve Roth has no email address; the letter cannot be sent to this person",
    ]


def test_an_addressee_stored_under_another_id_is_refused() -> None:
    """A row whose email address or name is stored under another id is refused, with the command to fix it."""
    stored = (ANNA, Addressee("7", "Eve Roth", "Roth", address="eve@roth.example"))
    reading_ = without_stored_addressees(
        read("id,name,mail\n1,Anna Witte,Anna@wit.example\n7,Eve Wit,eve@roth.example\n,Jan Roth,\n"),
        stored,
        "a.csv",
    )
    assert [person.key for person in reading_.values] == ["7", "jan-roth"]
    assert [str(problem) for problem in reading_.refused] == [
        (
            "a.csv:2: the database has the same email address under another id, anna-wit; "
            "`campaign addressee remove anna-wit`, then import again"
        )
    ]


def test_scripts_are_only_text() -> None:
    """Markup in a name stays text; nothing interprets it."""
    assert read_one("name\n<script>alert()</script> Wit\n").name == "<script>alert()</script> Wit"


WORD = st.from_regex(r"[A-Z][a-zé]{2,8}", fullmatch=True)


@settings(deadline=None)
@given(st.lists(st.tuples(WORD, WORD), min_size=1, max_size=6, unique=True), st.sampled_from(",;\t|"))
def test_written_addressees_come_back(people: list[tuple[str, str]], delimiter: str) -> None:
    """Names and addresses written by csv come back as they were, in order, whatever the delimiter."""
    out = io.StringIO(newline="")
    rows = [(number, first_name, family, f"m{number}@x.example") for number, (first_name, family) in enumerate(people)]
    csv.writer(out, delimiter=delimiter).writerows([("id", "Vorname", "Nachname", "E-Mail"), *rows])
    reading_ = read_addressees(out.getvalue().encode("cp1252"), "a.csv")
    assert [
        (int(person.key), person.given_name, person.family_name, person.address) for person in reading_.values
    ] == rows
    assert reading_.refused == ()


@pytest.mark.parametrize(
    ("row", "greeting"),
    [
        ("Brando Benifei,Sehr geehrter Herr Benifei,", "Dear Mr Benifei,"),
        ("Eva Kalin,Sehr geehrte Frau Kalin:,", "Dear Ms Kalin,"),
        ("Eva Kalin,Chère Madame,", "Dear Ms Kalin,"),
        ("Jan Wit,Sehr geehrter Herr Prof. Dr. Wit,", "Dear Prof Wit,"),
        ("Dr. Sergey Lagodinsky,Herr,", "Dear Dr Lagodinsky,"),
        ("MEP Svea HALM,,", "Dear Svea Halm,"),
        ("Axel VOSS MEP,,", "Dear Axel Voss,"),
        ("Axel Voss (EPP),Mr,", "Dear Mr Voss,"),
        ("Dr. h.c. Peter MÜLLER,,", "Dear Dr Müller,"),
        ("JUDr. Jan NOVÁK,,", "Dear Dr Novák,"),
        ("Ing. Jan Novák PhD,,", "Dear Jan Novák,"),
        ("Hon. Jane Doe,,", "Dear Jane Doe,"),
        ("DUPONT Jean,Mr,", "Dear Mr Dupont,"),
        ("eva kalin,,", "Dear Eva Kalin,"),
        ("maria van den berg,Ms,", "Dear Ms van den Berg,"),
        ("Yo-Yo Ma,Mr,", "Dear Mr Ma,"),
        ("Axel Voss,,Dear Axel", "Dear Axel,"),
        ("Sean O&#039;CONNOR,Mr,", "Dear Mr O'Connor,"),
        ('"""Axel Voss""",Mr,', "Dear Mr Voss,"),
        ("Nadine Moineau,#N/A,", "refused"),
        ("Axel Voss,,Dear None,", "refused"),
        ("Axel Voss,,Dear «Name»", "refused"),
        ("Axel Voss,Sehr geehrter Herr Benifei,", "refused"),
        ("Voss Axel,,", "refused"),
        ("Voss Axel (EPP),,", "refused"),
        ("Sir John Smith,,", "refused"),
        ("MEP Halm,,", "refused"),
        ("Voss,,", "refused"),
        ("None,,", "refused"),
        ("#REF!,,", "refused"),
        ("axel.voss@parliament.example,,", "refused"),
    ],
)
def test_greetings_from_cells_as_people_keep_them(row: str, greeting: str) -> None:
    """Titles, offices, whole greetings and names in any order give the right greeting, or the row is refused."""
    values = read(f"name,honorific,salutation\n{row}\n").values
    assert ([personal_salutation(person, "en", "eu") for person in values] or ["refused"]) == [greeting]


def test_a_doctor_who_is_a_woman() -> None:
    """Where the language has both, Ms and the doctorate are greeted together."""
    person = read_one("name,honorific\nDr. Eva Kalin,Frau\n")
    assert personal_salutation(person, "de", "eu") == "Sehr geehrte Frau Dr. Kalin,"


def test_addresses_as_mail_programs_copy_them() -> None:
    """A name before an address in angle brackets is left out."""
    assert read_one("name,mail\nAnn Lee,Ann Lee <ann@parliament.example>\n").address == "ann@parliament.example"


def test_a_shifted_row_is_refused() -> None:
    """An email address in the country's cell shows that the cells have moved."""
    reading = read("name,mail,country\nAnn Lee,ann@parliament.example, office@parliament.example\n")
    (problem,) = reading.refused
    assert problem.message == "the country 'office@parliament.example' is an email address"


def test_the_row_of_a_table_replaces_a_name_from_the_greeting() -> None:
    """A stored addressee with a family name alone, or an initial, gives way to the one row of that name."""
    stored = (Addressee("lagodinsky", "Lagodinsky", "Lagodinsky"), Addressee("j-roth", "J. Roth", "Roth", "J."), ANNA)
    reading = without_stored_addressees(read("name\nSergey Lagodinsky\nJan Roth\n"), stored, "a.csv")
    assert [person.name for person in reading.values] == ["Sergey Lagodinsky", "Jan Roth"]
    assert [problem.message for problem in reading.remarks[-2:]] == [
        "lagodinsky, known from the letter's greeting alone, is now Sergey Lagodinsky",
        "j-roth, known from the letter's greeting alone, is now Jan Roth",
    ]


def test_a_name_from_the_greeting_stays_if_no_row_or_several_have_it() -> None:
    """Whom two rows may be, or none, remains an addressee of his or her own."""
    stored = (Addressee("lagodinsky", "Lagodinsky", "Lagodinsky"), Addressee("j-roth", "J. Roth", "Roth", "J."))
    rows = [Addressee("1", f"{name} Roth", "Roth", name) for name in ("Jan", "Julia")]
    assert superseded_keys(stored, rows) == {}
    assert superseded_keys(stored, rows[:1]) == {"j-roth": "Jan Roth"}


def test_a_row_that_may_be_a_stored_addressee_is_refused() -> None:
    """A short form of a stored given name is refused; another given name with another address is another person."""
    text = "name,mail\nAnn Wit,\nAnnabel Wit,annabel@wit.example\n"
    reading = without_stored_addressees(read(text), (ANNA,), "a.csv")
    assert [person.name for person in reading.values] == ["Annabel Wit"]
    assert [problem.message for problem in reading.refused] == [
        "Ann Wit may be Anna Wit, whom the database has under the id anna-wit"
    ]


def test_a_sentence_for_one_addressee_is_read_and_placed_by_hand() -> None:
    """It may be long, and a remark says how to place it."""
    sentence = "You chaired the hearing of 3 May. " * 20
    reading = read(f"name,mail,sentence\nAnna Wit,anna@wit.example,{sentence}\nBo Lee,bo@lee.example,\n")
    assert [person.sentence for person in reading.values] == [sentence.strip(), ""]
    assert [str(problem) for problem in reading.remarks][-1] == (
        "a.csv: sentences for one addressee alone: 1; {{ addressee.sentence }} places them, in the letter or in a"
        " covering note"
    )
