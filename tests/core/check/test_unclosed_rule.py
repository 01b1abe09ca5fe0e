"""Markup and signs that are opened and never closed are named."""

import pytest

from tests.helpers.check import fixes, hint_lines, problem_lines


@pytest.mark.parametrize(
    ("body", "fix"),
    [
        ("See [the act](https://a.example/x and more.", "close it with ) after the address, without a space in it"),
        ("See [the act] (https://a.example/x).", "remove the space between ] and ("),
        ("See [the act(https://a.example/x).", "put square brackets around the words: [words](https://address)"),
        (
            "See (the act)[https://a.example/x].",
            "words come in square brackets, the address in round ones: [words](https://address)",
        ),
    ],
)
def test_a_link_that_is_none_is_named(body: str, fix: str) -> None:
    """An address that is not joined to its words, or not closed, is reported with what to do."""
    assert fixes(body) == [fix]


def test_good_links_are_fine() -> None:
    """Links with brackets and parentheses, and addresses in parentheses, are links."""
    body = "[a [b] c](https://a.example/x_(y)) and the paper (<https://a.example>), [x]\n\n[x]: https://b.example"
    assert problem_lines(body) == []


@pytest.mark.parametrize(
    ("body", "excerpts"),
    [
        (
            "**We ask three things:\n\n1. x",
            ["1: ** has no counterpart, so it appears in the letter: “**We ask three things:”"],
        ),
        ("We ask* for **that** and more** now.", ["1: ** has no counterpart, so it appears in the letter: “** now.”"]),
        (
            "- *strike it;\n- *keep* it",
            ["1: * has no counterpart, so it appears in the letter: “*strike it;”"],
        ),
        (r"5 * 3, Bürger*innen, Kosovo*, \*this, [x](https://a.example/**b)", []),
        ("*all* **is** ***well***", []),
    ],
)
def test_stars_without_a_counterpart_are_named(body: str, excerpts: list[str]) -> None:
    """Stars for bold or italic that appear in the letter are reported; those of a sum or of a gender star are not."""
    assert problem_lines(body) == excerpts


def test_a_placeholder_with_single_braces_is_named() -> None:
    """A known placeholder, or a word that can only be one, in single braces is reported."""
    assert fixes("The { signatories.count } of {first_name}.\n\n{salutation} {x} {{ vote }}") == [
        "write {{ signatories.count }}",
        "write it with two braces, or remove it",
        "write {{ salutation }}",
    ]


@pytest.mark.parametrize(
    ("body", "language", "whole"),
    [
        ("He said “yes.", "en", False),
        ("He said yes”.", "en", False),
        ("He said “yes”, and « oui », „ja“ and „tak”, »nej«.", "en", True),
        ("Sie sagte „ja.", "de", False),
        ("Hon sa ”ja” och ”nej.", "sv", True),  # one sign opens and closes there
        ("“One paragraph\n\n“and its end”.", "en", True),
        ("/// amendment\n\n“{--One--}{++Two++} paragraph.\n\n///", "en", True),
        ("> “Quoted\n\nText.", "en", False),
    ],
)
def test_a_quotation_mark_without_its_counterpart_is_named(body: str, language: str, whole: bool) -> None:
    """Each mark has its counterpart in the paragraph, unless the quotation goes on in the next one."""
    whats = [what.partition(": “")[0] for what in problem_lines(body, language=language)]
    assert whats == ([] if whole else ["1: a quotation mark has no counterpart"])


def test_a_parenthesis_that_is_not_closed_is_a_hint() -> None:
    """An open parenthesis is worth a look; numbers such as a) and addresses are not."""
    assert hint_lines("The Council (see above agreed (yes). [x](https://a.example/(y)") == [
        "1: a parenthesis is not closed: “(see above agreed (yes). [x”"
    ]
    assert hint_lines("a) one (two) :)") == []
