"""The day of the vote is found in each of the 24 official languages. All sentences are made for these tests."""

import pytest

from campaign.core.languages import LANGUAGES
from campaign.core.languages.vote_words import VOTE_WORDS
from tests.helpers.check import FRONT, findings

# A sentence with the day of the vote (a Monday), the same with another day, and that day as the check quotes it.
ROWS = {
    "bg": ("Преди гласуването на {} в пленарна зала", "26 април 2027 г.", "27 април 2027"),
    "cs": ("Hlasování {} rozhodne", "26. dubna", "26. května"),
    "da": ("Før udvalgsafstemningen den {} beder vi Dem", "26. april", "27. april"),
    "de": ("Vor der Abstimmung am {} bitten wir Sie", "26. April", "27. April"),
    "el": ("Πριν από την ψηφοφορία στις {} σας ζητούμε", "26 Απριλίου", "27 Απριλίου"),
    "en": ("Ahead of the vote on {} we ask you", "26 April", "27 April"),
    "es": ("Antes de la votación del {} le pedimos", "26 de abril de 2027", "27 de abril de 2027"),
    "et": ("Enne hääletust {} palume Teid", "26. aprillil", "27. aprillil"),
    "fi": ("Ennen äänestystä {} pyydämme Teitä", "26. huhtikuuta", "27. huhtikuuta"),
    "fr": ("Avant le vote du {} nous vous demandons", "26 avril", "27 avril"),
    "ga": ("Roimh an vóta an {} iarraimid ort", "26 Aibreán", "27 Aibreán"),
    "hr": ("Prije glasovanja {} molimo Vas", "26. travnja", "26. svibnja"),
    "hu": ("A szavazás {} lesz", "2027. április 26-án, hétfőn", "2027. április 27"),
    "it": ("Prima del voto del {} Le chiediamo", "26 aprile", "27 aprile"),
    "lt": ("Prieš balsavimą {} prašome Jūsų", "2027 m. balandžio 26 d.", "2027 m. balandžio 27"),
    "lv": ("Pirms balsojuma {} lūdzam Jūs", "2027. gada 26. aprīlī", "2027. gada 27. aprīlī"),
    "mt": ("Qabel il-vot tal-{} nitolbuk", "26 ta’ April", "27 ta’ April"),
    "nl": ("Voor de stemming op {} vragen wij u", "26 april", "27 april"),
    "pl": ("Przed głosowaniem {} prosimy", "26 kwietnia 2027", "27 kwietnia 2027"),
    "pt": ("Antes da votação de {} pedimos", "26 de abril de 2027", "27 de abril de 2027"),
    "ro": ("Înainte de votul din {} vă rugăm", "26 aprilie", "27 aprilie"),
    "sk": ("Pred hlasovaním {} Vás prosíme", "26. apríla", "27. apríla"),
    "sl": ("Pred glasovanjem {} Vas prosimo", "26. aprila", "27. aprila"),
    "sv": ("Inför omröstningen den {} ber vi Er", "26 april", "27 april"),
}
# What stands behind the day, unquoted.
TAILS = {"hu": "-én", "lt": " d."}
FIGURES = ("26. 4. 2027", "26.4.2027", "26/04/2027", "26-04-2027", "2027-04-26", "2027/04/26")


def problems_of(body: str, language: str) -> list[str]:
    """`line: what` of each problem; the body's first line is line 1."""
    problems = findings(FRONT + body, language=language).problems
    return [f"{(problem.line or 0) - FRONT.count(chr(10))}: {problem.message}" for problem in problems]


def test_every_official_language_has_its_row_and_its_words() -> None:
    """These rows, the words for a vote and the table of languages have the same languages."""
    assert sorted(ROWS) == sorted(VOTE_WORDS) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", ROWS)
def test_the_right_day_is_silent_and_a_wrong_one_named(language: str) -> None:
    """In each language the day of the vote, in words and in figures, is fine; another one is reported with its line."""
    sentence, right, wrong = ROWS[language]
    assert [problems_of(f"Text.\n{sentence.format(day)}.", language) for day in (right, *FIGURES)] == [[]] * 7
    assert problems_of(f"Text.\n{sentence.format(wrong + TAILS.get(language, ''))}.", language)[:1] == [
        f"2: the vote is on {wrong} here, in campaign.toml on 2027-04-26"
    ]
    assert problems_of(f"{sentence.format('27.4.2027')}.", language)[:1] == [
        "1: the vote is on 27.4.2027 here, in campaign.toml on 2027-04-26"
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "All 26 may vote, and in May 27 states vote."),
        ("en", "The vote is on 26 and 27 April."),
        ("en", "The vote is on April 25 or 26."),
        ("en", "The vote is on 26–27 April."),
        ("en", "April 27 % of the vote."),
        ("fr", "Le vote aura lieu le 26 ou le 27 avril."),
        ("fr", "Les 27 marchent vers le vote."),
        ("ro", "La vot au venit 26 mai mulți deputați."),
        ("fi", "Äänestys oli 27 marraskuussa alkaneen kauden aihe."),
        ("bg", "Гласуването се премести от 19 април 2027 г. на 26 април 2027 г."),
        ("hr", "Glasovanje je 26. travnja, a 3. svibnja pišemo."),
        ("hu", "A szavazás április 25–26-án lesz. Írtunk 2027. május 3-án."),
        ("nl", "De overeenstemming van 3 maart en de bestemming op 4 mei."),
        ("et", "Rahvahääletus oli 3. mail."),
        ("fi", "Kansanäänestys pidettiin 3. toukokuuta."),
        ("de", "Artikel 5.3.2 wird abgestimmt, die Abstimmung folgt."),
        ("cs", "Hlasování k článku 5 a bodu 26. dubna se nemění."),
    ],
)
def test_what_looks_like_another_day_is_left_in_peace(language: str, text: str) -> None:
    """Months of other languages, several days, referendums and a full stop after the year are not reported."""
    assert problems_of(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cs", "ve středu 26. dubna"),
        ("pl", "w środę 26 kwietnia"),
        ("hu", "szerdán, április 26-án"),
        ("lt", "balandžio 26 d., trečiadienį"),
        ("sv", "onsdagen den 26 april"),
        ("pt", "quarta-feira, 26 de abril"),
        ("el", "την Τετάρτη 26 Απριλίου"),
    ],
)
def test_a_weekday_in_any_case_must_fit(language: str, text: str) -> None:
    """A Wednesday beside the day of the vote, a Monday, is reported."""
    problems = findings(FRONT + text, language=language).problems
    assert [problem.fix for problem in problems] == ["in 2027 this date is a Monday; correct the weekday or the date"]
