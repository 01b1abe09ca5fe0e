"""The table of languages: each row's greetings, word for word."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import EU, STYLES, US, joint_salutation, name_on_envelope, personal_salutation
from campaign.core.languages import LANGUAGES

MAN = Addressee("1", "Jan Wit", "Wit", "Jan", honorific="Mr")
WOMAN = Addressee("2", "Anna de Groot", "de Groot", "Anna", honorific="Ms")
UNKNOWN = Addressee("3", "Kim Berg", "Berg", "Kim")
DOCTOR = Addressee("4", "Eva Roth", "Roth", "Eva", honorific="Ms", honorific_override="Dr")
ONLY_DOCTOR = Addressee("5", "Kim Lund", "Lund", "Kim", honorific="Dr")
PROFESSOR = Addressee("6", "Olaf Stern", "Stern", "Olaf", honorific="Mr", honorific_override="Prof")

# A man; a woman; gender unknown; a woman with a doctor's title; the title without a gender; a man who is a professor;
# a man and a woman together; two men together.
ROWS = {
    "bg": (
        "Уважаеми господин Wit,",
        "Уважаема госпожо de Groot,",
        "Здравейте, Kim Berg,",
        "Уважаема д-р Roth,",
        "Здравейте, д-р Kim Lund,",
        "Уважаеми проф. Stern,",
        "Уважаеми господин Wit, уважаема госпожо de Groot,",
        "Уважаеми господин Wit, уважаеми проф. Stern,",
    ),
    "cs": (
        "Vážený pane,",
        "Vážená paní,",
        "Vážená paní, vážený pane,",
        "Vážená paní doktorko,",
        "Vážená paní, vážený pane,",
        "Vážený pane profesore,",
        "Vážené dámy, vážení pánové,",
        "Vážení pánové,",
    ),
    "da": (
        "Kære Jan Wit,",
        "Kære Anna de Groot,",
        "Kære Kim Berg,",
        "Kære Eva Roth,",
        "Kære Kim Lund,",
        "Kære Olaf Stern,",
        "Kære Jan Wit og Anna de Groot,",
        "Kære Jan Wit og Olaf Stern,",
    ),
    "de": (
        "Sehr geehrter Herr Wit,",
        "Sehr geehrte Frau de Groot,",
        "Guten Tag Kim Berg,",
        "Sehr geehrte Frau Dr. Roth,",
        "Guten Tag Dr. Kim Lund,",
        "Sehr geehrter Herr Prof. Stern,",
        "Sehr geehrter Herr Wit, sehr geehrte Frau de Groot,",
        "Sehr geehrter Herr Wit, sehr geehrter Herr Prof. Stern,",
    ),
    "el": (
        "Αξιότιμε κύριε,",
        "Αξιότιμη κυρία,",
        "Αξιότιμη κυρία, αξιότιμε κύριε,",
        "Αξιότιμη κυρία,",
        "Αξιότιμη κυρία, αξιότιμε κύριε,",
        "Αξιότιμε κύριε καθηγητά,",
        "Αξιότιμες κυρίες, αξιότιμοι κύριοι,",
        "Αξιότιμοι κύριοι,",
    ),
    "en": (
        "Dear Mr Wit,",
        "Dear Ms de Groot,",
        "Dear Kim Berg,",
        "Dear Dr Roth,",
        "Dear Dr Lund,",
        "Dear Prof Stern,",
        "Dear Mr Wit, Ms de Groot,",
        "Dear Mr Wit, Prof Stern,",
    ),
    "es": (
        "Estimado Sr. Wit:",
        "Estimada Sra. de Groot:",
        "A la atención de Kim Berg:",
        "Estimada Dra. Roth:",
        "A la atención de Kim Lund:",
        "Estimado Prof. Stern:",
        "Estimado Sr. Wit, estimada Sra. de Groot:",
        "Estimado Sr. Wit, estimado Prof. Stern:",
    ),
    "et": (
        "Lugupeetud härra Wit,",
        "Lugupeetud proua de Groot,",
        "Lugupeetud Kim Berg,",
        "Lugupeetud dr Roth,",
        "Lugupeetud dr Kim Lund,",
        "Lugupeetud professor Stern,",
        "Lugupeetud härra Wit ja proua de Groot,",
        "Lugupeetud härra Wit ja professor Stern,",
    ),
    "fi": (
        "Hyvä Jan Wit,",
        "Hyvä Anna de Groot,",
        "Hyvä Kim Berg,",
        "Hyvä tohtori Roth,",
        "Hyvä tohtori Kim Lund,",
        "Hyvä professori Stern,",
        "Hyvät Jan Wit ja Anna de Groot,",
        "Hyvät Jan Wit ja professori Stern,",
    ),
    "fr": (
        "Monsieur,",
        "Madame,",
        "Madame, Monsieur,",
        "Madame,",
        "Madame, Monsieur,",
        "Monsieur le Professeur,",
        "Mesdames, Messieurs,",
        "Messieurs,",
    ),
    "ga": (
        "A chara,",
        "A chara,",
        "A chara,",
        "A chara,",
        "A chara,",
        "A chara,",
        "A chairde,",
        "A chairde,",
    ),
    "hr": (
        "Poštovani gospodine Wit,",
        "Poštovana gospođo de Groot,",
        "Dobar dan, Kim Berg,",
        "Poštovana gospođo dr. Roth,",
        "Dobar dan, dr. Kim Lund,",
        "Poštovani gospodine prof. Stern,",
        "Poštovani gospodine Wit, poštovana gospođo de Groot,",
        "Poštovani gospodine Wit, poštovani gospodine prof. Stern,",
    ),
    "hu": (
        "Tisztelt Wit Jan Úr!",
        "Tisztelt de Groot Anna Asszony!",
        "Tisztelt Berg Kim!",
        "Tisztelt Dr. Roth Eva Asszony!",
        "Tisztelt Dr. Lund Kim!",
        "Tisztelt Prof. Stern Olaf Úr!",
        "Tisztelt Wit Jan Úr és de Groot Anna Asszony!",
        "Tisztelt Wit Jan Úr és Prof. Stern Olaf Úr!",
    ),
    "it": (
        "Gentile Signor Wit,",
        "Gentile Signora de Groot,",
        "Gentile Kim Berg,",
        "Gentile Dott.ssa Roth,",
        "Gentile Kim Lund,",
        "Gentile Prof. Stern,",
        "Gentile Signor Wit, gentile Signora de Groot,",
        "Gentile Signor Wit, gentile Prof. Stern,",
    ),
    "lt": (
        "Gerbiamasis pone,",
        "Gerbiamoji ponia,",
        "Gerbiamoji ponia, gerbiamasis pone,",
        "Gerbiamoji daktare,",
        "Gerbiamoji ponia, gerbiamasis pone,",
        "Gerbiamasis profesoriau,",
        "Gerbiamosios ponios, gerbiamieji ponai,",
        "Gerbiamieji ponai,",
    ),
    "lv": (
        "Cien. Jan Wit!",
        "Cien. Anna de Groot!",
        "Cien. Kim Berg!",
        "Cien. Dr. Eva Roth!",
        "Cien. Dr. Kim Lund!",
        "Cien. prof. Olaf Stern!",
        "Cien. Jan Wit un Anna de Groot!",
        "Cien. Jan Wit un prof. Olaf Stern!",
    ),
    "mt": (
        "Għażiż Sur Wit,",
        "Għażiża Sinjura de Groot,",
        "Lil Kim Berg,",
        "Għażiża Dr Roth,",
        "Lil Dr Kim Lund,",
        "Għażiż Prof. Stern,",
        "Għażiż Sur Wit, għażiża Sinjura de Groot,",
        "Għażiż Sur Wit, għażiż Prof. Stern,",
    ),
    "nl": (
        "Geachte heer Wit,",
        "Geachte mevrouw De Groot,",
        "Geachte Kim Berg,",
        "Geachte dr. Roth,",
        "Geachte dr. Kim Lund,",
        "Geachte professor Stern,",
        "Geachte heer Wit, geachte mevrouw De Groot,",
        "Geachte heer Wit, geachte professor Stern,",
    ),
    "pl": (
        "Szanowny Panie,",
        "Szanowna Pani,",
        "Szanowna Pani, Szanowny Panie,",
        "Szanowna Pani Doktor,",
        "Szanowna Pani, Szanowny Panie,",
        "Szanowny Panie Profesorze,",
        "Szanowni Państwo,",
        "Szanowni Panowie,",
    ),
    "pt": (
        "Exmo. Senhor Wit,",
        "Exma. Senhora de Groot,",
        "À atenção de Kim Berg,",
        "Exma. Senhora Dra. Roth,",
        "À atenção de Kim Lund,",
        "Exmo. Senhor Professor Stern,",
        "Exmo. Senhor Wit, Exma. Senhora de Groot,",
        "Exmo. Senhor Wit, Exmo. Senhor Professor Stern,",
    ),
    "ro": (
        "Stimate domnule Wit,",
        "Stimată doamnă de Groot,",
        "Bună ziua, Kim Berg,",
        "Stimată doamnă doctor Roth,",
        "Bună ziua, Kim Lund,",
        "Stimate domnule profesor Stern,",
        "Stimate domnule Wit, stimată doamnă de Groot,",
        "Stimate domnule Wit, stimate domnule profesor Stern,",
    ),
    "sk": (
        "Vážený pán Wit,",
        "Vážená pani de Groot,",
        "Dobrý deň, Kim Berg,",
        "Vážená pani doktorka Roth,",
        "Dobrý deň, Kim Lund,",
        "Vážený pán profesor Stern,",
        "Vážený pán Wit, vážená pani de Groot,",
        "Vážený pán Wit, vážený pán profesor Stern,",
    ),
    "sl": (
        "Spoštovani gospod Wit,",
        "Spoštovana gospa de Groot,",
        "Pozdravljeni, Kim Berg,",
        "Spoštovana gospa dr. Roth,",
        "Pozdravljeni, dr. Kim Lund,",
        "Spoštovani gospod prof. Stern,",
        "Spoštovani gospod Wit, spoštovana gospa de Groot,",
        "Spoštovani gospod Wit, spoštovani gospod prof. Stern,",
    ),
    "sv": (
        "Bästa Jan Wit,",
        "Bästa Anna de Groot,",
        "Bästa Kim Berg,",
        "Bästa Eva Roth,",
        "Bästa Kim Lund,",
        "Bästa Olaf Stern,",
        "Bästa Jan Wit och Anna de Groot,",
        "Bästa Jan Wit och Olaf Stern,",
    ),
}
NAMED = sorted(code for code, row in LANGUAGES.items() if row.greeting.has_name)

# What a directory may hold: letters of any script, marks of markup, spaces in odd places.
names = st.text(st.sampled_from("aÄłβЖ{}|*_<>&%'-. "), min_size=1, max_size=12).filter(str.strip)
titles = st.sampled_from(["", "Mr", "Ms", "Mrs", "Dr", "Prof", "Baroness"])
people = st.builds(
    Addressee,
    key=st.just("k"),
    name=names,
    family_name=names,
    given_name=names,
    honorific=titles,
    honorific_override=titles,
    country=st.sampled_from(["", "Hungary", "Italy"]),
)


def test_every_language_has_its_row_of_expectations() -> None:
    """The 24 official languages are in the table, and each is tested below."""
    assert list(LANGUAGES) == sorted(ROWS)
    assert len(LANGUAGES) == 24


@pytest.mark.parametrize("code", sorted(ROWS))
def test_greetings(code: str) -> None:
    """Each row greets a man, a woman, somebody of unknown gender, an academic title, and two people, word for word."""
    singles = tuple(
        personal_salutation(person, code, EU) for person in (MAN, WOMAN, UNKNOWN, DOCTOR, ONLY_DOCTOR, PROFESSOR)
    )
    assert (*singles, joint_salutation([MAN, WOMAN], code, EU), joint_salutation([MAN, PROFESSOR], code, EU)) == ROWS[
        code
    ]


@pytest.mark.parametrize("code", sorted(ROWS))
def test_one_person_is_greeted_alike_in_a_joint_letter(code: str) -> None:
    """A joint greeting of one person is that person's own."""
    assert [joint_salutation([person], code, EU) for person in (MAN, WOMAN, DOCTOR)] == [
        personal_salutation(person, code, EU) for person in (MAN, WOMAN, DOCTOR)
    ]


def test_style_concerns_english_only() -> None:
    """With and without a stop differ in English, and nowhere else."""
    everybody = (MAN, WOMAN, UNKNOWN, DOCTOR)
    differs = [code for code in LANGUAGES if len({joint_salutation(everybody, code, style) for style in STYLES}) > 1]
    assert differs == ["en"]
    assert joint_salutation(everybody, "en", US) == "Dear Mr. Wit, Ms. de Groot, Kim Berg, Dr. Roth,"


def test_an_unknown_honorific_is_written_in_english_and_left_out_elsewhere() -> None:
    """An honorific that we do not know stands in English as it is; elsewhere the full name takes its place."""
    baroness = Addressee("7", "Ada Stern", "Stern", honorific="Baroness")
    assert [personal_salutation(baroness, code, EU) for code in ("en", "de")] == [
        "Dear Baroness Stern,",
        "Guten Tag Ada Stern,",
    ]


def test_a_salutation_in_the_table_wins() -> None:
    """A salutation word for word is taken as it is in each language."""
    assert (
        personal_salutation(Addressee("8", "Ada Stern", "Stern", salutation="Dear President,"), "pl", EU)
        == "Dear President,"
    )


def test_regions_and_unknown_languages() -> None:
    """ "de-AT" greets in German; a language without a row greets in English."""
    assert [personal_salutation(MAN, code, EU) for code in ("de-AT", "DE", "tlh")] == [
        "Sehr geehrter Herr Wit,",
        "Sehr geehrter Herr Wit,",
        "Dear Mr Wit,",
    ]


@pytest.mark.parametrize(
    ("person", "greeting"),
    [
        (Addressee("9", "Olaf Stern", "Stern", "Olaf", "Mr", country="Hungary"), "Tisztelt Stern Olaf Úr!"),
        (Addressee("9", "Olaf Stern", "Stern", "Olaf", "Mr", country="Italy"), "Tisztelt Olaf Stern Úr!"),
        (Addressee("9", "Olaf G. Stern", "Stern", "Olaf", "Mr"), "Tisztelt Olaf G. Stern Úr!"),
        (Addressee("9", "Olaf Stern", "Stern", "", "Mr"), "Tisztelt Olaf Stern Úr!"),
    ],
)
def test_hungarian_order(person: Addressee, greeting: str) -> None:
    """The family name comes first for Hungarians, and only where the parts of the name are known."""
    assert personal_salutation(person, "hu", EU) == greeting


def test_the_latest_gender_counts() -> None:
    """An override of the honorific decides the gender too."""
    person = Addressee("10", "Kim Berg", "Berg", honorific="Mr", honorific_override="Ms")
    assert personal_salutation(person, "de", EU) == "Sehr geehrte Frau Berg,"


@given(st.lists(people, min_size=1, max_size=4), st.sampled_from(sorted(LANGUAGES)), st.sampled_from(STYLES))
def test_nothing_but_the_name_is_filled_in(everybody: list[Addressee], code: str, style: str) -> None:
    """A greeting ends with its mark, has no space twice or beside it, and a name of braces and bars fills no slot."""
    mark = LANGUAGES[code].greeting.mark
    for words in (personal_salutation(everybody[0], code, style), joint_salutation(everybody, code, style)):
        assert (words.endswith(mark), "  " in words, words.strip()) == (True, False, words)
    plain = [replace(person, name="N", family_name="F", given_name="G") for person in everybody]
    braces = [replace(person, name="{family}", family_name="{name}", given_name="|") for person in everybody]
    assert joint_salutation(braces, code, style).count(" ") == joint_salutation(plain, code, style).count(" ")


@given(st.lists(people, min_size=1, max_size=4), st.sampled_from(NAMED), st.sampled_from(STYLES))
def test_no_name_is_lost(everybody: list[Addressee], code: str, style: str) -> None:
    """In a language that greets by name each person's full or family name stands in the greeting; in Dutch, a family
    name gets a capital letter there."""
    greeting = joint_salutation(everybody, code, style).casefold()
    for person in everybody:
        full, family = (" ".join(name.split()).casefold() for name in (person.name, person.family_name))
        assert full in greeting or family in greeting


def test_belgian_names_keep_their_small_prefix():
    """In Dutch the prefix has a capital letter after heer or mevrouw, but for names from Belgium."""
    belgian = replace(WOMAN, country="Belgium")
    assert personal_salutation(belgian, "nl", EU) == "Geachte mevrouw de Groot,"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("de", ["Herrn Jan Wit", "Frau Anna de Groot", "Kim Berg", "Frau Dr. Eva Roth", "Dr. Kim Lund"]),
        ("nl-BE", ["De heer Jan Wit", "Mevrouw Anna de Groot", "Kim Berg", "Mevrouw dr. Eva Roth", "dr. Kim Lund"]),
        ("fr", ["Monsieur Jan Wit", "Madame Anna de Groot", "Kim Berg", "Madame Eva Roth", "Kim Lund"]),
        ("pl", ["Jan Wit", "Anna de Groot", "Kim Berg", "Eva Roth", "Kim Lund"]),
        ("xx", ["Jan Wit", "Anna de Groot", "Kim Berg", "Eva Roth", "Kim Lund"]),
    ],
)
def test_address_of_a_letter_has_the_honorific(language, names):
    """The address names the person as the language writes it on an envelope, with honorific and academic title."""
    people = (MAN, WOMAN, UNKNOWN, DOCTOR, ONLY_DOCTOR)
    assert [name_on_envelope(person, language) for person in people] == names
