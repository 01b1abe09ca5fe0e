"""The import's check of itself: the letter is read back, and its words and marks compared with the source's."""

from collections.abc import Iterable

from campaign.intake import words
from campaign.intake.pieces import TEXT, Remark, Source
from campaign.letters import read

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
    return remarks


def _some(found: tuple[str, ...]) -> str:
    rest = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + rest
