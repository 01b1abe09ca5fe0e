"""What is only for drafting in HTML: comments, hidden text, tracked changes, redirects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.intake import Draft, draft
from campaign.core.intake.redirects import unwrap
from campaign.core.intake.runs import tidy
from campaign.core.letters.tree import Code

TOP = "<h1>Seals</h1><p>Dear Ms. Aalto,</p>"
LETTER = "{{ salutation }}"


def imported(page: str) -> Draft:
    return draft(f"<html><body>{TOP}{page}</body></html>", "a.html")


def body(result: Draft) -> list[str]:
    """The lines of the letter below the greeting."""
    return [line for line in result.letter.partition(LETTER)[2].split("\n") if line]


def remarks(result: Draft) -> list[str]:
    """The remarks on the letter, without the one on signatories."""
    return [
        problem.message
        for problem in result.review
        if problem.path == "letter" and "signatories" not in problem.message and "greeting" not in problem.message
    ]


@pytest.mark.parametrize(
    ("mark", "holder"),
    [
        (
            '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>',
            '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>Legal says no</p><p>_Assigned to Pat_</p></div>',
        ),
        (
            '<span class=MsoCommentReference><a href="#_msocom_1" id="_anchor_1">[JD1]</a></span>',
            "<div><div id='_com_1'><p><a name='_msocom_1'></a>Legal says no _Assigned to Pat_</p></div></div>",
        ),
    ],
)
def test_a_comment_stays_a_comment(mark: str, holder: str) -> None:
    """A comment of Google Docs or Word becomes a comment of the letter, is named, and is no footnote."""
    result = imported(f"<p>Seals swim{mark}.</p>{holder}")
    assert body(result) == ["Seals swim{>> Legal says no _Assigned to Pat_ <<}."]
    assert remarks(result) == ["a comment: “Legal says no _Assigned to Pat_”"]


def test_comments_beside_notes() -> None:
    """Two comments in one place stay two comments, also beside a footnote; a mark without a comment stays text."""
    result = imported(
        '<p>Seals<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>'
        '<sup><a href="#cmnt2" id="cmnt_ref2">[b]</a></sup> <a href="#cmnt9">[c]</a></p>'
        '<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> A note.</p></div>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>One.</p></div>'
        '<div><p><a href="#cmnt_ref2" id="cmnt2">[b]</a>Two.</p></div>'
    )
    assert body(result)[0] == "Seals[^1]{>> One. <<}{>> Two. <<} [\\[c\\]](#)"
    assert [line.split() for line in body(result)[1:]] == [["[^1]:", "A", "note."]]


@pytest.mark.parametrize(
    "attributes",
    [
        "style='display:none'", "style='color:red; display : none'", "hidden", "class=hid", "style='visibility:hidden'",
        "style='font-size:0'", "style='font-size:0pt;x:y'", "style='color:#FFFFFF'", "style='mso-hide:all'",
        "style='opacity:0'", "style='color:white'",
    ],
)  # fmt: skip
def test_hidden_text_is_left_out_and_named(attributes: str) -> None:
    """Hidden words are left out, however they are hidden, and a remark quotes them."""
    result = imported(
        f"<style>.hid{{display:none}}</style><p>Seals <b {attributes}>SECRET <i {attributes}>x</i></b> swim.</p>"
    )
    assert body(result) == ["Seals swim."]
    assert remarks(result) == ["left out hidden text: “SECRET x”"]


@pytest.mark.parametrize(
    "attributes",
    [
        "style='background-color:#ffffff'", "style='color:#fff;background:#000'", "hidden=until-found",
        "style='font-size:0.9em'", "style='opacity:0.5'", "style='border-color:white'",
    ],
)  # fmt: skip
def test_visible_text_stays(attributes: str) -> None:
    """A white background, white words on a dark one, and small words can be read."""
    result = imported(f"<p>Seals <b {attributes}>can</b> swim.</p><p style='display:none'> </p>")
    assert body(result) == ["Seals **can** swim."]
    assert remarks(result) == []


def test_white_words_on_a_dark_cell_stay() -> None:
    """The background may be that of an element around the words."""
    assert body(imported("<table><tr bgcolor=black><td><span style='color:#fff'>Seals.</span></td></tr></table>")) == [
        "Seals."
    ]


def test_changes_stay_changes() -> None:
    """Struck and inserted words become changes, by tag, style or Word's class, also around whole paragraphs."""
    result = imported(
        "<style>.c1{text-decoration:line-through}</style><p><del>a</del><ins>b</ins> <s>c</s> <strike>d</strike> "
        "<span class=c1>e</span> <span class=msoDel>f</span><span class=msoIns>g</span> "
        "<span style='text-decoration: underline line-through'>h</span></p><del><p>A paragraph.</p></del>"
    )
    assert body(result) == [
        "{--a--}{++b++} {--c--} {--d--} {--e--} {--f--}{++g++} {--h--}",
        "{--A paragraph.--}",
    ]
    assert remarks(result) == [
        "undecided changes: deleted “a”, added “b”, deleted “c”, deleted “d”, deleted “e” and 3 more",
        "undecided changes: deleted “A paragraph.”",
    ]


def test_what_a_letter_cannot_have_is_named() -> None:
    """Remarks name pictures, drawings, joined cells and lists with letters."""
    result = imported(
        "<style>ol.a{list-style-type:lower-latin}</style><p>Seals <img src=a.png><svg></svg><math>x</math> swim.</p>"
        "<table><tr><td colspan=2>a<td>b<tr><td>c<td>d</table><ol class='lst-kix_x-1'><li>e</ol>"
    )
    assert remarks(result) == [
        "left out 1 picture without a description",
        "left out 1 drawing",
        "left out 1 formula",
        "a table has joined cells",
        "a list with letters or Roman numerals became 1., 2., 3.",
        "a nested list became a list of its own",
    ]


def test_numbers_of_lists_stay() -> None:
    """A list is split where a number does not follow the one before; an empty item counts."""
    result = imported("<ol start=5><li>a<li value=9>b<li>c<li><li>d</ol><ol reversed><li>e<li>f</ol>")
    assert [line for line in body(result) if line != "{>><<}"] == ["5. a", "9. b", "10. c", "12. d", "2. e", "1. f"]
    assert body(imported("<ol><li>a</li><ul><li>b</li></ul></ol>")) == ["1. a", "2. {>><<}", "    - b"]


def test_paragraphs_of_a_page_are_never_joined() -> None:
    """An HTML paragraph without an end tag is a paragraph."""
    assert body(imported("<p>We ask you, the members of this committee, to please</p><p>a) keep it</p>")) == [
        "We ask you, the members of this committee, to please",
        "a) keep it",
    ]


@pytest.mark.parametrize(
    ("wrapped", "address"),
    [
        ("https://www.google.com/url?q=https://a.example/x%3Fb%3D1&sa=D&usg=2", "https://a.example/x?b=1"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2F&data=05%7Cme%40x.example", "https://a.example/"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example", "https://a.example"),
        ("https://urldefense.com/v3/__https://a.example/b__;!!x$", "https://a.example/b"),
        ("https://www.google.com/url?url=https://www.google.com/url?q%3Dhttps://a.example", "https://a.example"),
        ("https://www.google.com/search?q=https://a.example", "https://www.google.com/search?q=https://a.example"),
        ("https://www.google.com/url?q=javascript:x", "https://www.google.com/url?q=javascript:x"),
        ("https://[x", "https://[x"),
        ("https://l.facebook.com/?u=" * 3 + "https://a.example", "https://a.example"),
        ("#", "#"),
    ],
)  # fmt: skip
def test_redirects_are_unwrapped(wrapped: str, address: str) -> None:
    """A link through a redirect gets its final address; any other address stays."""
    assert unwrap(wrapped) == address


def test_an_unwrapped_link_is_named() -> None:
    """A remark names each redirect once, also in bold type, notes and organisations; other links stay."""
    link = "https://www.google.com/url?q=https://a.example"
    result = imported(
        f"<p><b><a href='{link}'>a</a></b> <a href='{link}'>b</a> <del><a href='https://c.example'>c</a></del></p>"
        f"<p>Signed:</p><p><a href='{link}'>Seal Watch</a></p>"
    )
    assert body(result) == ["**[a](https://a.example)** [b](https://a.example) {--[c](https://c.example)--}"]
    assert [organisation.url for organisation in result.organisations] == ["https://a.example"]
    assert remarks(result)[0] == "a link led through www.google.com and now leads to https://a.example"


TAGS = [
    *("<p>", "</p>", "<del>", "</del>", "a", "<div>", "</div>", "<sup>", "</sup>", "</ol>", "<ol reversed>"),
    *("<li value=3>", "<s hidden>", "<a id=cmnt1>", "<a href=#cmnt1>[a]</a>"),
]


@given(st.lists(st.sampled_from(TAGS)))
def test_any_page_can_be_read(parts: list[str]) -> None:
    """No order of tags makes the reader fail."""
    imported("".join(parts))


def test_a_comment_outside_of_every_paragraph() -> None:
    """A mark whose comment is outside of all blocks stays text, and so does the comment."""
    result = imported(
        '<p>Seals swim<a href="#cmnt1" id="cmnt_ref1">[a]</a>.</p>'
        '<span><a href="#cmnt_ref1" id="cmnt1">[a]</a> Legal says no</span>'
    )
    assert "{>>" not in result.letter
    assert "Legal says no" in result.letter


def test_neighbouring_pieces_of_code_are_one() -> None:
    """Code that a word processor cut in two is one piece of code."""
    assert tidy((Code("make"), Code(" check"))) == (Code("make check"),)
