"""An email built by the library's EmailMessage, to compare with the program's own."""

from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy

from campaign.core.compose.address import wire_address
from campaign.core.compose.headers import mailbox, unstructured
from campaign.core.compose.mail_content import MailContent
from campaign.core.compose.message import boundaries, format_datetime


class VerbatimPolicy(EmailPolicy):
    """Writes header values unchanged."""

    def header_store_parse(self, name, value):
        return name, value


def build_with_library(parts: MailContent, to, sender, frame, identity, attachments=()) -> bytes:
    """The same bytes as `campaign.core.compose.message.build` should give, built by the library."""
    policy = VerbatimPolicy().clone(
        linesep="\r\n", cte_type="7bit", refold_source="none", utf8=True, max_line_length=76
    )
    inner, outer = (boundary.decode() for boundary in boundaries(identity.message_id))
    message = EmailMessage(policy=policy)
    message["Date"] = unstructured("Date", format_datetime(identity.at.astimezone(frame.zone)))
    message["From"] = mailbox("From", sender.name, wire_address(sender.address))
    message["To"] = mailbox("To", to[0], wire_address(to[1]))
    if sender.reply_to:
        message["Reply-To"] = wire_address(sender.reply_to)
    message["Subject"] = unstructured("Subject", parts.subject)
    message["Message-ID"] = identity.message_id
    message["MIME-Version"] = "1.0"
    bodies = MIMEPart(policy=policy) if attachments else message
    bodies.make_alternative(boundary=inner)
    for subtype, body in (("plain", parts.text), ("html", parts.html)):
        part = MIMEPart(policy=policy)
        part.set_content(body, subtype=subtype, charset="utf-8", cte=shorter(body))
        bodies.attach(part)
    if attachments:
        message.make_mixed(boundary=outer)
        message.attach(bodies)
        for attachment in attachments:
            part = MIMEPart(policy=policy)
            main, _, sub = attachment.media_type.partition("/")
            part.set_content(attachment.data, main, sub, disposition="attachment", filename=attachment.name)
            message.attach(part)
    message["Content-Language"] = parts.language
    return message.as_bytes()


def shorter(body: str) -> str:
    octets = len(body.replace("\n", "\r\n").encode())
    beyond = len([octet for octet in body.encode() if octet > 127])
    return "base64" if 2 * beyond > octets / 3 else "quoted-printable"
