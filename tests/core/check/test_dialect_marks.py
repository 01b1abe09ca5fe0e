"""Marks of other dialects of Markdown are named, since a letter shows them as they are typed."""

import pytest

from tests.helpers.check import problem_lines


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("We are ~~not~~ sure.", "struck words: ~~not~~ is shown as it is typed"),
        ("We are ~~not at all~~ sure.", "struck words: ~~not at all~~ is shown as it is typed"),
        ("This is ==most important== to us.", "highlighted words: ==most important== is shown as it is typed"),
        ("It has 5 m^2^ of room.", "raised words: ^2^ is shown as it is typed"),
        ("CO~2~ is a gas.", "lowered words: ~2~ is shown as it is typed"),
        ("A claim^[Its source.] follows.", "a note within the text: ^[Its source.] is shown as it is typed"),
        ("*[HTML]: a language", "an abbreviation: *[HTML]: is shown as it is typed"),
        ("> [!WARNING]\n> words", "the head of a notice: > [!WARNING] is shown as it is typed"),
        ("::: note\nwords", "a fence of a block: ::: note is shown as it is typed"),
        ("Term\n: what it means", "a definition: : is shown as it is typed"),
        ("- [x] done", "a box to tick: - [x] is shown as it is typed"),
        ("See [[Other page]] for more.", "a link of a wiki: [[Other page]] is shown as it is typed"),
        ("It is ||secret|| so far.", "covered words: ||secret|| is shown as it is typed"),
        ("We are glad :tada: today.", "the name of an emoji: :tada: is shown as it is typed"),
        ("As shown [@berg2020, p. 5].", "a quotation of a source: [@berg2020, p. 5] is shown as it is typed"),
        ("It is $$e = mc^2$$ here.", "a formula: $$e = mc^2$$ is shown as it is typed"),
        ("one\\\ntwo", "a \\ at the end of a line is shown as text"),
        ("```python\nprint()\n```", "code is not marked by ```python"),
        ("~~~\nprint()\n~~~", "code is not marked by ~~~"),
    ],
)
def test_a_mark_of_another_dialect_is_named(line: str, message: str):
    """Each mark is named once, with its line."""
    named = [problem for problem in problem_lines(f"Words.\n\n{line}\n") if "shown as" in problem or "code" in problem]
    assert [problem.partition(": ")[2] for problem in named] == [message]


@pytest.mark.parametrize(
    "line",
    [
        "It costs about ~5 EUR, or ~10 EUR.", "a == b and c != d", "2^10 is 1,024", "See https://a.example/~b~/c.",
        "We meet at 10:30: all of us: yes.", "The ratio is 3:2:1.", "Write to us [by email].", "* * *",
        "`~~code~~` and `==code==`", "A {++new++} word and {~~old~>other~~}.", "| a | b |\n|---|---|\n| c || d |",
        "It costs $5, not $10.", "ECLI:EU:C:2014:238 is the case.", "- [Words](https://a.example)",
        "line with two spaces  \nat its end", "C:\\temp\\ is a folder", "Press # now.", "#1 on the list",
    ],
)  # fmt: skip
def test_signs_with_another_meaning_are_left_alone(line: str):
    """Figures, times, code and addresses with the same signs are no marks."""
    named = [problem for problem in problem_lines(f"Words.\n\n{line}\n") if "shown as" in problem or "code" in problem]
    assert named == []
