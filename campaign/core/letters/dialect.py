"""The one Markdown dialect: python-markdown with footnotes, tables, attribute lists and placeholders.

Raw HTML is no part of it: a tag in a letter is text. `parse` stops before serialising, so what leaves this
module is python-markdown's element tree, which `harvest` turns into nodes.
"""

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from campaign.core.letters import critic_markup
from campaign.errors import LetterError

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][\w.]*)\s*\}\}")
PLACEHOLDER_TAG = "placeholder"

# A letter of 50 pages has some 200 kB; what is larger is no letter and would only cost time.
MAX_CHARACTERS = 2_000_000
# Signs that may open markup, counted in one paragraph.
MAX_SIGNS = 2_000
_SIGNS = "[*_`{<!"
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*")
# Lists in quotes in notes: no letter needs more, and every output walks the tree by recursion.
MAX_DEPTH = 60


class _PlaceholderProcessor(InlineProcessor):
    """`{{ name }}` becomes an element, so that its value never passes through a parser."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # the base allows three return forms
        element = Element(PLACEHOLDER_TAG)
        element.set("name", m.group(1))
        return element, m.start(0), m.end(0)


class _EntityProcessor(InlineProcessor):
    """`&nbsp;` and its like become the character they name: no stash of raw HTML is left behind."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # as above
        return html.unescape(m.group(0)), m.start(0), m.end(0)


def _reader(*, comments: bool) -> tuple[Markdown, list[Element]]:
    md = Markdown(extensions=["footnotes", "tables", "attr_list", "sane_lists"], tab_length=4)
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.deregister("entity")
    md.inlinePatterns.register(_EntityProcessor(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[0-9a-zA-Z]+);", md), "entity", 80)
    md.inlinePatterns.register(_PlaceholderProcessor(PLACEHOLDER.pattern, md), "placeholder", 185)
    critic_markup.register(md, comments=comments)
    roots: list[Element] = []

    def keep(root: Element) -> str:
        roots.append(root)
        return "<div></div>"

    md.serializer = keep
    return md, roots


def parse(text: str, *, comments: bool = False, first_line: int = 1) -> Element:
    """The element tree of a letter's body, with its `comments` where they are asked for. `first_line` is the line of
    the file that the body begins in, for what has to be named.

    Raises LetterError when it is too large or nested too deep.
    """
    if len(text) > MAX_CHARACTERS:
        raise LetterError(
            f"the letter has {len(text):,} characters, more than {MAX_CHARACTERS:,}",
            fix="move long material into an annex or link to it",
        )
    _refuse_dense(text, first_line)
    md, roots = _reader(comments=comments)
    try:
        md.convert(text)
    except RecursionError:
        raise _too_deep() from None
    root = roots[0] if roots else Element("div")
    if _deeper_than(MAX_DEPTH, root):
        raise _too_deep()
    return root


def _refuse_dense(text: str, first_line: int) -> None:
    """The parser's time grows with the square of the signs in one paragraph; no person writes that many."""
    for paragraph in _PARAGRAPH.finditer(text):
        signs = sum(map(paragraph.group().count, _SIGNS))
        if signs > MAX_SIGNS:
            line = text.count("\n", 0, paragraph.start()) + first_line
            raise LetterError(
                f"line {line}: a paragraph with {signs:,} signs of markup, more than {MAX_SIGNS:,}",
                fix="part it by blank lines, or write a backslash before signs that are meant as such",
            )


def _deeper_than(limit: int, root: Element) -> bool:
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
    return bool(level)


def _too_deep() -> LetterError:
    return LetterError("the letter is nested too deep to read", fix="look for long runs of > or of indented lists")
