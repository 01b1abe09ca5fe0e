"""Reads a saved email (.eml) as a letter: its body, with its subject as the title."""

import re
from dataclasses import replace

from campaign.core.intake import clean
from campaign.core.intake.html import html
from campaign.core.intake.pieces import DraftSource, Remark, refuse_long
from campaign.core.intake.text import text
from campaign.core.languages.in_english import count_of
from campaign.core.replies import mime
from campaign.errors import LetterError

MOST_BYTES = mime.MAX_BYTES
# A letter may begin with "Re:" and "To:"; only emails have these.
_HEADER = re.compile(rb"^(?:MIME-Version|Message-ID|Received|Return-Path|Delivered-To|X-Mailer):", re.IGNORECASE)
_LINE_OF_HEAD = re.compile(rb"[!-9;-~]{1,80}:[^\n]*\n?|[ \t][^\n]*\n?")
_MOST_OF_HEAD = 64_000
_MOST_NAMES = 5
_REPLY = re.compile(r"(?:(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s?:\s*)+", re.IGNORECASE)
_FLOWED = re.compile(r"(?<=[^ \n>]) \n(?=[^\s>])")


def is_email(data: bytes, name: str) -> bool:
    """Whether a file is an email, by its name or by its headers."""
    return name.lower().endswith(".eml") or _has_headers(data[:_MOST_OF_HEAD])


def read(data: bytes) -> DraftSource:
    """Read the body of an email, the HTML one if it has both. Raises LetterError if it has none, or is too large."""
    if len(data) > MOST_BYTES:
        raise LetterError(f"larger than {MOST_BYTES // 1_000_000} MB", fix="save it without its attachments")
    message = mime.parse(data)
    parts = list(mime.walk(message))
    bodies = [part for part in parts if not part.attached and part.kind in ("text/html", "text/plain")]
    bodies = [part for part in bodies if part.text.strip()]
    if not bodies:
        raise LetterError("the email has no text", fix="import the file that is attached to it, or copy its text")
    body = next((part for part in bodies if part.kind == "text/html"), bodies[0])
    if len(body.text) >= mime.MAX_TEXT:  # it was cut there
        refuse_long(len(data))
    words, remarks = clean.clean_text(body.text)
    if "format=flowed" in _content_type(data):
        words = _FLOWED.sub(" ", words)
    if body.kind != "text/html":
        refuse_long(len(words))
    source = html.read(words) if body.kind == "text/html" else text.read(words)
    files = [part for part in parts if part.attached]
    if files:
        names = ", ".join(part.file_name[:60] or part.kind for part in files[:_MOST_NAMES])
        fix = "import that file instead if it is the letter"
        remarks = (*remarks, Remark(f"left out {count_of(len(files), 'attached file')}: {names}", fix))
    title = source.title or _REPLY.sub("", message.header("subject"), count=1).strip()
    return replace(source, title=title, remarks=(*remarks, *source.remarks))


def _has_headers(head: bytes) -> bool:
    at = 0
    while line := _LINE_OF_HEAD.match(head, at):
        if _HEADER.match(line.group()):
            return True
        at = line.end()
    return False


def _content_type(data: bytes) -> str:
    return " ".join(mime.header_values(data, "content-type")).lower()
