"""The sentences of a letter's source."""

import re
from collections.abc import Iterator

from campaign.core.check.prose import Prose

# A full stop ends a sentence unless a number or a short title is before it ("am 26. April", "Mr. Benifei"), or a small
# letter follows ("26 април 2027 г. на").
_END = re.compile(
    r"(?<!\b\d)(?<!\b\d\d)(?<!\b[A-Z][a-z])(?<!\bArt)(?<!\bMrs)[.!?][\"”»)*_]*+\s++(?=[\"„“«(*_]*+(?P<next>[^\W\d]))"
)


def sentences(text: Prose) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of the body, and of each line of the front matter."""
    yield from (match.span() for match in re.finditer(r".+", text.text[: text.body]))
    for paragraph in text.paragraphs:
        start = paragraph.start
        for stop in _END.finditer(text.text, paragraph.start, paragraph.end):
            if stop["next"].islower():
                continue
            yield start, stop.end()
            start = stop.end()
        yield start, paragraph.end


def clauses(text: Prose) -> Iterator[tuple[int, int]]:
    """Yield start and end of each part of a sentence between semicolons."""
    for start, end in sentences(text):
        for match in re.finditer(r"[^;]+", text.text[start:end]):
            yield start + match.start(), start + match.end()
