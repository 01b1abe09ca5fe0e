"""The words of an HTML page, told apart without the reader that makes a letter of it, to compare the two."""

from html.parser import HTMLParser

from campaign.core.intake import words as plain_words
from campaign.core.intake.html.dom import BLOCKS, DROPPED

_PARTING = BLOCKS | {"br", "img"}


def words(text: str) -> tuple[str, ...]:
    """The words between the tags, and those that stand for a picture; none of scripts, styles and the title."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    return plain_words.words("".join(reader.found))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.dropped = 0
        self.raised = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.dropped += tag in DROPPED
        self.raised += tag == "sup"
        if tag in _PARTING:
            self.found.append(" ")
        if tag == "img" and not self.dropped:
            self.found.append(f" {dict(attrs).get('alt') or ''} ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.raised -= tag == "sup" and self.raised > 0
        self.dropped -= tag in DROPPED and self.dropped > 0
        if tag in _PARTING:
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.found.append(f" {data} " if self.raised and data.strip().isdecimal() else data)
