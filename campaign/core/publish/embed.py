"""The page that partners embed in theirs, and the HTML to embed it."""

from markupsafe import Markup

from campaign.core.publish import letter_status, template_values
from campaign.core.publish.countries import count_countries
from campaign.core.publish.edition import Edition, path_of
from campaign.core.publish.rendering import page
from campaign.core.render.characters import clean

# In CSS pixels: enough for a long ask on a phone. Without a script a frame cannot grow.
_HEIGHT = 380


def embed_page(edition: Edition, language: str) -> bytes:
    """The page for frames: ask, number of signatories, deadline, link to the letter. Its links leave the frame."""
    return page(
        edition,
        "web/embed.html",
        language,
        title=edition.title(language),
        ask=clean(edition.newest.letters[language].ask),
        signing=letter_status.signing(edition, language),
        moments=template_values.moments(edition, language),
        signatories=len(edition.organisations),
        countries=count_countries(edition.organisations),
        people=edition.newest.people,
        to_letter=template_values.newest_path(edition, language),
    )


def snippet(edition: Edition, language: str) -> str:
    """The HTML of the frame; "" if the address of the site is not known."""
    if not edition.base:
        return ""
    frame = Markup('<iframe src="{}{}" title="{}" width="100%" height="{}" style="border:0" loading="lazy"></iframe>')
    path = path_of("embed", "html", language, edition.languages)
    return str(frame.format(edition.base, path, edition.title(language), _HEIGHT))
