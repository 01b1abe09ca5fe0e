"""A message as a person checks it before it is sent."""

from email.message import EmailMessage

from campaign.core.message.preview import MessagePreview, message_preview


def test_headers_and_text_are_decoded() -> None:
    """Encoded words and line ends are decoded."""
    message = EmailMessage()
    message["To"] = "Zoë Example <zoe@lab.example>"
    message["Subject"] = "Für alle"
    message.set_content("Grüße\n\nAda\n")
    assert message_preview(message.as_bytes()) == MessagePreview(
        "Zoë Example <zoe@lab.example>", "Für alle", ("Grüße", "", "Ada")
    )


def test_a_mail_without_plain_text_has_no_lines() -> None:
    """A message without a text body has no lines."""
    message = EmailMessage()
    message["To"], message["Subject"] = "max@lab.example", "A page"
    message.set_content("<p>Text</p>", subtype="html")
    assert message_preview(message.as_bytes()).lines == ()
