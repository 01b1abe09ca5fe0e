"""HTML taken apart into tags and texts."""

import time

import pytest

from campaign.core.html.scan import Tag, scan

PAGES: dict[str, list[Tag | str]] = {
    "<P>One<br/>&amp; two</P >": [
        Tag("p", False, ""),
        "One",
        Tag("br", False, "/"),
        "&amp; two",
        Tag("p", True, " "),
    ],
    "<!doctype html><?xml x?><!-- <p> --><![if x]>a</>": ["a"],
    "1 < 2 <": ["1 ", "<", " 2 ", "<"],
    "a<!-- b": ["a", "<", "!-- b"],
    "<img alt='a > b'>c": [Tag("img", False, " alt='a > b'"), "c"],
    "<p title=it's>a": [Tag("p", False, " title=it's"), "a"],
    "<script>if (a<b) '</p>'</SCRIPT>c": [
        Tag("script", False, ""),
        "if (a<b) '</p>'",
        Tag("script", True, ""),
        "c",
    ],
    "<style><!-- p {} -->": [Tag("style", False, ""), "<!-- p {} -->"],
    "<p": ["<", "p"],
    "": [],
}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_is_made_of(page: str) -> None:
    """Tags and texts come in order; comments and declarations do not, and what is no tag is text."""
    assert list(scan(page)) == PAGES[page]


def test_attributes() -> None:
    """Values stand in either quotes, in none or not at all; what they stand for is put in; of two the last counts."""
    (tag,) = scan("""<a HREF="x?a&amp;b" title = 'it"s' id=q hidden class='' id=r data-x=">">""")
    assert isinstance(tag, Tag)
    assert tag.attributes == {
        "href": "x?a&b",
        "title": 'it"s',
        "id": "r",
        "hidden": "",
        "class": "",
        "data-x": ">",
    }


@pytest.mark.parametrize(
    ("page", "empty"), [("<br/>", True), ("<a b='c' / >", True), ("<a href=c/>", False), ("<p>", False)]
)
def test_a_tag_may_say_that_it_is_empty(page: str, empty: bool) -> None:
    """A slash at the end says so, unless it belongs to an address without quotes."""
    assert [sign.empty for sign in scan(page) if isinstance(sign, Tag)] == [empty]


@pytest.mark.parametrize("part", ['<a "=', "<a ", "<!--", "<![foo[", "<script>", "<a x= ", '<a ="x'])
@pytest.mark.slow
def test_a_page_that_is_made_to_be_slow(part: str) -> None:
    """Whatever stands open, a page of 300,000 characters is read in two seconds."""
    page = part * (300_000 // len(part))
    start = time.process_time()
    assert sum(1 for _ in scan(page)) > 0
    assert time.process_time() - start < 2
