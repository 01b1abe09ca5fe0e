"""Links to share the letter."""

from urllib.parse import parse_qs, urlsplit

from campaign.core.publish.share import share_links, share_text
from tests.helpers.edition import edition


def test_the_links_carry_the_text_or_the_address() -> None:
    """Email and networks that take a text get the text to share; the others the address of the page."""
    made = edition(public_url="https://forests.example/letter")
    text, base = share_text(made, "en"), made.base
    links = {name: urlsplit(href) for name, href in share_links(made, "en")}
    assert list(links) == ["mail", "Bluesky", "Mastodon", "LinkedIn", "WhatsApp", "Facebook"]
    assert parse_qs(links["mail"].query) == {"subject": [made.title("en")], "body": [text]}
    assert parse_qs(links["Bluesky"].query)["text"] == parse_qs(links["WhatsApp"].query)["text"] == [text]
    assert parse_qs(links["Mastodon"].fragment) == {"text": [text]}
    assert parse_qs(links["LinkedIn"].query)["url"] == parse_qs(links["Facebook"].query)["u"] == [f"{base}index.html"]


def test_without_an_address_there_is_nothing_to_share() -> None:
    """A site whose address is not known has no such links."""
    assert share_links(edition(), "en") == []
