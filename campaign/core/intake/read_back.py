"""Checks an import: reads the letter back, and compares its words and comments with those of the source."""

from collections import Counter
from collections.abc import Iterable, Iterator

from campaign.core.intake import compare_words
from campaign.core.intake.pieces import TEXT, DraftSource, Remark
from campaign.core.letters import read
from campaign.core.letters.editable import document_with_comments
from campaign.core.letters.tree import Block, Comment, every_inline

_MOST_LISTED = 12


def differences(source: DraftSource, letter: str, omitted_words: Iterable[str]) -> list[Remark]:
    """Return remarks on words that the letter lost or gained. `omitted_words` (names, marks) may be missing."""
    document = read(letter, "")[0].document
    letter_words = compare_words.of_document(document, numbers=source.kind == TEXT)
    difference = compare_words.compare(
        source.words, (*letter_words, *(word for text in omitted_words for word in compare_words.split_words(text)))
    )
    remarks = []
    if difference.lost:
        remarks.append(Remark(f"words were lost: {_list_some(difference.lost)}", "find them in your file and add them"))
    if difference.added:
        remarks.append(Remark(f"words were added: {_list_some(difference.added)}", "remove them"))
    return [*remarks, *_lost_comments(source, letter)]


def _lost_comments(source: DraftSource, letter: str) -> Iterator[Remark]:
    """Yield a remark for each comment that was lost because it was about an addressee or a signatory."""
    pieces = [*source.pieces, *(piece for note in source.notes for piece in note.pieces)]
    comments = list(_comments(piece.block for piece in pieces))
    if not comments:
        return
    document = document_with_comments(read(letter, "")[0])
    blocks = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    counts = Counter(map(compare_words.split_words, _comments(blocks)))
    for text in comments:
        counts[compare_words.split_words(text)] -= 1
        if counts[compare_words.split_words(text)] < 0:
            fix = "it was about the greeting or a signatory; reply to its author"
            yield Remark(f"left out a comment: {text[:200]}", fix)


def _comments(blocks: Iterable[Block]) -> Iterator[str]:
    return (inline.text for inline in every_inline(tuple(blocks)) if isinstance(inline, Comment))


def _list_some(word_list: tuple[str, ...]) -> str:
    rest = f" and {len(word_list) - _MOST_LISTED} more" if len(word_list) > _MOST_LISTED else ""
    return ", ".join(word_list[:_MOST_LISTED]) + rest
