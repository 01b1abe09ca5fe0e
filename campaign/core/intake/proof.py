"""The import's check of itself: the letter is read back, and its words and marks compared with the source's."""

from collections import Counter
from collections.abc import Iterable, Iterator

from campaign.core.intake import words
from campaign.core.intake.pieces import TEXT, Remark, Source
from campaign.core.letters import read
from campaign.core.letters.commented import commented
from campaign.core.letters.tree import Block, Comment, every_inline

_SHOWN = 12


def differences(source: Source, letter: str, taken: Iterable[str]) -> list[Remark]:
    """What the letter lost or gained. `taken` are words that left the body on purpose: greeting, names, marks."""
    document = read(letter, "")[0].document
    kept = words.of_document(document, numbers=source.kind == TEXT)
    difference = words.compare(source.words, (*kept, *(word for each in taken for word in words.words(each))))
    remarks = []
    if difference.lost:
        remarks.append(Remark(f"words were lost: {_some(difference.lost)}", "find them in your file and write them in"))
    if difference.added:
        remarks.append(Remark(f"words came twice or out of nowhere: {_some(difference.added)}", "take them out"))
    return [*remarks, *_lost_comments(source, letter)]


def _lost_comments(source: Source, letter: str) -> Iterator[Remark]:
    """Comments on what became addressees or signatories, who have no place for them."""
    pieces = [*source.pieces, *(piece for note in source.notes for piece in note.pieces)]
    said = list(_comments(piece.block for piece in pieces))
    if not said:
        return
    document = commented(read(letter, "")[0])
    written = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    kept = Counter(map(words.words, _comments(written)))
    for text in said:
        kept[words.words(text)] -= 1
        if kept[words.words(text)] < 0:
            mend = "it was about the greeting or a name below; answer it"
            yield Remark(f"a comment was left out: {text[:200]}", mend)


def _comments(blocks: Iterable[Block]) -> Iterator[str]:
    return (each.text for each in every_inline(tuple(blocks)) if isinstance(each, Comment))


def _some(found: tuple[str, ...]) -> str:
    rest = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + rest
