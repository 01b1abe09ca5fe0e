"""The comparison of two letters, word by word."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.core.letters import dialect, harvest
from campaign.core.letters.alignment import Stretch, aligned
from campaign.core.letters.changed_words import changed_words
from campaign.core.letters.excerpt import after, before, changed_notes, changed_runs, changes, is_changed, only_changed
from campaign.core.letters.rebuild import rebuilt
from campaign.core.letters.redline import redline
from campaign.core.letters.tree import (
    Amendment,
    Bullets,
    Code,
    CodeBlock,
    Deleted,
    Document,
    Emphasis,
    Heading,
    Inserted,
    LineBreak,
    Link,
    Note,
    NoteMark,
    Numbered,
    Paragraph,
    Placeholder,
    Quote,
    Rule,
    Signatories,
    SignatoryLine,
    Strong,
    Table,
    Text,
    plain_blocks,
)
from tests.helpers.trees import a_few, documents, words

LONG = "the quick brown fox jumps over the lazy dog while nobody looks"


def document(text: str) -> Document:
    return harvest.document(dialect.parse(text))


def paragraph(*inlines: object) -> Paragraph:
    return Paragraph(inlines)  # type: ignore[arg-type]


def shown(old: str, new: str) -> list[str]:
    """Each block of the redline, changes marked."""
    return [_shown(block) for block in redline(document(old), document(new)).blocks]


def _shown(block: object) -> str:
    marked = rebuilt((block,), lambda run: tuple(_spelled(each) for each in run))  # type: ignore[arg-type]
    return plain_blocks(marked)


def _spelled(inline: object) -> object:
    match inline:
        case Deleted(children):
            return Text("[-" + plain_blocks((Paragraph(children),)) + "-]")
        case Inserted(children):
            return Text("{+" + plain_blocks((Paragraph(children),)) + "+}")
        case Strong(children) | Emphasis(children) | Link(_, children):
            return Text("".join(_spelled(each).text if hasattr(_spelled(each), "text") else "" for each in children))
        case _:
            return inline


def side(both: Document, drop: type) -> tuple[str, Counter[str]]:
    """The words of body and notes of one side of a redline."""
    of = before if drop is Inserted else after
    kept = Document(
        rebuilt(both.blocks, lambda run: (Text(of(run)),)),
        tuple(Note(note.number, "", rebuilt(note.blocks, lambda run: (Text(of(run)),))) for note in both.notes),
    )
    return worded(kept)


def worded(whole: Document) -> tuple[str, Counter[str]]:
    """The letters of the body, and of each note that has some; where words part is the other tests' subject."""
    notes = Counter("".join(words(plain_blocks(note.blocks))) for note in whole.notes)
    return "".join(words(plain_blocks(whole.blocks))), Counter({each: count for each, count in notes.items() if each})


@given(documents, documents)
@a_few
def test_each_side_keeps_its_words(old: Document, new: Document) -> None:
    """Without what came a redline has the old words, without what went the new ones, whatever the letters hold."""
    both = redline(old, new)
    assert side(both, Inserted) == worded(old)
    assert side(both, Deleted) == worded(new)


_SOME = st.lists(st.sampled_from(["ab", "cd", "de", "ee", "da"]), max_size=14).map(" ".join)
_LISTS = st.lists(_SOME, max_size=8).map("\n\n".join)


@given(_LISTS, _LISTS)
@settings(max_examples=200, deadline=None)
def test_letters_of_few_words_keep_them_too(old: str, new: str) -> None:
    """The same holds for letters that share most of their words."""
    one, other = document(old), document(new)
    both = redline(one, other)
    assert side(both, Inserted) == worded(one)
    assert side(both, Deleted) == worded(other)


@given(documents)
@a_few
def test_equal_letters_show_no_change(one: Document) -> None:
    """A letter compared with itself has no change."""
    both = redline(one, one)
    assert list(changed_runs(both)) == []
    assert only_changed(both) == Document(())


@given(st.lists(st.integers(0, 9), max_size=120), st.lists(st.integers(0, 9), max_size=120))
def test_an_alignment_covers_both_sides(old: list[int], new: list[int]) -> None:
    """Stretches follow one another on both sides, and those that are the same are."""
    stretches = aligned(old, new)
    assert [at for each in stretches for at in range(each.old_start, each.old_end)] == list(range(len(old)))
    assert [at for each in stretches for at in range(each.new_start, each.new_end)] == list(range(len(new)))
    for each in stretches:
        assert not each.same or old[each.old_start : each.old_end] == new[each.new_start : each.new_end]


def test_long_sequences_are_held_together_by_what_is_unique() -> None:
    """What stands once on both sides anchors long sequences, in the order that most of them keep."""
    old = [each for at in range(100) for each in (f"u{at}", "a", "b", "c")]
    new = ["x", *[each for at in range(100) for each in (f"u{at}", "b", "a", "c")], "y"]
    same = [old[each.old_start : each.old_end] for each in aligned(old, new) if each.same]
    assert {word for run in same for word in run if word.startswith("u")} == {f"u{at}" for at in range(100)}
    assert aligned(["a", "b"] * 100, ["c", "d"] * 100) == [Stretch(0, 200, 0, 200, same=False)]


def test_words_are_compared_inside_paragraphs() -> None:
    """Words that changed are marked, with small islands between them, and figures are one word."""
    assert shown("It has 2,500 parts in all.", "It has 2,600 parts in all.") == [
        "It has [-2,500-]{+2,600+} parts in all."
    ]
    assert shown("We say a b to it today", "We say x y to it today") == ["We say [-a b-]{+x y+} to it today"]


def test_a_sentence_that_goes_is_marked_whole() -> None:
    """The mark stands around the sentence with its own full stop."""
    assert shown("One is here. Two goes away.", "One is here.") == ["One is here.[- Two goes away.-]"]
    assert shown("One is here, two goes away.", "One is here.") == ["One is here[-, two goes away-]."]


def test_a_moved_paragraph_leaves_the_others_alone() -> None:
    """A paragraph that moved is shown where it went and where it came; the others are unchanged."""
    assert shown(f"{LONG} one\n\nsecond\n\nthird\n\nfourth", f"second\n\nthird\n\nfourth\n\n{LONG} one") == [
        f"[-{LONG} one-]",
        "second",
        "third",
        "fourth",
        f"{{+{LONG} one+}}",
    ]


def test_a_rewritten_paragraph_is_shown_whole() -> None:
    """Where hardly a word is kept, the old paragraph stands before the new one."""
    assert shown("alpha beta gamma delta\n\nend", "one two three four\n\nend") == [
        "[-alpha beta gamma delta-]",
        "{+one two three four+}",
        "end",
    ]


def test_paragraphs_find_their_likes() -> None:
    """A new paragraph before an edited one does not take its place, and order is kept where likeness alone is not."""
    assert shown(f"{LONG}", f"something else altogether here\n\n{LONG} at all") == [
        "{+something else altogether here+}",
        f"{LONG}{{+ at all+}}",
    ]
    crossing = shown("a b c d 1\n\ne f g h 2", "e f g h 3\n\na b c d 4")
    assert sum("[-" in each and "{+" in each for each in crossing) == 1


def test_emphasis_and_links_are_part_of_a_word() -> None:
    """Changed emphasis, and a link that leads elsewhere under the same words, are changes; kept ones stay around."""
    old = (Text("see "), Link("https://a.example", (Text("the text"),)), Text(" and "), Strong((Text("big deal"),)))
    new = (Text("see "), Link("https://b.example", (Text("the text"),)), Text(" and "), Strong((Text("big news"),)))
    assert changed_words(old, new) == (
        Text("see "),
        Deleted((Link("https://a.example", (Text("the text"),)),)),
        Inserted((Link("https://b.example", (Text("the text"),)),)),
        Text(" and "),
        Strong((Text("big "), Deleted((Text("deal"),)), Inserted((Text("news"),)))),
    )
    assert changed_words((Text("a"),), (Emphasis((Text("a"),)),)) == (
        Deleted((Text("a"),)),
        Inserted((Emphasis((Text("a"),)),)),
    )
    assert changed_words((), (Link("https://a.example", ()),)) == (Inserted((Link("https://a.example", ()),)),)


def test_notes_are_compared_under_their_new_numbers() -> None:
    """Notes are paired by label or likeness; one that went stands at the end under a number of its own."""
    old = document(f"a[^x] b[^gone] c[^old]\n\n[^x]: First note.\n[^gone]: Goes.\n[^old]: {LONG}.\n")
    new = document(f"c[^new] a[^x] d[^z]\n\n[^x]: First notes.\n[^new]: {LONG}.\n[^z]: Fresh.\n")
    both = redline(old, new)
    assert [(note.number, note.label, _shown(note.blocks[0])) for note in both.notes] == [
        (1, "new", f"{LONG}."),
        (2, "x", "First [-note-]{+notes+}."),
        (3, "z", "{+Fresh.+}"),
        (4, "gone", "[-Goes.-]"),
    ]
    assert [note.number for note in changed_notes(both)] == [2, 3, 4]


def test_notes_of_one_label_are_paired_last() -> None:
    """A note rewritten altogether is still the note of its label, unless another is more like it."""
    both = redline(document("a[^x]\n\n[^x]: One two three.\n"), document("a[^x]\n\n[^x]: Four five six.\n"))
    assert [note.number for note in both.notes] == [1]
    old = document(f"a[^1] b[^2]\n\n[^1]: {LONG}\n[^2]: Other words here.\n")
    new = document(f"a[^1] b[^2]\n\n[^1]: Fresh and unlike.\n[^2]: {LONG}\n")
    assert [_shown(note.blocks[0]) for note in redline(old, new).notes if note.number == 2] == [LONG]


def test_what_a_letter_proposes_itself_is_spelled_out() -> None:
    """CriticMarkup and amendments of the letter are text in a redline, so that only real changes are marks."""
    words = "a {++b[^n]++} {--*c*--} **d {++e++}** [f {--g--}](https://a.example)"
    text = words + "\n\n/// amendment | Art. 2\n{++x++}\n///\n\n[^n]: N\n"
    both = redline(document(text), document(text.replace("{++x++}", "{++x++} y")))
    assert plain_blocks(both.blocks[:1]) == "a {++b++} {--c--} d {++e++} f {--g--}"
    assert both.blocks[1] == Quote(
        (
            Paragraph((Strong((Text("Art. 2"),)),)),
            Paragraph((Text("{++x++}"), Inserted((Text(" y"),)))),
        )
    )
    bare = Document((Amendment("", ((Text("x"),),)),))
    assert redline(bare, bare).blocks == (Quote((Paragraph((Text("x"),)),)),)


def test_lists_quotes_and_tables_are_compared_inside() -> None:
    """Items, rows, cells and nested paragraphs are compared one by one."""
    assert shown("- one thing\n- two things\n", "- one thing\n- two more things\n- three\n") == [
        "one thing\ntwo {+more +}things\n{+three+}"
    ]
    assert shown("1. one thing here\n", "1. one thing there\n") == ["one thing [-here-]{+there+}"]
    assert shown("> a b c d\n", "> a b c e\n") == ["a b c [-d-]{+e+}"]
    assert shown("# a b c d\n", "# a b c e\n") == ["a b c [-d-]{+e+}"]
    table = "| h | i |\n|---|---|\n| a b c | d |\n"
    assert shown(table, table.replace("a b c", "a b x").replace("| h", "| k") + "| new | row |\n") == [
        "[-h-]{+k+}\ni\na b [-c-]{+x+}\nd\n{+new+}\n{+row+}"
    ]


def test_what_changes_its_kind_is_shown_whole() -> None:
    """A paragraph that became a heading, or a list with another start, is another block."""
    assert shown("Words", "# Words") == ["[-Words-]", "{+Words+}"]
    assert shown("1. a", "3. a") == ["[-a-]", "{+a+}"]


def test_blocks_without_words_are_said_in_words() -> None:
    """Code, rules and signatories that came, went or changed are shown by a paragraph."""
    assert redline(Document((Rule(),)), Document(())).blocks == (paragraph(Deleted((Text("* * *"),))),)
    code = redline(Document((CodeBlock("a b\nc"),)), Document((CodeBlock("a b\nd"),)))
    assert code.blocks == (paragraph(Code("a b"), LineBreak(), Deleted((Code("c"),)), Inserted((Code("d"),))),)
    one, two = SignatoryLine("Org A", "https://a.example"), SignatoryLine("Org B")
    signed = redline(Document((Signatories((one,)),)), Document((Signatories((one, two)),)))
    assert [list(changes(run, Inserted)) for run in changed_runs(signed)] == [[" Org B"]]


def test_placeholders_and_marks_are_words() -> None:
    """A placeholder or a note's mark that came is marked, and is not lost among signs."""
    assert changed_words((Text("a, b"),), (Text("a"), NoteMark(1), Text(", "), Placeholder("vote"), Text(" b"))) == (
        Text("a"),
        Inserted((NoteMark(1),)),
        Text(", "),
        Inserted((Placeholder("vote"), Text(" "))),
        Text("b"),
    )


def test_only_what_changed_is_shown_with_its_surroundings() -> None:
    """Unchanged blocks are counted, save the words next to a change."""
    old = "\n\n".join(f"paragraph number {at} with some eight or nine words" for at in range(8))
    both = redline(document(old), document(old.replace("number 3", "number three").replace("number 5", "number five")))
    cut = [_shown(block) for block in only_changed(both).blocks]
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
    """Of a long note only the changed paragraph is shown."""
    old = "a[^n]\n\n[^n]: One.\n\n    Two.\n\n    Three three.\n"
    cut = only_changed(redline(document(old), document(old.replace("Three three", "Three four"))))
    assert cut.blocks == ()
    assert plain_blocks(cut.notes[0].blocks) == "(1 unchanged)\n… Two.\nThree threefour."


def test_fifty_pages_are_compared_at_once() -> None:
    """A letter of 50 pages with a change in every paragraph takes less than a second."""
    pages = [
        f"Paragraph {at} " + " ".join(f"w{(at * 31 + each * 7) % 997}" for each in range(100)) for at in range(250)
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
    one, other = (Document(tuple(paragraph(Text(each)) for each in side)) for side in (old, new))
    started = time.process_time()
    assert is_changed(redline(one, other).blocks)
    assert time.process_time() - started < 5


def test_five_thousand_notes_are_paired_in_bounded_time() -> None:
    """Notes without a label in common are paired without comparing each with each."""

    def notes(word: str) -> Document:
        return Document((), tuple(Note(at, f"{word}{at}", (paragraph(Text(f"{word}{at}")),)) for at in range(1, 5_001)))

    started = time.process_time()
    assert len(redline(notes("a"), notes("b")).notes) == 10_000
    assert time.process_time() - started < 5


def test_lists_with_other_starts_hold_numbers() -> None:
    """A numbered list keeps its new start."""
    one = Document((Numbered(2, ((paragraph(Text("a b")),),)),))
    other = Document((Numbered(2, ((paragraph(Text("a b")),), (paragraph(Text("c")),))),))
    assert redline(one, other).blocks == (
        Numbered(2, ((paragraph(Text("a b")),), (paragraph(Inserted((Text("c"),))),))),
    )
    assert redline(Document((Bullets(((),)),)), Document(())).blocks == (Bullets(((),)),)
    assert redline(Document((Heading(1, ()),)), Document((Heading(1, (Text("x"),)),))).blocks[-1] == Heading(
        1, (Inserted((Text("x"),)),)
    )
    empty = Table(((),), ())
    assert redline(Document((empty,)), Document(())).blocks == (empty,)


def test_empty_emphasis_leaves_no_empty_marks() -> None:
    """Emphasis without words that gets some is a change of these words alone."""
    assert changed_words((Strong(()),), (Strong((Text("a"),)),)) == (Strong((Inserted((Text("a"),)),)),)


def test_every_kind_of_block_is_rebuilt() -> None:
    """The paragraphs of an amendment are runs like any other."""
    assert rebuilt((Amendment("h", ((Text("a"),),)),), lambda run: (*run, Text("b"))) == (
        Amendment("h", ((Text("a"), Text("b")),)),
    )
