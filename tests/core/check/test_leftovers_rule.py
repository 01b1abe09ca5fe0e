"""Leftovers of templates, HTML, hidden characters."""

import pytest

from tests.helpers.check import problem_lines


@pytest.mark.parametrize(
    "words",
    [
        "Amendment XX", "[insert name of the committee]", "[Add in link to your privacy policy?]", "[Name]", "[Datum]",
        "[your name]", "[à compléter]", "[____]", "TBD", "TODO", "Lorem ipsum", "Dear Firstname", "Dear First Name",
        "XXX", "Article __", "Article ...", "Recital ???", "Art. X", "XX", "«Name»", "*|FNAME|*", "%FIRSTNAME%",
        "${name}", "{% if %}", "<name>", "<insert name>", "????", "[TBC]", "Dear [",
    ],
)  # fmt: skip
def test_a_leftover_is_named(words: str) -> None:
    """Unfilled parts of templates are reported, word for word, with their line."""
    assert problem_lines(f"Text\n{words} text") == [f"2: left over from a template: {words}"]


@pytest.mark.parametrize(
    "words",
    [
        "[name](https://x.example)", "[sic]", "[…]", "[...]", "in the XX century", "Title XXI", "`TODO`", "Article 28b",
        "Dear Xenia", "the title", "Annex III", "«Freiheit»", "[^name]", "100 %", "three dots...",
        "a < b and c > d", "<https://x.example>", "<ann@x.example>", "snake_case ", "`<b>`",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_leftover(words: str) -> None:
    """Words that only look similar are not reported."""
    assert problem_lines(f"Text {words} text[^name]\n\n[^name]: Note.") == []


def test_leftovers_in_the_front_matter_are_named() -> None:
    """Title and subject are read too; comment lines are not."""
    front = "---\ntitle: [insert title]\n# TODO: nothing\nask: Strike Article XX\n---\n"
    assert problem_lines("Text", front) == [
        "-3: left over from a template: [insert title]",
        "-1: left over from a template: Article XX",
    ]


@pytest.mark.parametrize("tag", ["<b>", "</p>", "<br/>", '<a href="https://x.example">', "<!--", "<SCRIPT>"])
def test_html_is_named(tag: str) -> None:
    """Tags and comments are reported, since a letter shows them as text."""
    assert problem_lines(f"Text\n\n> {tag} text") == [f"3: HTML is shown as text: {tag}"]


def test_hidden_characters_are_named_once_a_line() -> None:
    """Control characters and changes of direction are reported with their code point; tabs and accents are not."""
    assert problem_lines("é\t\nText \u202eevil\u202c\u0007\n\nBell\u0007 \u0085\n") == [
        "2: hidden character U+202E changes the reading direction",
        "4: hidden character U+0007 is a control character",
    ]


def test_hidden_characters_do_not_reach_the_terminal() -> None:
    """A problem has no hidden characters."""
    assert problem_lines("Text[^\x1b\u202e]") == [
        "1: footnote [^\ufffd\ufffd] is used but not defined",
        "1: hidden character U+001B is a control character",
    ]
