"""The comparison of two letters, word by word."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.letters import dialect, tree_builder
from campaign.core.letters.alignment import Stretch, align
from campaign.core.letters.changed_words import changed_words
from campaign.core.letters.rebuild import rebuild
from campaign.core.letters.redline import redline
from campaign.core.letters.redline_changes import (
    changed_notes,
    changed_runs,
    cut_to_changes,
    is_changed,
    marked_words,
    words_after,
    words_before,
)
from campaign.core.letters.tree import (
    Amendment,
    BlockQuote,
    BulletList,
    Code,
    CodeBlock,
    Deletion,
    Document,
    Emphasis,
    Footnote,
    Heading,
    Insertion,
    LineBreak,
    Link,
    NoteMark,
    NumberedList,
    Paragraph,
    Placeholder,
    Rule,
    Signatories,
    SignatoryLine,
    Strong,
    TableBlock,
    Text,
    plain_blocks,
)
from tests.helpers.examples import examples
from tests.helpers.trees import a_few, documents, words

LONG = "the quick brown fox jumps over the lazy dog while nobody looks"


def document(text: str) -> Document:
    return tree_builder.document(dialect.parse(text))


def paragraph(*inlines: object) -> Paragraph:
    return Paragraph(inlines)  # type: ignore[arg-type]  # every test passes inlines


def redline_of(old: str, new: str) -> list[str]:
    """Each block of the redline, changes marked."""
    return [_mark_up(block) for block in redline(document(old), document(new)).blocks]


def _mark_up(block: object) -> str:
    marked = rebuild((block,), lambda run: tuple(_spell_out(inline) for inline in run))  # type: ignore[arg-type]  # a block of a redline
    return plain_blocks(marked)


def _spell_out(inline: object) -> object:
    match inline:
        case Deletion(children):
            return Text("[-" + plain_blocks((Paragraph(children),)) + "-]")
        case Insertion(children):
            return Text("{+" + plain_blocks((Paragraph(children),)) + "+}")
        case Strong(children) | Emphasis(children) | Link(_, children):
            return Text(
                "".join(_spell_out(child).text if hasattr(_spell_out(child), "text") else "" for child in children)
            )
        case _:
            return inline


def side(both: Document, drop: type) -> tuple[str, Counter[str]]:
    """Return the words of body and footnotes of one side of a redline."""
    of = words_before if drop is Insertion else words_after
    remaining = Document(
        rebuild(both.blocks, lambda run: (Text(of(run)),)),
        tuple(Footnote(note.number, "", rebuild(note.blocks, lambda run: (Text(of(run)),))) for note in both.notes),
    )
    return words_of(remaining)


def words_of(whole: Document) -> tuple[str, Counter[str]]:
    """Return the letters of the body and of each footnote, without spaces."""
    notes = Counter("".join(words(plain_blocks(note.blocks))) for note in whole.notes)
    return "".join(words(plain_blocks(whole.blocks))), Counter({text: count for text, count in notes.items() if text})


@given(documents, documents)
@a_few
def test_both_sides_keep_their_words(old: Document, new: Document) -> None:
    """Without insertions a redline has the old words, without deletions the new ones, for any two letters."""
    both = redline(old, new)
    assert side(both, Insertion) == words_of(old)
    assert side(both, Deletion) == words_of(new)


_SOME = st.lists(st.sampled_from(["ab", "cd", "de", "ee", "da"]), max_size=14).map(" ".join)
_LISTS = st.lists(_SOME, max_size=8).map("\n\n".join)


@given(_LISTS, _LISTS)
@settings(max_examples=examples(200), deadline=None)
def test_letters_of_few_words_keep_them_too(old: str, new: str) -> None:
    """The same is true for letters that share most of their words."""
    one, other = document(old), document(new)
    both = redline(one, other)
    assert side(both, Insertion) == words_of(one)
    assert side(both, Deletion) == words_of(other)


@given(documents)
@a_few
def test_equal_letters_show_no_change(one: Document) -> None:
    """A letter compared with itself has no change."""
    both = redline(one, one)
    assert list(changed_runs(both)) == []
    assert cut_to_changes(both) == Document(())


@given(st.lists(st.integers(0, 9), max_size=120), st.lists(st.integers(0, 9), max_size=120))
def test_an_alignment_covers_both_sides(old: list[int], new: list[int]) -> None:
    """Stretches cover both sides in order, and equal ones are equal."""
    stretches = align(old, new)
    assert [at for stretch in stretches for at in range(stretch.old_start, stretch.old_end)] == list(range(len(old)))
    assert [at for stretch in stretches for at in range(stretch.new_start, stretch.new_end)] == list(range(len(new)))
    for stretch in stretches:
        assert not stretch.same or old[stretch.old_start : stretch.old_end] == new[stretch.new_start : stretch.new_end]


def test_unique_elements_anchor_long_sequences() -> None:
    """Elements that occur once on both sides anchor long sequences, as many as keep their order."""
    old = [element for at in range(100) for element in (f"u{at}", "a", "b", "c")]
    new = ["x", *[element for at in range(100) for element in (f"u{at}", "b", "a", "c")], "y"]
    same = [old[stretch.old_start : stretch.old_end] for stretch in align(old, new) if stretch.same]
    assert {word for run in same for word in run if word.startswith("u")} == {f"u{at}" for at in range(100)}
    assert align(["a", "b"] * 100, ["c", "d"] * 100) == [Stretch(0, 200, 0, 200, same=False)]


def test_words_are_compared_inside_paragraphs() -> None:
    """Changed words are marked, with small equal stretches between them; a number is one word."""
    assert redline_of("It has 2,500 parts in all.", "It has 2,600 parts in all.") == [
        "It has [-2,500-]{+2,600+} parts in all."
    ]
    assert redline_of("We say a b to it today", "We say x y to it today") == ["We say [-a b-]{+x y+} to it today"]


def test_a_sentence_that_goes_is_marked_whole() -> None:
    """The mark is around the sentence with its own full stop."""
    assert redline_of("One is here. Two goes away.", "One is here.") == ["One is here.[- Two goes away.-]"]
    assert redline_of("One is here, two goes away.", "One is here.") == ["One is here[-, two goes away-]."]


def test_a_moved_paragraph_leaves_the_others_alone() -> None:
    """A moved paragraph is deleted at its old place and inserted at the new one; the others are unchanged."""
    assert redline_of(f"{LONG} one\n\nsecond\n\nthird\n\nfourth", f"second\n\nthird\n\nfourth\n\n{LONG} one") == [
        f"[-{LONG} one-]",
        "second",
        "third",
        "fourth",
        f"{{+{LONG} one+}}",
    ]


def test_a_rewritten_paragraph_is_replaced_whole() -> None:
    """If hardly a word is the same, the old paragraph comes before the new one."""
    assert redline_of("alpha beta gamma delta\n\nend", "one two three four\n\nend") == [
        "[-alpha beta gamma delta-]",
        "{+one two three four+}",
        "end",
    ]


def test_paragraphs_find_their_likes() -> None:
    """A new paragraph before an edited one is not paired with it, and pairs keep their order."""
    assert redline_of(f"{LONG}", f"something else altogether here\n\n{LONG} at all") == [
        "{+something else altogether here+}",
        f"{LONG}{{+ at all+}}",
    ]
    crossing = redline_of("a b c d 1\n\ne f g h 2", "e f g h 3\n\na b c d 4")
    assert sum("[-" in block and "{+" in block for block in crossing) == 1


def test_emphasis_and_links_are_part_of_a_word() -> None:
    """Changed emphasis, and a new target of a link with the same words, are changes; unchanged ones stay around."""
    old = (Text("see "), Link("https://a.example", (Text("the text"),)), Text(" and "), Strong((Text("big deal"),)))
    new = (Text("see "), Link("https://b.example", (Text("the text"),)), Text(" and "), Strong((Text("big news"),)))
    assert changed_words(old, new) == (
        Text("see "),
        Deletion((Link("https://a.example", (Text("the text"),)),)),
        Insertion((Link("https://b.example", (Text("the text"),)),)),
        Text(" and "),
        Strong((Text("big "), Deletion((Text("deal"),)), Insertion((Text("news"),)))),
    )
    assert changed_words((Text("a"),), (Emphasis((Text("a"),)),)) == (
        Deletion((Text("a"),)),
        Insertion((Emphasis((Text("a"),)),)),
    )
    assert changed_words((), (Link("https://a.example", ()),)) == (Insertion((Link("https://a.example", ()),)),)


def test_notes_are_compared_under_their_new_numbers() -> None:
    """Footnotes are paired by label or likeness; a deleted one is at the end with a number of its own."""
    old = document(f"a[^x] b[^gone] c[^old]\n\n[^x]: First note.\n[^gone]: Goes.\n[^old]: {LONG}.\n")
    new = document(f"c[^new] a[^x] d[^z]\n\n[^x]: First notes.\n[^new]: {LONG}.\n[^z]: Fresh.\n")
    both = redline(old, new)
    assert [(note.number, note.label, _mark_up(note.blocks[0])) for note in both.notes] == [
        (1, "new", f"{LONG}."),
        (2, "x", "First [-note-]{+notes+}."),
        (3, "z", "{+Fresh.+}"),
        (4, "gone", "[-Goes.-]"),
    ]
    assert [note.number for note in changed_notes(both)] == [2, 3, 4]


def test_notes_of_one_label_are_paired_last() -> None:
    """A rewritten footnote is paired by its label, unless another one is more similar."""
    both = redline(document("a[^x]\n\n[^x]: One two three.\n"), document("a[^x]\n\n[^x]: Four five six.\n"))
    assert [note.number for note in both.notes] == [1]
    old = document(f"a[^1] b[^2]\n\n[^1]: {LONG}\n[^2]: Other words here.\n")
    new = document(f"a[^1] b[^2]\n\n[^1]: Fresh and unlike.\n[^2]: {LONG}\n")
    assert [_mark_up(note.blocks[0]) for note in redline(old, new).notes if note.number == 2] == [LONG]


def test_what_a_letter_proposes_itself_is_spelled_out() -> None:
    """CriticMarkup and amendments of the letter are text in a redline, so that only real changes are marks."""
    words = "a {++b[^n]++} {--*c*--} **d {++e++}** [f {--g--}](https://a.example)"
    text = words + "\n\n/// amendment | Art. 2\n{++x++}\n///\n\n[^n]: N\n"
    both = redline(document(text), document(text.replace("{++x++}", "{++x++} y")))
    assert plain_blocks(both.blocks[:1]) == "a {++b++} {--c--} d {++e++} f {--g--}"
    assert both.blocks[1] == BlockQuote(
        (
            Paragraph((Strong((Text("Art. 2"),)),)),
            Paragraph((Text("{++x++}"), Insertion((Text(" y"),)))),
        )
    )
    bare = Document((Amendment("", ((Text("x"),),)),))
    assert redline(bare, bare).blocks == (BlockQuote((Paragraph((Text("x"),)),)),)


def test_lists_quotes_and_tables_are_compared_inside() -> None:
    """Items, rows, cells and nested paragraphs are compared one by one."""
    assert redline_of("- one thing\n- two things\n", "- one thing\n- two more things\n- three\n") == [
        "one thing\ntwo {+more +}things\n{+three+}"
    ]
    assert redline_of("1. one thing here\n", "1. one thing there\n") == ["one thing [-here-]{+there+}"]
    assert redline_of("> a b c d\n", "> a b c e\n") == ["a b c [-d-]{+e+}"]
    assert redline_of("# a b c d\n", "# a b c e\n") == ["a b c [-d-]{+e+}"]
    table = "| h | i |\n|---|---|\n| a b c | d |\n"
    assert redline_of(table, table.replace("a b c", "a b x").replace("| h", "| k") + "| new | row |\n") == [
        "[-h-]{+k+}\ni\na b [-c-]{+x+}\nd\n{+new+}\n{+row+}"
    ]


def test_what_changes_its_kind_is_replaced_whole() -> None:
    """A paragraph that became a heading, or a list with another start, is another block."""
    assert redline_of("Words", "# Words") == ["[-Words-]", "{+Words+}"]
    assert redline_of("1. a", "3. a") == ["[-a-]", "{+a+}"]


def test_blocks_without_words_are_described() -> None:
    """Code, rules and signatories that were inserted, deleted or changed become a paragraph."""
    assert redline(Document((Rule(),)), Document(())).blocks == (paragraph(Deletion((Text("* * *"),))),)
    code = redline(Document((CodeBlock("a b\nc"),)), Document((CodeBlock("a b\nd"),)))
    assert code.blocks == (paragraph(Code("a b"), LineBreak(), Deletion((Code("c"),)), Insertion((Code("d"),))),)
    one, two = SignatoryLine("Org A", "https://a.example"), SignatoryLine("Org B")
    signed = redline(Document((Signatories((one,)),)), Document((Signatories((one, two)),)))
    assert [list(marked_words(run, Insertion)) for run in changed_runs(signed)] == [[" Org B"]]


def test_placeholders_and_marks_are_words() -> None:
    """An inserted placeholder or footnote mark is marked, also between punctuation."""
    assert changed_words((Text("a, b"),), (Text("a"), NoteMark(1), Text(", "), Placeholder("vote"), Text(" b"))) == (
        Text("a"),
        Insertion((NoteMark(1),)),
        Text(", "),
        Insertion((Placeholder("vote"), Text(" "))),
        Text("b"),
    )


def test_a_cut_has_the_changes_and_their_surroundings() -> None:
    """Unchanged blocks are counted, except for the words next to a change."""
    old = "\n\n".join(f"paragraph number {at} with some eight or nine words" for at in range(8))
    both = redline(document(old), document(old.replace("number 3", "number three").replace("number 5", "number five")))
    cut = [_mark_up(block) for block in cut_to_changes(both).blocks]
    assert cut == [
        "(2 unchanged)",
        "… number 2 with some eight or nine words",
        "paragraph number [-3-]{+three+} with some eight or nine words",
        "paragraph number 4 with some eight or nine …",
        "paragraph number [-5-]{+five+} with some eight or nine words",
        "paragraph number 6 with some eight or nine …",
        "(1 unchanged)",
    ]
    assert is_changed(both.blocks)


def test_a_note_is_cut_to_its_change_too() -> None:
    """Of a long footnote only the changed paragraph is shown."""
    old = "a[^n]\n\n[^n]: One.\n\n    Two.\n\n    Three three.\n"
    cut = cut_to_changes(redline(document(old), document(old.replace("Three three", "Three four"))))
    assert cut.blocks == ()
    assert plain_blocks(cut.notes[0].blocks) == "(1 unchanged)\n… Two.\nThree threefour."


@pytest.mark.slow
def test_fifty_pages_are_compared_at_once() -> None:
    """A letter of 50 pages with a change in every paragraph takes less than a second."""
    pages = [
        f"Paragraph {at} " + " ".join(f"w{(at * 31 + word * 7) % 997}" for word in range(100)) for at in range(250)
    ]
    old, new = document("\n\n".join(pages)), document("\n\n".join(page.replace("w5", "v5") for page in pages))
    started = time.process_time()
    assert len(list(changed_runs(redline(old, new)))) > 200
    assert time.process_time() - started < 3  # a third of it, when no coverage is measured


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a b " * 60_000], ["b a " * 60_000]),
        (["a b " * 20_000], ["b b a " * 14_000]),
        (["the same"] * 4_000, [f"the same {at}" for at in range(4_000)]),
        ([f"a b {at}" for at in range(4_000)], [f"b a {at}x" for at in range(4_000)]),
    ],
)
def test_hostile_letters_are_compared_in_bounded_time(old: list[str], new: list[str]) -> None:
    """Endless repetition, and thousands of paragraphs that are all alike, take seconds at most."""
    one, other = (Document(tuple(paragraph(Text(text)) for text in side)) for side in (old, new))
    started = time.process_time()
    assert is_changed(redline(one, other).blocks)
    assert time.process_time() - started < 5


@pytest.mark.slow
def test_five_thousand_notes_are_paired_in_bounded_time() -> None:
    """Footnotes without a common label are paired without comparing all pairs."""

    def notes(word: str) -> Document:
        return Document(
            (), tuple(Footnote(at, f"{word}{at}", (paragraph(Text(f"{word}{at}")),)) for at in range(1, 5_001))
        )

    started = time.process_time()
    assert len(redline(notes("a"), notes("b")).notes) == 10_000
    assert time.process_time() - started < 5


def test_lists_with_other_starts_hold_numbers() -> None:
    """A numbered list keeps its new start."""
    one = Document((NumberedList(2, ((paragraph(Text("a b")),),)),))
    other = Document((NumberedList(2, ((paragraph(Text("a b")),), (paragraph(Text("c")),))),))
    assert redline(one, other).blocks == (
        NumberedList(2, ((paragraph(Text("a b")),), (paragraph(Insertion((Text("c"),))),))),
    )
    assert redline(Document((BulletList(((),)),)), Document(())).blocks == (BulletList(((),)),)
    assert redline(Document((Heading(1, ()),)), Document((Heading(1, (Text("x"),)),))).blocks[-1] == Heading(
        1, (Insertion((Text("x"),)),)
    )
    empty = TableBlock(((),), ())
    assert redline(Document((empty,)), Document(())).blocks == (empty,)


def test_empty_emphasis_leaves_no_empty_marks() -> None:
    """Empty emphasis that gets words is a change of these words only."""
    assert changed_words((Strong(()),), (Strong((Text("a"),)),)) == (Strong((Insertion((Text("a"),)),)),)


def test_every_kind_of_block_is_rebuilt() -> None:
    """The paragraphs of an amendment are runs like any other."""
    assert rebuild((Amendment("h", ((Text("a"),),)),), lambda run: (*run, Text("b"))) == (
        Amendment("h", ((Text("a"), Text("b")),)),
    )


def test_very_long_runs_are_not_compared_by_words() -> None:
    """A run of more than a hundred thousand characters is replaced as a whole; an empty side leaves nothing."""
    old, new = (Text("a " * 60_000),), (Text("b"),)
    assert changed_words(old, new) == (Deletion(old), Insertion(new))
    assert changed_words(old, ()) == (Deletion(old),)
