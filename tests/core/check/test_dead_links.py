"""Dead links and images."""

import pytest

from campaign.core.check.dead_links import links
from campaign.core.check.prose import prose
from campaign.core.letters import read
from tests.helpers.check import fixes, problem_lines


@pytest.mark.parametrize(
    ("link", "what", "fix"),
    [
        ("[a](#)", "leads nowhere (#)", "put the web address between the parentheses"),
        ("[a]()", "leads nowhere (empty)", "put the web address between the parentheses"),
        ("[a](<>)", "leads nowhere (empty)", "put the web address between the parentheses"),
        ("[a](#part 'Title')", "leads nowhere (#part)", "put the web address between the parentheses"),
        ("[a](policy)", "leads nowhere (policy)", "write the full address, with https://"),
        ("[a](http:)", "leads nowhere (http:)", "write the full address, with https://"),
        ("[a](www.x.example/a)", "has no https:// (www.x.example/a)", "write https://www.x.example/a"),
        ("[a](ann@x.example)", "has no mailto: (ann@x.example)", "write mailto:ann@x.example"),
        (
            "[a](https://x.example/a b)",
            "has a space in its address (https://x.example/a b)",
            "write %20 for each space",
        ),
        (
            "[a](javascript:alert(1))",
            "does not work in an email (javascript:alert(1))",
            "write the full address, with https://",
        ),
    ],
)
def test_a_dead_link_is_named_with_its_words_and_fix(link: str, what: str, fix: str) -> None:
    """Each kind of dead link is reported with the link's words and its own fix."""
    assert problem_lines(f"Text,\n{link} end.") == [f"2: the link on “a” {what}"]
    assert fixes(f"Text,\n{link} end.") == [fix]


@pytest.mark.parametrize(
    "link",
    [
        "[a](https://x.example/a(b)c)",
        '[a](http://x.example "A title")',
        "[a](<https://x.example/>)",
        "[a](mailto:ann@x.example)",
        "[a][ref]",
        "[ref][]",
        "[Ref]",
        "<https://x.example>",
        "`[a](#)`",
        "\\[a](#)",
        "[sic]",
    ],
)
def test_a_link_that_leads_somewhere_is_fine(link: str) -> None:
    """Whole addresses, with parentheses, title or angle brackets, and references that are defined give no problem."""
    assert problem_lines(f"{link} end.\n\n[ref]: https://x.example\n") == []


def test_a_link_over_two_lines_is_named_where_it_begins() -> None:
    """A link's words may have a line end and brackets."""
    assert problem_lines("Text [the [big]\nstudy](#)") == ["1: the link on “the [big] study” leads nowhere (#)"]


def test_a_reference_without_address_is_named() -> None:
    """`[words][label]` needs a line that defines the label with an address."""
    assert problem_lines("[a][none] and [b][]\n\n[none ]: #\n\n[c][d]") == [
        "1: the link on “b” has no address: [b] is not defined",
        "3: the link on “none” leads nowhere (#)",
        "5: the link on “c” has no address: [d] is not defined",
    ]


def test_notes_side_by_side_are_no_reference() -> None:
    """Two footnote marks in a row, or one after brackets, are not read as a link."""
    assert problem_lines("Text[^a][^b] [sic][^a].\n\n[^a]: A.\n\n[^b]: B.") == []


def test_a_dead_link_in_a_form_unknown_to_the_rule_is_still_named() -> None:
    """Any dead link in the tree is reported, even if its line is not known."""
    letter, _ = read("[a [b [c]]](#)", "letter.md")
    problems = list(links(prose(letter), letter, None))  # type: ignore[arg-type]  # the rule needs no facts
    assert [str(problem) for problem in problems] == [
        "letter.md: a link leads nowhere, perhaps the one on “a [b [c]]”; write the full address, with https://"
    ]


def test_an_image_is_named_with_what_to_do() -> None:
    """Images are reported by their description, or by their address."""
    assert problem_lines("![Logo](https://x.example/a.png)\n![](b.png)") == [
        "1: the letter has an image: Logo",
        "2: the letter has an image: b.png",
    ]
