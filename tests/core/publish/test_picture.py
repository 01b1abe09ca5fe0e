"""The share picture."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from campaign.core.publish.picture import description, picture
from tests.helpers.edition import ENGLISH, FACTS, edition, frozen_version


def _edition_titled(title):
    return edition(frozen_version(1, en=ENGLISH.replace("Keep forests standing", title)))


def _ink_box(data):
    """The box around the ink: left, top, right, bottom."""
    image = Image.open(io.BytesIO(data)).convert("L")
    assert image.size == (1200, 630)
    return image.point(lambda shade: 255 if shade < 160 else 0).crop((0, 20, 1200, 630)).getbbox()


@pytest.mark.parametrize(
    "title",
    ["Keep forests standing", "Ää Ελλάδα Югра " * 4, "x" * 5000, "wörd " * 900, "<b>\u202eevil\x00</b>", "."],
)
def test_any_title_stays_inside(title):
    """For any title, nothing is outside the margins, and the facts below are not covered."""
    left, _, right, bottom = _ink_box(picture(_edition_titled(title), "en"))

    assert left >= 75
    assert right <= 1130
    assert bottom <= 570


def test_the_same_edition_gives_the_same_bytes():
    """The picture depends neither on the time nor on the machine."""
    assert picture(edition(), "en") == picture(edition(), "en")


def test_the_picture_is_described_in_words():
    """Title, counts and the vote with its zone; no count without signatories."""
    assert description(edition(), "en") == (
        "Keep forests standing · Organisations: 4 · Countries: 2 · Vote: Monday, 26 April 2027, 12:00 (Brussels)"
    )
    alone = edition(organisations=())
    assert description(alone, "en") == ("Keep forests standing · Vote: Monday, 26 April 2027, 12:00 (Brussels)")
    assert picture(alone, "en") != picture(edition(), "en")


def test_a_letter_without_title_shows_its_campaign():
    """Without a title the picture shows the campaign's name."""
    assert picture(_edition_titled(""), "en") != picture(edition(campaign=replace(FACTS, name="Other")), "en")
