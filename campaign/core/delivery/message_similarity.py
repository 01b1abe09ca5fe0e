"""How similar and how large the messages of a wave are. Spam filters and receiving servers judge by both."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

# Only the first texts of a wave are compared. That is enough to judge a wave of any size.
MAX_COMPARED = 1_000
# Two messages are alike when they share more than this fraction of their words: then they differ in little but
# salutation and address.
MIN_SHARED_WORDS = 0.9
# The European Parliament has quarantined emails only because many were identical. It does not publish the number.
FEW_MAILS = 10
# In bytes, with base64. Many mail servers refuse larger messages.
LARGE_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class MessageSimilarity:
    """How many texts of a wave equal, or nearly equal, the most frequent one."""

    compared: int
    """How many texts were compared, at most MAX_COMPARED."""
    same: int
    """How many are identical to the most frequent text; 0 when every text is different."""
    alike: int
    """How many share more than MIN_SHARED_WORDS of their words with it, the identical ones included; 0 for none."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a wave's messages."""

    largest: int
    """In bytes; 0 without messages."""
    mean: int
    """In bytes; 0 without messages."""


def measure_similarity(texts: Iterable[str]) -> MessageSimilarity:
    """Compare plain texts, salutation included. Reads at most MAX_COMPARED of them."""
    counts = Counter(islice(texts, MAX_COMPARED))
    if not counts:
        return MessageSimilarity(0, 0, 0)
    [(model, same)] = counts.most_common(1)
    words = Counter(model.split())
    alike = sum(number for text, number in counts.items() if text == model or _are_alike(words, Counter(text.split())))
    return MessageSimilarity(counts.total(), same=_zero_if_alone(same), alike=_zero_if_alone(alike))


def measure_sizes(lengths: Iterable[int]) -> Sizes:
    """The largest and the mean of some lengths in bytes."""
    number = total = largest = 0
    for length in lengths:
        number, total, largest = number + 1, total + length, max(largest, length)
    return Sizes(largest, round(total / max(number, 1)))


def similarity_remarks(similarity: MessageSimilarity, sizes: Sizes) -> tuple[str, ...]:
    """What a person should consider before the wave is sent, one sentence each. Nothing is refused because of it."""
    remarks = []
    if similarity.alike > FEW_MAILS:
        remarks.append(
            f"{similarity.alike} of {similarity.compared} emails differ in only a few words, and a parliament's filter "
            "may quarantine them; write something personal to each addressee, or write to fewer people"
        )
    if sizes.largest > LARGE_BYTES:
        remarks.append(
            f"the largest email has {sizes.largest / 1e6:.1f} MB, and many mail servers refuse more than "
            f"{LARGE_BYTES / 1e6:.0f} MB; make the attachments smaller, or link to them"
        )
    return tuple(remarks)


def _are_alike(words: Counter[str], others: Counter[str]) -> bool:
    """Whether two texts share more than MIN_SHARED_WORDS of the longer one's words, in any order."""
    return (words & others).total() > MIN_SHARED_WORDS * max(words.total(), others.total())


def _zero_if_alone(number: int) -> int:
    return number if number > 1 else 0
