"""How alike a wave's messages are, and how large: what filters and servers at the other end go by."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

# So many texts are compared, the first ones: enough to tell, whatever the wave's size.
MAX_COMPARED = 1_000
# Messages that share more than this part of their words differ in little but greeting and address.
MIN_SHARED_WORDS = 0.9
# The Parliament has quarantined mails by nothing but the number of identical ones; from how many on, it does not say.
FEW_MAILS = 10
# Bytes as sent, base64 included. Many servers refuse what is larger.
LARGE_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class MessageSimilarity:
    """Of the `compared` texts, how many are the most frequent one word for word (`same`), and how many share more than
    SHARED of their words with it (`alike`, the same ones included). One that has no second is like none: 0."""

    compared: int
    same: int
    alike: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """The largest and the mean message, in bytes; 0 where there is none."""

    largest: int
    mean: int


def measure_similarity(texts: Iterable[str]) -> MessageSimilarity:
    """How alike plain texts are, greeting included. Reads no more than COMPARED of them, and compares each with one."""
    counts = Counter(islice(texts, MAX_COMPARED))
    if not counts:
        return MessageSimilarity(0, 0, 0)
    [(model, same)] = counts.most_common(1)
    words = Counter(model.split())
    alike = sum(number for text, number in counts.items() if text == model or _are_alike(words, Counter(text.split())))
    return MessageSimilarity(counts.total(), same=_zero_if_alone(same), alike=_zero_if_alone(alike))


def measure_sizes(lengths: Iterable[int]) -> Sizes:
    """The largest and the mean of messages' lengths in bytes."""
    number = total = largest = 0
    for length in lengths:
        number, total, largest = number + 1, total + length, max(largest, length)
    return Sizes(largest, round(total / max(number, 1)))


def similarity_remarks(similarity: MessageSimilarity, sizes: Sizes) -> tuple[str, ...]:
    """What a person should think about before the wave goes, a sentence each. Nothing is refused for it."""
    remarks = []
    if similarity.alike > FEW_MAILS:
        remarks.append(
            f"{similarity.alike} of {similarity.compared} mails are the same but for a few words: a parliament's filter may hold "
            "back many like mails; give each addressee words of his or her own, or write to fewer"
        )
    if sizes.largest > LARGE_BYTES:
        remarks.append(
            f"the largest mail has {sizes.largest / 1e6:.1f} MB: many servers refuse more than {LARGE_BYTES / 1e6:.0f} MB; "
            "make what is attached smaller, or link to it"
        )
    return tuple(remarks)


def _are_alike(words: Counter[str], others: Counter[str]) -> bool:
    """Whether two texts share more than SHARED of the longer one's words, in whatever order."""
    return (words & others).total() > MIN_SHARED_WORDS * max(words.total(), others.total())


def _zero_if_alone(number: int) -> int:
    return number if number > 1 else 0
