"""Plain text and Markdown as people write them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaign.core.intake import Draft, draft
from campaign.core.intake import compare_words as intake_words
from campaign.core.intake.pieces import DraftSource
from campaign.core.intake.read_back import differences
from campaign.core.letters import read
from campaign.core.letters.tree import (
    BulletList,
    Document,
    Heading,
    NoteMark,
    NumberedList,
    Paragraph,
    plain,
    plain_blocks,
    walk,
)
from campaign.errors import LetterError
from tests.helpers.shapes import LETTER


def document(result: Draft) -> Document:
    letter, problems = read(result.letter, "letter.en.md")
    assert problems == ()
    return letter.document


def body(text: str, name: str = "a.txt") -> list[str]:
    return plain_blocks(document(draft(text, name)).blocks).splitlines()


def lost_or_added(result: Draft) -> list[str]:
    return [problem.message for problem in result.review if problem.message.startswith("words ")]


def test_the_shape_of_a_real_letter() -> None:
    """Delivery line, subject, people, organisations, notes and the joined paragraph come out; nothing is lost."""
    result = draft(LETTER, "seal.txt")
    letter, problems = read(result.letter, "letter.en.md")
    assert problems == ()
    assert (letter.title, letter.subject, letter.delivery) == (
        "Keep the harbour seal ferry",
        "Re: Keep the harbour seal ferry",
        "Only for delivery by e-mail.",
    )
    assert [(person.honorific, person.name, person.key) for person in result.addressees] == [
        ("Ms", "Aalto", "aalto"),
        ("Dr", "Brandt", "brandt"),
        ("Mr", "van Dijk", "van-dijk"),
    ]
    assert (result.salutation, result.honorific_style) == ("Dear Ms. Aalto, Dr. Brandt, Mr. van Dijk,", "us")
    assert [(organisation.name, organisation.url) for organisation in result.organisations] == [
        ("Ferry Friends, Ltd.", ""),
        ("Lighthouse Keepers", "https://keepers.example/"),
        ("Seal Watch", ""),
    ]
    assert [(note.number, note.label, len(note.blocks)) for note in letter.document.notes] == [(1, "2", 1), (2, "1", 3)]
    assert lost_or_added(result) == []


def test_the_body_of_a_real_letter() -> None:
    """The body's words keep their order; a year at the start of a line is no list, and a bold line is not joined."""
    blocks = document(draft(LETTER, "seal.txt")).blocks
    assert plain_blocks(blocks).splitlines() == [
        "{{ salutation }}",
        (
            "Ferries carry seals, and the “night line” must stay in the plan whatever the (1) "
            "cost and (2) weather. The crossing is older than the bridge and well used. It began "
            "in Husum, where LighthouseKeepers still meet. Lighthouse Keepers run it. Lighthouse "
            "Keepers mend it."
        ),
        "1986. That was the year in which it began",
        "What we ask",
        "Keep the line.",
        "Mend the pier.",
    ]
    assert isinstance(blocks[-1], BulletList)


def test_the_review_list() -> None:
    """Remarks name each placeholder link by its words and line in the new letter, and each joined paragraph."""
    result = draft(LETTER, "seal.txt")
    lines = result.letter.splitlines()
    dead = [
        (problem.message.split("“")[1].split("”")[0], problem.line)
        for problem in result.review
        if "leads nowhere" in problem.message
    ]
    assert [words for words, _ in dead] == ["older than the bridge", "pier"]
    assert all(line and f"[{words}](#)" in lines[line - 1] for words, line in dead)
    assert [problem.message for problem in result.review if "joined" in problem.message] == [
        "joined a broken paragraph: … It began in | Husum, where LighthouseKeepers …",
        "joined a broken paragraph: … kept. It may | be mended at …",
    ]


@pytest.mark.parametrize(
    "line",
    ["1986. It began", "# 1 is safety.", "a lone * here", "{{ salutation }} and {: .x }", "_x y",
     "<b>bold</b> <a@b.example>", "[1] is a point", "[^x] too", "- one dash", "> more", "+ plus", "&amp; &#65; &copy;",
     "\\ back", "`tick", "5 * 3 * 2",
     "a_b_c", "=cmd()", "![x]", "{++ new ++}", "~~~", "1) one", "**open", "http://a.example/x_y_z"],
)  # fmt: skip
def test_signs_that_were_no_markup_stay(line: str) -> None:
    """A paragraph of plain text with a character that has a meaning in Markdown is read back word for word."""
    text = f"Dear Ms. Aalto,\n\nFirst.\n\n{line}\n\nLast."
    assert body(text) == ["{{ salutation }}", "First.", line, "Last."]


@settings(deadline=None)
@example(["*²*²"])
@example(["²*¹"])
@example(["¹²"])
@example(["](1)"])
@given(st.lists(st.text("ab1 .,*_#>-+[](){}<>&;|\\`!^=:\n¹²“é\x07\u202e", max_size=60), max_size=6))
def test_no_word_is_lost_whatever_the_signs(paragraphs: list[str]) -> None:
    """With any characters the import succeeds, and its comparison reports no lost or added word."""
    text = "Dear Ms. Aalto,\n\nFirst¹.\n\n" + "\n\n".join(paragraphs) + "\n\nSigned:\n\n[Seal Watch](#)\n\n¹ Note."
    assert lost_or_added(draft(text, "a.txt")) == []


SENTENCE = st.lists(
    st.sampled_from(
        ["ferry", "Seal", "harbour", "naïve", "12", "light-house", "**must**", "*stay*", "[pier](#)", "plan¹"]
    ),
    min_size=3,
    max_size=14,
)


@settings(deadline=None)
@given(st.lists(SENTENCE.map(lambda words: " ".join(words) + "."), min_size=1, max_size=6))
def test_letters_of_the_shape_keep_their_words_in_order(paragraphs: list[str]) -> None:
    """The body's words, in their order, are those of the source, for generated letters of the real one's shape."""
    text_before = "\n\n".join(paragraphs)
    text = (
        f"By e-mail.\n\nRe: Ferry\n\nDear Dr. Brandt,\n\nA¹.\n\n{text_before}\n\nSigned:\n\n**SEAL\n_WATCH**\n[Seal"
        " Watch](#)\n\n¹ One.\n\nTwo.\n"
    )
    result = draft(text, "a.txt")
    letter = document(result)
    words = [word for block in letter.blocks[2:] for word in intake_words.split_words(plain_blocks((block,)))]
    assert words == list(intake_words.of_text(text_before.replace("¹", "")))
    calls = sum(
        isinstance(inline, NoteMark) for block in letter.blocks for inline in walk(getattr(block, "children", ()))
    )
    assert calls == text_before.count("¹") + 1
    assert lost_or_added(result) == []


def test_wrapped_lines_and_addresses() -> None:
    """Lines that a program wrapped become one; short lines, as of an address, keep their ends."""
    long = "The ferry has carried seals and people across the sound for\nmany years, and all of them were glad of it."
    text = (
        f"Office of Ms. Aalto\nPier 4\nHusum\n\nDear Ms. Aalto,\n{long}\n\n1. One is\nlong.\n2. "
        "Two.\n\n* * *\n\nSigned:\nSeal Watch\nFerry Friends, Ltd."
    )
    result = draft(text, "a.txt")
    blocks = document(result).blocks
    assert "Office of Ms. Aalto  \nPier 4  \nHusum" in result.letter
    assert plain_blocks(blocks[2:3]) == long.replace("\n", " ")
    assert isinstance(blocks[3], NumberedList)
    assert len(blocks) == 4
    assert [organisation.name for organisation in result.organisations] == ["Seal Watch", "Ferry Friends, Ltd."]


@pytest.mark.parametrize(
    ("one", "two"), [("[1]", "[2]"), ("(1)", "(2)"), ("¹", "²"), ("<sup>1</sup>", "<sup>2</sup>"), ("⁹", "¹⁰")]
)
def test_every_kind_of_mark(one: str, two: str) -> None:
    """Marks belong to the notes below the signatories; the same characters without a note stay words."""
    text = (
        f"Dear Ms. Aalto,\n\nSeals{one} swim{two}; see (7) and [8].\n\nSigned:\nSeal Watch\n\n---\n\nNotes:\n\n{one}"
        f" First.\n{two} Second.\n\nMore."
    )
    result = draft(text, "a.txt")
    letter = document(result)
    assert [plain_blocks(note.blocks) for note in letter.notes] == ["First.", "Second.\nMore."]
    assert plain_blocks(letter.blocks[1:]) == "Seals swim; see (7) and [8]."
    assert lost_or_added(result) == []


def test_points_are_no_notes() -> None:
    """Paragraphs numbered (1) in the text stay text although the text names point (1)."""
    text = "Dear Ms. Aalto,\n\nSee point (1).\n\n(1) Seals.\n\n(2) Ferries.\n\nThat is all."
    assert body(text)[1:] == ["See point (1).", "(1) Seals.", "(2) Ferries.", "That is all."]


def test_notes_without_signatories_and_amid_the_text() -> None:
    """Without signatories the notes are at the end; a page's note within the text is one paragraph, with a remark."""
    assert body("Dear Ms. Aalto,\n\nSeals¹.\n\n¹ Note.\n\nMore.")[1:] == ["Seals."]
    assert body("Dear Ms. Aalto,\n\nSeals[1].\n\n[1] Note.")[1:] == ["Seals."]
    result = draft("Dear Ms. Aalto,\n\nSeals¹ swim in\n\n¹ Note.\n\nthe sea.\n\nSigned:\nSeal Watch", "a.txt")
    assert plain_blocks(document(result).blocks[1:]) == "Seals swim in the sea."
    assert "a note was in the middle of the text" in [problem.message for problem in result.review]


def test_a_mark_with_two_notes() -> None:
    """Notes whose numbers begin again on a second page get labels of their own, and a remark names them."""
    result = draft("Dear Ms. Aalto,\n\nA¹ b¹².\n\nSigned:\nSeal Watch\n\n¹ One.\n\n¹ Other.\n\n² Two.", "a.txt")
    assert "[^1-2]: Other." in result.letter
    assert lost_or_added(result) == []


def test_markdown_passes_with_its_notes() -> None:
    """Front matter, notes of several paragraphs, tables and placeholders of a letter of ours come through."""
    text = (
        "---\ntitle: Seals\nauthor: Eve\nlaw:\n    plan: Draft, Article 4\n---\n\n# On seals\n\n{{ "
        "salutation }}\n\nText[^plan] "
        "of {{ addressee.country }} with [gone](#) and H~2~O.\n\n| a | b |\n| --- | --- "
        "|\n| c | d |\n\n{{ signatories }}\n\n"
        "[^plan]: One.\n\n    Two.\n\n    - three\n"
    )
    result = draft(text, "seal.md")
    letter, problems = read(result.letter, "letter.en.md")
    before, _ = read(text, "seal.md")
    assert problems == ()
    assert letter.document.notes == before.document.notes
    assert letter.document.blocks == before.document.blocks
    assert letter.law == {"plan": "Draft, Article 4"}
    assert "ignored in the front matter: author: Eve" in [problem.message for problem in result.review]
    assert lost_or_added(result) == []


def test_markdown_with_a_greeting_and_lines_below_signed() -> None:
    """Markdown of the raw shape gives people and organisations too, though its line ends are only spaces."""
    text = "# Seals\n\n## For all\n\nDear Mr Brandt,\nSeals swim.\n\n**Signed:**\nSeal Watch\nFerry Friends\n"
    result = draft(text, "seal.md")
    assert [person.name for person in result.addressees] == ["Brandt"]
    assert [organisation.name for organisation in result.organisations] == ["Seal Watch", "Ferry Friends"]
    assert (result.title, lost_or_added(result)) == ("Seals", [])
    assert isinstance(document(result).blocks[0], Heading)


@pytest.mark.parametrize(
    ("line", "people", "language"),
    [
        ("Dear Mr Jan de Wit MEP, Dear Sibylle Berg:", [("Mr", "Jan", "de Wit"), ("", "Sibylle", "Berg")], "en"),
        ("Sehr geehrter Herr Müller, sehr geehrte Frau Dr. Öz,", [("Mr", "", "Müller"), ("Ms", "", "Öz")], "de"),
        ("Monsieur Dupont, Madame Durand,", [("Mr", "", "Dupont"), ("Ms", "", "Durand")], "fr"),
        ("Dear Members of the Committee,", [], "en"),
        ("Dear Mr. =cmd(), Dr. Voss,", [("Dr", "", "Voss")], "en"),
        ("Dear Mr. Wit and Ms. Wit,", [("Mr", "", "Wit"), ("Ms", "", "Wit")], "en"),
    ],
)
def test_greetings(line: str, people: list[tuple[str, str, str]], language: str) -> None:
    """A greeting gives its people in order; words that name nobody are on the review list; all words stay."""
    result = draft(f"{line}\n\nSeals swim.", "a.txt")
    assert [(person.honorific, person.given_name, person.family_name) for person in result.addressees] == people
    assert (result.salutation, result.language) == (line, language)
    assert len({person.key for person in result.addressees}) == len(people)


def test_nothing_known() -> None:
    """A text without greeting, title or signatories becomes a letter, and remarks say what is missing."""
    result = draft("Seals swim.\n\nThey do.", "a.txt")
    assert body("Seals swim.\n\nThey do.") == ["Seals swim.", "They do."]
    assert len([problem for problem in result.review if " found (" in problem.message]) == 3


def test_signatories_in_other_ways() -> None:
    """`Yours sincerely,` is a closing; lists, duplicates, formulas and sentences among the names are distinguished."""
    text = (
        "Dear Ms. Aalto,\n\nSeals swim.\n\nYours sincerely,\n\n- [Seal Watch](ftp://x)\n- "
        "[Ferry Friends](#)\n\n**SEAL WATCH**\n\n"
        "=Cmd() Ltd\n\nFor all questions on the seals please write to the office of the coalition at the pier in Husum."
    )
    result = draft(text, "a.txt")
    assert [organisation.name for organisation in result.organisations] == ["Seal Watch", "Ferry Friends", "Cmd() Ltd"]
    assert "closing: Yours sincerely," in result.letter
    assert "this was among the signatories and is not a name" in [problem.message for problem in result.review]
    assert lost_or_added(result) == []


def test_empty() -> None:
    """A text of spaces only is refused."""
    with pytest.raises(LetterError):
        draft(" \n\f\n", "a.txt")


def test_comparison_of_words() -> None:
    """Remarks name lost and added words, however often they occur; equal texts have no difference."""
    difference = intake_words.compare(("a", "b", "b"), ("b", "c"))
    assert (difference.lost, difference.added) == (("a", "b"), ("c",))
    assert not intake_words.compare(("a",), ("a",))
    assert intake_words.split_words("soft\u00adly") == ("softly",)
    assert intake_words.split_words("exempt¹ *un*less a_b €5") == ("exempt", "1", "unless", "ab", "5")


def test_plain_is_used() -> None:
    """Emphasis in plain text becomes markup only where it is certain."""
    (block,) = document(draft("a ***b*** __c__ _d_ \\*e\\* <https://f.example> ![g](h) **i*", "a.txt")).blocks
    assert isinstance(block, Paragraph)
    assert plain(block.children) == "a b c d *e* https://f.example g **i*"


def test_lists_over_blank_lines_and_lone_marks() -> None:
    """Items separated by blank lines are one list; a single marked line within a paragraph is text."""
    text = "Dear Ms. Aalto,\n\n- One.\n\n- Two.\n\nWe say\n- seals\nswim.\n\nDear ferry! Sir."
    blocks = document(draft(text, "a.txt")).blocks
    assert isinstance(blocks[1], BulletList)
    assert plain_blocks(blocks[2:3]) == "We say - seals swim."


def test_several_links_in_a_line_of_signatories() -> None:
    """Each link of a line is an organisation, words beside them another; a logo's words may stand before its link."""
    text = (
        "Dear Ms. Aalto,\n\nSeals.\n\nSigned:\n\n[A Ltd](#) [B Ltd](#) C Ltd\n\n**SEAL WATCH**\n\n[Seal "
        "Watch](#)\n\n[seal watch](https://s.example)"
    )
    result = draft(text, "a.txt")
    assert [organisation.name for organisation in result.organisations] == ["A Ltd", "B Ltd", "C Ltd", "Seal Watch"]
    assert result.organisations[3].url == "https://s.example"


def test_amendments_and_comments_in_markdown() -> None:
    """Proposed changes stay, with their amendment; a comment is left out, and a remark names it."""
    text = (
        "---\ntitle: T\nno colon\n---\n\nA {++b++} {--c--}.{>>why?<<} x[^1]\n\n/// amendment "
        "| Article 4\nA {++b++}.\n///\n\n[^1]:\n"
    )
    result = draft(text, "a.md")
    assert document(result).blocks == read(text, "a.md")[0].document.blocks
    assert [problem.message for problem in result.review][:2] == [
        "in the front matter: not a `key: value` line: no colon",
        "left out a comment: why?",
    ]


def test_lost_words_are_reported() -> None:
    """The import's comparison names words that are missing from the letter, at most a dozen of them."""
    source = DraftSource("text", (), words=tuple(f"w{number}" for number in range(20)))
    (remark,) = differences(source, "Text.", ["Text"])[:1]
    assert remark.what == "words were lost: w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11 and 8 more"


def test_marks_in_other_places() -> None:
    """Adjacent bold texts are one; a note's mark after an exclamation mark is no picture; one word is no greeting."""
    text = (
        "Dear Seal,\n\n**a****b** Swim!¹ [x](#)![y](#)\n\nWe ask:\n- a\n- b\n\nSigned:\nSeal Watch\n\n¹ Note *of* ours."
    )
    result = draft(text, "a.txt")
    assert result.addressees == ()
    assert "Swim\\![^1]" in result.letter
    assert lost_or_added(result) == []


def test_a_paragraph_a_line_is_read_as_such() -> None:
    """Without blank lines each line is a paragraph; typed marks begin list items, and "Signed:" is recognised."""
    text = "Re: Seals\nDear Ms. Aalto,\nWe ask you to\na) speak\nb) write\n(1) one\n(2) two\nSigned:\nSeal Watch"
    result = draft(text, "a.txt")
    assert body(text) == ["{{ salutation }}", "We ask you to", "a) speak", "b) write", "(1) one", "(2) two"]
    assert [organisation.name for organisation in result.organisations] == ["Seal Watch"]


def test_a_wrapped_text_without_blank_lines_stays_one_paragraph() -> None:
    """Lines of the length at which programs wrap are joined; a longer line is a paragraph."""
    line = "the seals of this coast have been watched for thirty years by us"
    assert body(f"{line}\n{line}\n{line} now") == [f"{line} {line} {line} now"]
    assert body(f"Dear Ms. Aalto,\n\n{line} and {line}.\nMore.") == ["{{ salutation }}", f"{line} and {line}.", "More."]


def test_what_is_no_organisation_is_left_out_and_named() -> None:
    """A person who signs on behalf of others, lines with a colon and the last lines of our own print are no names."""
    digest = "7c2c" * 16
    text = (
        "Dear Ms. Aalto,\n\nSeals.\n\nSigned:\n\nAnna Berg\nDirector, Pier\nOn behalf of:\nSeal Watch\nSupporters:\n"
        f"Ferry Friends\n\nVersion of this text: {digest}\n\nhttps://a.example/letter"
    )
    result = draft(text, "a.txt")
    assert [organisation.name for organisation in result.organisations] == ["Seal Watch", "Ferry Friends"]
    others = ("Anna Berg", "Director, Pier", "On behalf of:", "Supporters:", f"Version of this text: {digest}")
    assert [problem.message for problem in result.review if "not taken" in problem.message] == [
        f"not taken for an organisation: {', '.join(others)}, https://a.example/letter"
    ]
