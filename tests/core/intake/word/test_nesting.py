"""Lists made of paragraphs with a known depth."""

from campaign.core.intake.word.nesting import DEEPEST, ListPlace, Nest
from campaign.core.letters.tree import Block, BlockQuote, Blocks, BulletList, CodeBlock, NumberedList, Paragraph, Text


def para(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def nested(*placed: tuple[int, str, str], empty_items: bool = True) -> Blocks:
    """Paragraphs by depth, sign and text; depth 0 is outside of lists."""
    nest = Nest(empty_items=empty_items)
    for depth, sign, text in placed:
        nest.put(para(text) if text else None, ListPlace(depth, sign) if depth else None)
    return nest.blocks()


def item(*texts: str) -> Blocks:
    return tuple(map(para, texts))


def test_items_go_on() -> None:
    """A paragraph without a bullet belongs to the item at its depth."""
    assert nested((1, "-", "a"), (2, "1", "b"), (2, "", "b too"), (1, "", "a too"), (1, "-", "c")) == (
        BulletList((((*item("a"), NumberedList(1, (item("b", "b too"),)), *item("a too"))), item("c"))),
    )


def test_numbers_tell_lists_apart() -> None:
    """The next number, or any bullet, continues a list; anything else starts a new one."""
    assert nested((1, "3", "a"), (1, "4", "b"), (1, "1", "c"), (1, "-", "d"), (1, "-", "e")) == (
        NumberedList(3, (item("a"), item("b"))),
        NumberedList(1, (item("c"),)),
        BulletList((item("d"), item("e"))),
    )


def test_a_paragraph_ends_lists() -> None:
    """After a paragraph outside of lists, a new list begins."""
    assert nested((1, "-", "a"), (0, "", "b"), (1, "-", "c")) == (
        BulletList((item("a"),)),
        para("b"),
        BulletList((item("c"),)),
    )


def test_depth_that_is_not_there() -> None:
    """A list that begins too deep gets the deepest possible level; a paragraph deeper than all items belongs to
    the innermost one."""
    assert nested((3, "-", "a"), (DEEPEST, "", "b"), (3, "-", "c")) == (
        BulletList(((*item("a", "b"), BulletList((item("c"),))),)),
    )
    assert nested((1, "", "a")) == (para("a"),)


def test_empty_items() -> None:
    """An empty paragraph begins an item only on request."""
    empty = ((1, "-", ""), (1, "-", "a"), (0, "", ""), (1, "-", ""))
    assert nested(*empty) == (BulletList(((), item("a"), ())),)
    assert nested(*empty, empty_items=False) == (BulletList((item("a"),)),)


def test_what_comes_in_parts() -> None:
    """Adjacent paragraphs of one quotation, or of code, are joined."""
    parts: list[tuple[Block, ListPlace | None]] = [
        (CodeBlock("a"), None),
        (CodeBlock("b"), None),
        (BlockQuote(item("c")), None),
        (BlockQuote(item("d")), None),
        (BlockQuote(item("e")), ListPlace(1, "-")),
        (BlockQuote(item("f")), ListPlace(1, "")),
    ]
    nest = Nest(empty_items=False)
    for block, place in parts:
        nest.put(block, place)
    assert nest.blocks() == (
        CodeBlock("a\nb"),
        BlockQuote(item("c", "d")),
        BulletList(((BlockQuote(item("e", "f")),),)),
    )
