"""Whether a mail program will show the whole mail."""

from email import message_from_bytes, policy

from campaign.errors import Problem

# Gmail hides what comes after 102 kB of HTML, signatories and notes among it.
MAX_HTML_BYTES = 100_000


def html_part(message: bytes) -> str:
    """The HTML of a message that `compose` made."""
    part = message_from_bytes(message, policy=policy.default).get_body(("html",))
    if part is None:
        raise ValueError("the message has no HTML part")
    html: str = part.get_content()
    return html.replace("\r\n", "\n")


def clipping_problem(message: bytes, path: str) -> Problem | None:
    """The problem of a message whose end Gmail would hide, else None. `path` is the letter's, for the report."""
    size = len(html_part(message).encode())
    if size <= MAX_HTML_BYTES:
        return None
    return Problem(
        path,
        None,
        f"the mail's HTML has {size:,} bytes; Gmail hides all after 102,000",
        "shorten the letter, or put long notes into an annex",
    )
