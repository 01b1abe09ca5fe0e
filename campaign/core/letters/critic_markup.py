"""CriticMarkup in the dialect: what a text changes, as elements of the tree.

    {++ inserted ++}   {-- deleted --}   {~~ old ~> new ~~}   {== marked ==}   {>> a comment, never published <<}

and a block for an amendment in the Parliament's two columns, a row a paragraph:

    /// amendment | Article 2 - paragraph 5
    This Regulation shall not apply to {++free and open source++} components. {--This exemption ...--}
    ///

Marks stay within a paragraph. A backslash before the brace keeps it as text.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

AMENDMENT_CLASS = "amendment"
COMMENT_TAG = "comment"
_OPENS = re.compile(r"^///[ ]*amendment[ ]*(?:\|[ ]*(?P<heading>[^\n]*))?(?:\n|$)")
_CLOSES = re.compile(r"(?:^|\n)///[ ]*$")

# Between escapes (180) and footnotes (175): code and escaped braces are safe, notes inside a mark still work.
_PRIORITY = 178
# A comment that is kept is taken before anything in it can be read as markup.
_FIRST = 195


class _Mark(InlineProcessor):
    """One kind of mark around words becomes one element."""

    def __init__(self, pattern: str, md: Markdown, tag: str) -> None:
        super().__init__(pattern, md)
        self.tag = tag

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # the base allows three return forms
        element = Element(self.tag)
        element.text = m.group(1)
        return element, m.start(0), m.end(0)


class _Substitution(InlineProcessor):
    """`{~~ old ~> new ~~}` becomes a deletion followed by an insertion."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # as above
        both = Element("span")
        SubElement(both, "del").text = m.group(1)
        SubElement(both, "ins").text = m.group(2)
        return both, m.start(0), m.end(0)


class _DropComment(InlineProcessor):
    """A comment leaves nothing behind."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # as above
        return "", m.start(0), m.end(0)


class _CommentElement(InlineProcessor):
    """A comment becomes an element with the words as they are written. It is read before escapes are, so backslashes
    before it are counted here: an odd one takes its brace away."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # as above
        element = Element(COMMENT_TAG)
        element.text = AtomicString(m.group(2).replace("\\|", "|"))  # a table's cell escapes its bars
        return element, m.end(1), m.end(0)


class _AmendmentBlock(BlockProcessor):
    """`/// amendment | heading` up to `///`, over as many paragraphs as it takes."""

    def test(self, parent: Element, block: str) -> bool:
        return _OPENS.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        last = next((at for at, block in enumerate(blocks) if _CLOSES.search(block)), None)
        if last is None:
            return False
        inside = [blocks.pop(0) for _ in range(last + 1)]
        opening = _OPENS.match(inside[0])
        assert opening is not None  # test() saw it
        inside[0] = inside[0][opening.end() :]
        inside[-1] = _CLOSES.sub("", inside[-1])
        holder = SubElement(parent, "div", {"class": AMENDMENT_CLASS, "heading": (opening["heading"] or "").strip()})
        self.parser.parseBlocks(holder, [block for block in inside if block.strip()])
        return None


def register(md: Markdown, *, comments: bool) -> None:
    """Add the marks and the block to a reader. With `comments` those are kept as elements."""
    inline = md.inlinePatterns
    if comments:
        inline.register(_CommentElement(r"(?<!\\)((?:\\\\)*)\{>>(?s:(.*?))<<\}", md), "critic_comment", _FIRST)
    else:
        inline.register(_DropComment(r"\{>>(?s:.*?)<<\}", md), "critic_comment", _PRIORITY + 0.5)
    inline.register(_Substitution(r"\{~~(?s:(.*?)~>(.*?))~~\}", md), "critic_substitution", _PRIORITY + 0.4)
    for name, pattern, tag in (
        ("critic_insertion", r"\{\+\+(?s:(.*?))\+\+\}", "ins"),
        ("critic_deletion", r"\{--(?s:(.*?))--\}", "del"),
        ("critic_mark", r"\{==(?s:(.*?))==\}", "span"),
    ):
        inline.register(_Mark(pattern, md, tag), name, _PRIORITY)
    md.parser.blockprocessors.register(_AmendmentBlock(md.parser), "amendment", 72)
