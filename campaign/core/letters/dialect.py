"""The Markdown dialect of letters: python-markdown with footnotes, tables and placeholders.

Raw HTML is not supported: a tag in a letter is text. `parse` stops before serialising and returns python-markdown's
element tree, which `tree_builder` turns into nodes.
"""

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, STX

from campaign.core.letters import critic_markup, typed_lists
from campaign.errors import LetterError

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][\w.]*)\s*\}\}")
PLACEHOLDER_TAG = "placeholder"

# A letter of 50 pages has about 200 kB; a larger one would only cost time.
MAX_CHARACTERS = 2_000_000
# Characters that may open markup, in one paragraph.
MAX_SIGNS = 2_000
_SIGNS = "[*_`{<!"
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*")
# Lines in one paragraph: the parser compares each with all that follow.
MAX_LINES = 3_000
_MANY_BLANK_LINES = re.compile(r"\n{100,}")
# Every serialiser walks the tree recursively; no letter needs lists in quotations in footnotes deeper than this.
MAX_DEPTH = 60


class _PlaceholderProcessor(InlineProcessor):
    """Turns `{{ name }}` into an element, so that its value never passes through a parser."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # the base allows three return forms
        element = Element(PLACEHOLDER_TAG)
        element.set("name", m.group(1))
        return element, m.start(0), m.end(0)


class _EntityProcessor(InlineProcessor):
    """Turns entities such as `&nbsp;` into their characters, so that no stash of raw HTML is left behind."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # as above
        return html.unescape(m.group(0)), m.start(0), m.end(0)


class _StarInWord(InlineProcessor):
    """Keeps the star of "Bürger*innen" as text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]  # as above
        near = typed_lists.NEAR
        if not typed_lists.is_inside_word(data[max(0, m.start() - near) : m.start()], data[m.end() : m.end() + near]):
            return None, None, None
        return f"{STX}{ord('*')}{ETX}", m.start(0), m.end(0)


def _reader(*, comments: bool) -> tuple[Markdown, list[Element]]:
    md = Markdown(extensions=["footnotes", "tables", "sane_lists"], tab_length=4)
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.deregister("entity")
    md.inlinePatterns.register(_EntityProcessor(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[0-9a-zA-Z]+);", md), "entity", 80)
    md.inlinePatterns.register(_PlaceholderProcessor(PLACEHOLDER.pattern, md), "placeholder", 185)
    md.inlinePatterns.register(_StarInWord(r"(?<=[^\W_])\*(?=[^\W_])", md), "star_in_word", 179)
    critic_markup.register(md, comments=comments)
    typed_lists.register(md)
    roots: list[Element] = []

    def keep(root: Element) -> str:
        roots.append(root)
        return "<div></div>"

    md.serializer = keep
    return md, roots


def parse(text: str, *, comments: bool = False, first_line: int = 1) -> Element:
    """Parse a letter's body into python-markdown's element tree.

    `comments` includes the author's comments. `first_line` is the line of the file in which the body begins, for
    messages. Raises LetterError for a body that is too large, nested too deeply, or has too much markup in a paragraph.
    """
    if len(text) > MAX_CHARACTERS:
        raise LetterError(
            f"the letter has {len(text):,} characters; the limit is {MAX_CHARACTERS:,}",
            fix="move long passages into an annex, or link to them",
        )
    _refuse_dense(text, first_line)
    md, roots = _reader(comments=comments)
    try:
        md.convert(_MANY_BLANK_LINES.sub("\n" * 100, text))
    except RecursionError:
        raise _too_deep() from None
    root = roots[0] if roots else Element("div")
    if _deeper_than(MAX_DEPTH, root):
        raise _too_deep()
    return root


def _refuse_dense(text: str, first_line: int) -> None:
    """Raise LetterError for a paragraph with too much markup: the parser's time grows with its square."""
    for paragraph in _PARAGRAPH.finditer(text):
        lines = paragraph.group().count("\n") + 1
        if lines > MAX_LINES:
            line = text.count("\n", 0, paragraph.start()) + first_line
            raise LetterError(
                f"line {line}: the paragraph has {lines:,} lines; the limit is {MAX_LINES:,}",
                fix="split it with blank lines",
            )
        signs = sum(map(paragraph.group().count, _SIGNS))
        if signs > MAX_SIGNS:
            line = text.count("\n", 0, paragraph.start()) + first_line
            raise LetterError(
                f"line {line}: the paragraph has {signs:,} markup characters; the limit is {MAX_SIGNS:,}",
                fix="split it with blank lines, or put a backslash before characters that are not markup",
            )


def _deeper_than(limit: int, root: Element) -> bool:
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
    return bool(level)


def _too_deep() -> LetterError:
    return LetterError("the letter is nested too deeply", fix="look for many > in a row, or for deeply indented lists")
