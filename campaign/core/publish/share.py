"""The text for sharing the letter."""

from campaign.core.publish import about
from campaign.core.publish.edition import Edition
from campaign.core.publish.rendering import common_values, render_template
from campaign.core.render.characters import clean


def share_text(edition: Edition, language: str) -> str:
    """A few lines of plain text to paste; "" if the address of the site is not known."""
    if not edition.base:
        return ""
    written = render_template(
        edition.design.templates,
        "web/share.txt",
        **common_values(edition, language),
        title=edition.title(language),
        ask=clean(edition.newest.letters[language].ask),
        signatories=len(edition.organisations),
        people=edition.newest.people,
        address=edition.base + about.newest_path(edition, language),
        signing=edition.signing,
    )
    return written.decode().strip()
