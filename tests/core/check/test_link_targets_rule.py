"""Links lead where they say, and to what may be."""

import pytest

from tests.helpers.check import hint_lines, problem_lines


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("[AI Act](https://eur-lex/legal)", "the link on “AI Act” leads to eur-lex, which is not a web address"),
        ("[x](https://a..example)", "the link on “x” leads to a..example, which is not a web address"),
        ("[x](https://a.123)", "the link on “x” leads to a.123, which is not a web address"),
        ("[x](https://[::1)", "the link on “x” leads to [::1, which is not a web address"),
        ("[us](mailto:info@coalition)", "the link on “us” has no valid email address (info@coalition)"),
        ("Write to info@coalition, please.", "info@coalition is not an email address: its end is missing"),
        (
            "[https://one.example/a](https://two.example/a)",
            "the link shows https://one.example/a and leads to https://two.example/a",
        ),
        ("[a@b.example](mailto:c@b.example)", "the link shows a@b.example and leads to mailto:c@b.example"),
        (
            "[x](https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example)",
            "the link on “x” is a redirect that contains the email address of the person who copied it",
        ),
        ("[x](https://www.google.com/url?q=https://a.example)", "the link on “x” leads through www.google.com"),
        (
            "[x](https://docs.google.com/document/d/1abc/edit)",
            "the link on “x” leads to a file that people edit (docs.google.com)",
        ),
    ],
)
def test_a_link_that_misleads_is_named(body: str, problem: str) -> None:
    """A host or address that cannot be, words that are another address, a detour and a draft are reported."""
    assert problem_lines(f"Text\n\n{body}") == [f"3: {problem}"]


def test_good_links_are_fine() -> None:
    """Real hosts, addresses of several people, subdomains of the same site and numbers are fine."""
    body = (
        "[x](https://www.a.example/edit) [www.b.example](https://b.example/en) <https://c.example>, <d@e.example>,"
        " [m](mailto:a@b.example,c@d.example?subject=x) [n](mailto:?subject=x) [y](https://192.0.2.1/x) [x@y.z](https://a.example)"
        " [gov.uk is good](https://a.example) write a@b.example. @handle [one](https://a.example) [one](https://a.example)"
    )
    assert problem_lines(body) == []
    assert hint_lines(body) == []


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("[x](https://a.example/?a=1&utm_source=b)", "the link on “x” says where a reader came from"),
        ("[x](https://bit.ly/abc)", "the link on “x” is shortened (bit.ly)"),
        ("[x](http://a.example)", "a web address is http: and not https:"),
        ("See https://a.example/x.", "a web address is not a link"),
        (
            "www.a.example\nand `x` [x](https://a.example) https://b.example",
            "2 web addresses are not a link (lines 6, 7)",
        ),
    ],
)
def test_a_link_that_could_be_better_is_a_hint(body: str, hint: str) -> None:
    """Trackers, shortened and open addresses, and addresses that are no links are worth a look, each kind once."""
    assert hint_lines(f"Text\n\n{body}") == [f"3: {hint}"]


def test_many_addresses_are_named_once() -> None:
    """Of many addresses that are no links, the first lines are named."""
    body = "\n\n".join(f"https://a.example/{number}" for number in range(7))
    assert hint_lines(body) == [
        "1: 7 web addresses are not a link (lines 1, 3, 5, 7, 9, …)".replace("1, 3, 5, 7, 9", "4, 6, 8, 10, 12")
    ]


def test_a_link_by_reference_has_the_line_of_its_address() -> None:
    """Links that share an address are reported where it stands; beyond the fortieth, at the beginning of the text."""
    body = "Text\n\n[y]: https://a\n\n" + "\n\n".join("[x][y]" for _ in range(60))
    what = "the link on “x” leads to a, which is not a web address"
    lines = [problem.partition(":")[0] for problem in problem_lines(body)]
    assert (set(problem_lines(body)), lines.count("3"), lines.count("1")) == ({f"1: {what}", f"3: {what}"}, 40, 20)
