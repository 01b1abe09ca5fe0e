"""CriticMarkup in the dialect: changes that a text proposes, as elements of the tree.

    {++ inserted ++}   {-- deleted --}   {~~ old ~> new ~~}   {== marked ==}   {>> a comment, never published <<}

and a block for an amendment in the Parliament's two columns, one row per paragraph:

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

# Between escapes (180) and footnotes (175): code and escaped braces are left alone, footnotes inside a mark work.
_PRIORITY = 178
# A comment that becomes an element is read before anything in it can be read as markup.
_FIRST = 195


class _Mark(InlineProcessor):
    """Turns one kind of mark around words into an element."""

    def __init__(self, pattern: str, md: Markdown, tag: str) -> None:
        super().__init__(pattern, md)
        self.tag = tag

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # the base allows three return forms
        element = Element(self.tag)
        element.text = m.group(1)
        return element, m.start(0), m.end(0)


class _Substitution(InlineProcessor):
    """Turns `{~~ old ~> new ~~}` into a deletion followed by an insertion."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # as above
        both = Element("span")
        SubElement(both, "del").text = m.group(1)
        SubElement(both, "ins").text = m.group(2)
        return both, m.start(0), m.end(0)


class _DropComment(InlineProcessor):
    """Drops a comment."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # as above
        return "", m.start(0), m.end(0)


class _CommentElement(InlineProcessor):
    """Turns a comment into an element with its words as written. It runs before escapes are read, so its pattern counts
    the backslashes in front: an odd number escapes the brace."""

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
        assert opening is not None  # test() matched
        inside[0] = inside[0][opening.end() :]
        inside[-1] = _CLOSES.sub("", inside[-1])
        holder = SubElement(parent, "div", {"class": AMENDMENT_CLASS, "heading": (opening["heading"] or "").strip()})
        self.parser.parseBlocks(holder, [block for block in inside if block.strip()])
        return None


def register(md: Markdown, *, comments: bool) -> None:
    """Add the marks and the amendment block to a parser. With `comments`, comments become elements."""
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
