"""Footnotes: used, defined once, complete."""

from tests.helpers.check import problem_lines


def test_a_missing_note_is_named_where_it_is_called() -> None:
    """A mark without a footnote is reported with its line, also in the middle of a paragraph."""
    assert problem_lines("One line\nand[^a] another.") == ["2: footnote [^a] is used but not defined"]


def test_a_note_that_is_called_is_fine() -> None:
    """A footnote that is used and defined gives no problem, in any order and place."""
    assert problem_lines("[^a]: Note.\n\nText[^a], again[^a].\n\n[^b]: See there.\n\n- item[^b]") == []


def test_an_unused_note_is_named_where_it_is_defined() -> None:
    """An unused footnote is reported; a mark inside itself does not count."""
    assert problem_lines("Text.\n\n[^a]: Note[^a].") == ["3: footnote [^a] is defined but not used"]


def test_a_note_called_by_a_note_is_used() -> None:
    """A footnote may use another footnote."""
    assert problem_lines("Text[^a].\n\n[^a]: See[^b].\n\n[^b]: There.") == []


def test_a_double_note_is_named_once_a_copy() -> None:
    """Each further definition of a label is reported with its own line."""
    assert problem_lines("Text[^a].\n\n[^a]: One.\n[^a]: Two.\n\n[^a]: Three.") == [
        "4: footnote [^a] is defined twice",
        "6: footnote [^a] is defined twice",
    ]


def test_an_empty_note_is_named() -> None:
    """A definition without words is reported."""
    assert problem_lines("Text[^a].\n\n[^a]:\n\nMore.") == ["3: footnote [^a] is empty"]


def test_two_blank_lines_tear_a_note() -> None:
    """An indented paragraph after two blank lines is reported at the second one, also with tabs and spaces in it."""
    assert problem_lines("Text[^a].\n\n[^a]: One.\n\n    Two.\n\n\n    Three.\n \n\t\n\tFour.") == [
        "7: two blank lines inside footnote [^a]",
        "10: two blank lines inside footnote [^a]",
    ]


def test_blank_lines_after_a_note_are_fine() -> None:
    """Two blank lines end a footnote where what follows is not indented."""
    assert problem_lines("Text[^a].\n\n[^a]: One.\n\n\nMore.") == []


def test_code_calls_nothing() -> None:
    """Code and escaped brackets neither use nor define a footnote."""
    body = "A `[^a]` and ``a ` [^b]`` and \\[^c].\n\n    [^d]\n    [^e]: code\n\n    more [^f]\n\nEnd, ` alone."
    assert problem_lines(body) == []


def test_indented_text_of_a_list_is_no_code() -> None:
    """A paragraph that belongs to a list item is read."""
    assert problem_lines("- item\n\n    with a call[^a]\n\nEnd.\n\n1. one\n\n    two[^b]") == [
        "3: footnote [^a] is used but not defined",
        "9: footnote [^b] is used but not defined",
    ]


def test_law_must_name_a_note_and_its_source() -> None:
    """An entry of `law` without its footnote, or without a source, is reported in the line of `law`."""
    front = "---\ntitle: T\nlaw:\n    a: Draft\n    b: Draft\n    c:\n---\n"
    problems = problem_lines("Text[^a][^c].\n\n[^a]: Article 1.\n\n[^c]: Article 2.", front)
    assert problems == ["-4: law names footnote [^b], which does not exist", "-4: law has no source for [^c]"]


def test_lines_count_from_the_top_of_the_file() -> None:
    """Lines are the file's, with Windows line ends and a byte order mark too."""
    assert problem_lines("\ufeff---\r\ntitle: T\r\n---\r\n\r\nText[^a].\r\n".replace("\ufeff", ""), front="") == [
        "5: footnote [^a] is used but not defined"
    ]
    assert problem_lines("\ufeff---\rtitle: T\r---\rText[^a].", front="") == [
        "4: footnote [^a] is used but not defined"
    ]
