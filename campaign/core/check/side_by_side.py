"""A translation beside its original: which passage belongs to which, and which is older than its original."""

from dataclasses import dataclass
from itertools import zip_longest

from campaign.core.check.translation_record import LetterPassage, TranslationRecord, passage_texts
from campaign.core.letters import Letter


@dataclass(frozen=True, slots=True)
class PassagePair:
    """A passage of the original and of the translation. A text is "" and its line 0 where one side has none."""

    place: str
    """As in `LetterPassage`."""
    original: str
    original_line: int
    translated: str
    line: int
    is_stale: bool
    """Whether the original's passage is new or has changed since the translation was confirmed."""


def passage_pairs(original: Letter, translation: Letter, record: TranslationRecord | None) -> tuple[PassagePair, ...]:
    """Pair the passages by their place and order. Without a record, nothing is known to be stale."""
    both = [_by_place(letter) for letter in (original, translation)]
    known = {(passage.place, passage.digest) for passage in record.passages} if record else None
    pairs = []
    for place in dict.fromkeys((*both[0], *both[1])):
        for left, right in zip_longest(*(side.get(place, []) for side in both)):
            is_stale = known is not None and left is not None and (place, left[0].digest) not in known
            pairs.append(
                PassagePair(
                    place,
                    left[1] if left else "",
                    left[0].line if left else 0,
                    right[1] if right else "",
                    right[0].line if right else 0,
                    is_stale,
                )
            )
    return tuple(pairs)


def _by_place(letter: Letter) -> dict[str, list[tuple[LetterPassage, str]]]:
    places: dict[str, list[tuple[LetterPassage, str]]] = {}
    for passage, text in passage_texts(letter):
        places.setdefault(passage.place, []).append((passage, text))
    return places
