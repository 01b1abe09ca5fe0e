"""Emails for the tests of the rehearsal's pages: plain, incomplete, very long and hostile ones."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from campaign.core.message.message import Message

SENDER = "coalition@open-letters.example"
HOSTILE_NAME = 'Eve <script>alert("x")</script>'
HOSTILE_SUBJECT = "=cmd()|'x' & <img src=https://third.example/p.png onerror=alert(1)> \u202egnp.exe"
VISIBLE_OVERRIDE = "⟨U+202E⟩"

LETTER_HTML = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="color-scheme" content="light dark"><title>{subject}</title>
<style>body {{ margin: 0; font: 16px/1.5 Georgia, serif; }} div {{ max-width: 640px; margin: auto; padding: 16px; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #1b1b1d; color: #eee; }} a {{ color: #9cf; }} }}</style>
</head><body><div><p>{greeting}</p><p>{words}</p>
<p><a href="https://open-letters.example/ask">Read the letter on the web</a></p></div></body></html>"""

WORDS = (
    "We write about the exemption for open source models. Developers who publish weights, code and documents for"
    " anyone to study need rules that they can meet, and the draft before you asks the same of them as of a firm"
    " that sells access. "
)


def make_message(
    name: str, address: str, subject: str, language: str, html_words: str = WORDS, text: str = ""
) -> Message:
    """A personal email like those that the program sends: multipart/alternative, both parts in UTF-8."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Koalition für offene Briefe", "coalition", "open-letters.example")
    message["To"] = Address(name, *address.split("@"))
    message["Reply-To"] = "press@open-letters.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 20 Apr 2026 07:00:00 +0000"
    message["Message-ID"] = f"<first.{'0123456789abcdef' * 4}.{address.split('@')[0]}@open-letters.example>"
    greeting = f"Dear {name},".replace("<", "&lt;")
    message.set_content(text or f"Dear {name},\n\n{html_words}\n")
    message.add_alternative(
        LETTER_HTML.format(language=language, subject="Letter", greeting=greeting, words=html_words), subtype="html"
    )
    message["Content-Language"] = language
    return Message(SENDER, address, message.as_bytes())


PLAIN = make_message(
    "Mr. Łukasz Ünal-Österberg", "lukasz@parliament.example", "Open source in the AI Act: vote for 57", "en"
)
GERMAN = make_message("Frau Dr. Weiß", "weiss@parliament.example", "Ausnahme für offene Modelle – Ihre Stimme", "de")
LONG = make_message("Ms. Long", "long@parliament.example", "A letter that is too long", "en", html_words=WORDS * 500)
HOSTILE = make_message(
    HOSTILE_NAME, "eve@parliament.example", HOSTILE_SUBJECT, "en", text="<script>alert(1)</script>\n"
)
TEXT_ONLY = Message(
    SENDER,
    "plain@parliament.example",
    b"From: coalition@open-letters.example\r\nTo: plain@parliament.example\r\n\r\n"
    + b"word-without-end" * 30
    + b"\r\n",
)
MESSAGES = (PLAIN, GERMAN, LONG, HOSTILE, TEXT_ONLY)
