"""Checks whether Gmail shows the whole message."""

from email import message_from_bytes, policy

from campaign.errors import Problem

# Gmail hides everything after 102 kB of HTML, including signatories and notes.
MAX_HTML_BYTES = 100_000


def html_part(message: bytes) -> str:
    """The HTML body of a message that `compose` returned."""
    part = message_from_bytes(message, policy=policy.default).get_body(("html",))
    if part is None:
        raise ValueError("the message has no HTML part")
    html: str = part.get_content()
    return html.replace("\r\n", "\n")


def clipping_problem(message: bytes, path: str) -> Problem | None:
    """A problem if Gmail would hide the end of the message, else None. `path` is the letter's, for the report."""
    size = len(html_part(message).encode())
    if size <= MAX_HTML_BYTES:
        return None
    return Problem(
        path,
        None,
        f"the email's HTML has {size:,} bytes; Gmail hides everything after 102,000",
        "shorten the letter, or move long notes into an annex",
    )
