"""References to law agree with each other and with the annexes."""

import pytest

from campaign.core.check import LetterFacts, check_letter
from campaign.core.letters.front_matter import LetterFile
from campaign.core.letters.letter import read_all
from tests.helpers.check import hint_lines, problem_lines

_EUR_LEX = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX"


def with_annex(body: str, law: str = "Draft, Article 2(5), 2027-03-23", provision: str = "Article 2(5)") -> list[str]:
    """`line: what` for each problem of a letter with an annex of 23 March."""
    front = f"---\ntitle: T\nlaw:\n    a: {law}\n---\n"
    note = "\n\n[^a]: The draft."
    annex = f"---\nsource: Draft\nprovision: {provision}\n---\nThis Regulation shall not apply to free components."
    letters, problems = read_all(
        {"en": LetterFile("letter.md", front + body + note)}, [LetterFile("annex.a.2027-03-23.md", annex)]
    )
    assert problems == ()
    return [f"{problem.line}: {problem.message}" for problem in check_letter(letters["en"], LetterFacts()).problems]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2021/0106(COD)", "2021/0160(COD)", True),
        ("2021/0106(COD)", "2021/0186", True),
        ("2022/0302(COD)", "2022/0303(COD)", False),  # two proposals of one day
        ("2021/0106(COD)", "2022/0155(COD)", False),
        ("2021/0106(COD)", "2021/0106", False),
    ],
)
def test_two_procedures_that_are_almost_the_same_are_a_hint(one: str, other: str, alike: bool) -> None:
    """Swapped figures, or one that is far off, are worth a look; the rarer number is named."""
    hints = hint_lines(f"Procedure {one}.\n\nProcedure {other}.\n\nAnd {one}.")
    assert hints == ([f"3: procedure {other[:9]} here, {one[:9]} in line 4"] if alike else [])


@pytest.mark.parametrize(
    ("link", "acts"),
    [
        (f"[AI Act]({_EUR_LEX}:32016R0679)", "32024R1689 or 52021PC0206"),
        (f"[Regulation (EU) 2022/2065]({_EUR_LEX}:32016R0679)", "32022R2065"),
        (f"[Directive 95/46/EC]({_EUR_LEX}%3A32016R0679)", "31995L0046"),
        (f"[Regulation No 45/2001]({_EUR_LEX}:32016R0679)", "32001R0045"),
        (f"[COM(2021) 206 final]({_EUR_LEX}:52021PC0260)", "52021PC0206"),
        (f"[AI Act]({_EUR_LEX}:32024R1689)", ""),
        (f"[the GDPR]({_EUR_LEX}:02016R0679)", ""),
        (f"[Richtlinie 2002/58/EG]({_EUR_LEX}:32002L0058)", ""),
        (f"[AI Act]({_EUR_LEX}:52024AP0138)", ""),  # the Parliament's position on it
        (f"[this]({_EUR_LEX}:32016R0679)", ""),
        (f"[Regulation 45/11]({_EUR_LEX}:32016R0679)", "31945R0011"),
        (f"[Decision 123/456]({_EUR_LEX}:32016R0679)", ""),
    ],
)
def test_a_link_to_another_act_is_named(link: str, acts: str) -> None:
    """The words of a link to EUR-Lex name the act that it leads to."""
    problems = [what.partition(", not to ")[2] for what in problem_lines(f"See {link}.")]
    assert problems == ([acts] if acts else [])


@pytest.mark.parametrize("article", ["Article 2(6)", "Art. 3", "Article 2, paragraph 6"])
def test_the_article_beside_a_quotation_is_that_of_its_annex(article: str) -> None:
    """Who quotes one provision and names another is told so."""
    quotation = "“This Regulation shall not apply to free components”[^a]."
    assert with_annex(f"As {article} says: {quotation}") == [
        f"6: {article} here, but the quotation is in annex.a.2027-03-23.md: Article 2(5)"
    ]


@pytest.mark.parametrize(
    "before", ["Article 2(5)", "Article 2", "Nobody", "Article 9 is about people who never ask for help, but"]
)
def test_the_right_article_is_fine(before: str) -> None:
    """The provision itself, its article, none, and one far before are fine."""
    assert with_annex(f"One. {before}: “This Regulation shall not apply to free components”[^a]. End.") == []


def test_the_source_of_law_is_that_of_its_annex() -> None:
    """A date or an article below `law` that no annex with the label has is reported."""
    assert with_annex("Text[^a].", "Draft, Article 2(5), 2027-03-25") == [
        "3: law names another draft for [^a] than its annexes, the newest of which is of 2027-03-23"
    ]
    assert with_annex("Text[^a].", "Draft of 23 March 2027, Article 3") == [
        "3: law names another provision for [^a] than its annex (Article 2(5))"
    ]
    assert with_annex("Text[^a].", "Draft of 23 March") == []
    assert with_annex("Text[^a].", provision="Recital 12") == []


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Regulation (EU) 2016/679 (CELEX 32016R0697) binds.", "32016R0697 is beside Regulation (EU) 2016/679"),
        ("Verordnung (EU) 2016/679 (CELEX: 32016R0697) gilt.", "32016R0697 is beside Verordnung (EU) 2016/679"),
        ("Regulation (EU) 2016/679 (CELEX 32016R0679) binds.", ""),
        ("Regulation (EU) 2016/679 binds; see CELEX 32022R2065.", ""),
        ("Directive 95/46/EC (CELEX 31995L0046) bound.", ""),
    ],
)
def test_an_act_beside_the_celex_number_of_another_is_named(body: str, named: str) -> None:
    """The number in brackets behind an act is that of the act."""
    expected = [f"1: CELEX {named}, which has 32016R0679"] if named else []
    assert problem_lines(body) == expected
