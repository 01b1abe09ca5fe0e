"""The text for sharing the letter."""

from urllib.parse import quote

from campaign.core.publish import template_values
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
        address=edition.base + template_values.newest_path(edition, language),
        signing=edition.signing,
    )
    return written.decode().strip()


def share_links(edition: Edition, language: str) -> list[tuple[str, str]]:
    """Links that open a visitor's own program or network with the text to share: name ("mail" for email) and address.

    They are plain links: nothing of these networks is loaded. Empty if the address of the site is not known.
    """
    text = share_text(edition, language)
    if not text:
        return []
    title, page = (
        quote(edition.title(language), ""),
        quote(edition.base + template_values.newest_path(edition, language), ""),
    )
    words = quote(text, "")
    return [
        ("mail", f"mailto:?subject={title}&body={words}"),
        ("Bluesky", f"https://bsky.app/intent/compose?text={words}"),
        ("Mastodon", f"https://share.joinmastodon.org/#text={words}"),
        ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={page}"),
        ("WhatsApp", f"https://wa.me/?text={words}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={page}"),
    ]
