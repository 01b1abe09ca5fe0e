"""The press pack: figures, note, words and pictures, in each language of the letter."""

import datetime as dt
import io

import pytest
from PIL import Image

from campaign.core.letters.tree import Signatories, plain_blocks
from campaign.core.publish.edition import SignatoryQuote
from campaign.core.publish.press import PressFacts, headline, number_picture, press_document, press_files
from tests.helpers.edition import ENGLISH, GERMAN, ORGANISATIONS, edition, frozen_version

PRESS = PressFacts("Ada Organiser, +32 2 000 00 00, press@coalition.example")


def test_every_language_has_its_files() -> None:
    """A note, words to share and two pictures of the number; without an address there are no words to share."""
    both = edition(frozen_version(1, en=ENGLISH, de=GERMAN), public_url="https://forests.example/letter")
    assert sorted(press_files(both, PRESS)) == sorted(
        f"{stem}{language}.{ending}"
        for stem, ending in (
            ("press-note", "md"), ("share", "txt"), ("number-wide", "png"), ("number-square", "png"),
        )
        for language in ("", ".de")
    )  # fmt: skip
    assert [name for name in press_files(edition(public_url=""), PRESS) if name.startswith("share")] == []
    assert press_files(both, PRESS) == press_files(both, PRESS)


def test_the_note_has_what_the_press_needs() -> None:
    """Title, figures, ask, vote, addressees, signatories, quotations, contact; the time of an embargo comes first."""
    quotes = tuple(SignatoryQuote(f"Org {number}", f"We say {number}.") for number in range(3))
    about = edition(quotes=quotes, public_url="https://forests.example/letter")
    note = press_files(about, PRESS)["press-note.md"].decode()
    assert note.startswith(f"# {about.title('en')}\n\n## {headline(about, 'en')}\n\n")
    for part in ("Vote: ", "To: ", "https://forests.example/letter", "Ada Organiser", "We say 1."):
        assert part in note
    assert "We say 2." not in note
    words = plain_blocks(press_document(about, "en", PRESS).blocks)
    assert [organisation.name for organisation in ORGANISATIONS if organisation.name not in words] == []
    hidden = PressFacts("x", dt.datetime(2027, 4, 12, 11, tzinfo=dt.UTC))
    assert plain_blocks(press_document(about, "en", hidden).blocks).startswith("EMBARGO: Monday, 12 April 2027")


def test_the_page_has_as_many_logos_as_asked() -> None:
    """The first organisations are in the list with logos, the others are named below it."""
    (lines,) = [block for block in press_document(edition(), "en", PRESS, 1).blocks if isinstance(block, Signatories)]
    assert len(lines.lines) == 1
    assert not any(isinstance(block, Signatories) for block in press_document(edition(), "en", PRESS).blocks)


@pytest.mark.parametrize("size", [(1200, 630), (1080, 1080)])
@pytest.mark.parametrize("people", [0, 1_234_567])
def test_the_number_is_large(size: tuple[int, int], people: int) -> None:
    """It takes a fifth of the height, and the picture stays whole for any number, and for none."""
    picture = Image.open(io.BytesIO(number_picture(edition(people=people), "en", size))).convert("RGB")
    rows = picture.resize((1, size[1] - 20), box=(0, 20, *size))
    blue = [y for y in range(rows.height) if rows.getpixel((0, y)) != rows.getpixel((0, 0))]
    assert picture.size == size
    assert len(blue) > size[1] / 5
    assert number_picture(edition(organisations=()), "en", size)
