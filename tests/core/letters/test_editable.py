"""An editor's comments: in the tree on request only, and in no output."""

from campaign.core.letters import dialect, read, tree_builder
from campaign.core.letters.editable import document_with_comments, front_values
from campaign.core.letters.tree import (
    Block,
    BulletList,
    Comment,
    Document,
    Paragraph,
    TableBlock,
    Text,
)
from campaign.core.render import html, text
from campaign.core.render.markdown import MarkdownWriter

SOURCE = "---\ntitle: T\nlaw:\n    a: b\n    c: d\n---\n\nWords{>> Ann: *why*, `now`? <<} go \\{>> on <<} here.\n"


def test_comments_stay_where_they_are_asked_for() -> None:
    """Comments are as written, including markup; a backslash makes one plain words."""
    letter, _ = read(SOURCE, "letter.en.md", "en")
    paragraph = Paragraph((Text("Words"), Comment("Ann: *why*, `now`?"), Text(" go {>> on <<} here.")))
    assert document_with_comments(letter).blocks == (paragraph,)
    assert letter.document.blocks == (Paragraph((Text("Words go {>> on <<} here."),)),)


def test_backslashes_before_a_comment() -> None:
    """Two backslashes before a comment are one escaped backslash; a third one escapes the brace."""
    two, three = (dialect.parse(f"a {slashes}{{>> b <<}}", comments=True) for slashes in ("\\" * 2, "\\" * 3))
    assert tree_builder.document(two).blocks == (Paragraph((Text("a \\"), Comment("b"))),)
    assert tree_builder.document(three).blocks == (Paragraph((Text("a \\{>> b <<}"),)),)


def test_a_comment_in_a_cell() -> None:
    """A bar in a comment does not split table cells."""
    root = dialect.parse("| a | b |\n|---|---|\n| c{>> d \\| e <<} | f |\n", comments=True)
    row = ((Text("c"), Comment("d | e")), (Text("f"),))
    assert tree_builder.document(root).blocks == (TableBlock(((Text("a"),), (Text("b"),)), (row,)),)


def test_front_matter_as_it_is_written() -> None:
    """Values are returned by key, with the language that only the file name has."""
    assert front_values(read(SOURCE, "letter.de.md", "de")[0]) == {"title": "T", "law": "a: b\nc: d", "language": "de"}


def test_no_output_shows_a_comment() -> None:
    """Page, email and text leave it out."""
    document = Document((Paragraph((Text("a"), Comment("secret"), Text("b"))),))
    assert str(html.fragments(document).body) == "<p>ab</p>\n"
    assert text.plain_text(document).body == "ab"


def test_a_comment_is_written_so_that_it_ends() -> None:
    """What would end a comment early, or begin code, is replaced."""
    assert MarkdownWriter({}).inlines((Comment("a `b` <<} c\n d"),)) == "{>> a ’b’ << } c d <<}"


def test_neighbouring_lists_stay_apart() -> None:
    """Two lists in a row are read back as two."""
    blocks: tuple[Block, ...] = (
        BulletList(((Paragraph((Text("a"),)),),)),
        BulletList(((Paragraph((Text("b"),)),),)),
    )
    written = MarkdownWriter({}).blocks(blocks)
    assert tree_builder.document(dialect.parse(written)).blocks == blocks
