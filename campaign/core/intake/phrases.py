"""Recognises the lines that make a letter: subject, greeting, delivery line, the line above the signatories."""

import re
from dataclasses import dataclass

_LONGEST = 400  # a greeting to a dozen people; a longer paragraph is body

_SUBJECT = re.compile(
    r"(?P<label>re|subject|concerning|betreff|betr\.|betrifft|objet|concerne)[ \t]*:[ \t]*(?P<subject>\S.*)$",
    re.IGNORECASE,
)
_DELIVERY = re.compile(
    r"(?=.{0,120}$)(?:.*\b(?:delivery|delivered|sent)\b.*|(?:only |vorab |nur |uniquement )?(?:by|via|per|par)\b.*"
    r"\b(?:e-?mail|mail|post|hand|courier|fax|courriel|brief|bote|courrier|main)\b.*)",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"(?P<language_en>dear)\b|(?P<language_de>sehr geehrte[rs]?|liebe[rs]?|guten tag)\b"
    r"|(?P<language_fr>(?:ch(?:er|ère)s?\s+)?(?:monsieur|madame|messieurs|mesdames)|ch(?:er|ère)s?)\b",
    re.IGNORECASE,
)
_GREETING_END = re.compile(r"[,:;!]\s*$")
_SIGNED = re.compile(
    r"(?:(?:co-?)?signed|signatories|(?:the )?(?:undersigned|signatories)|signing organi[sz]ations"
    r"|signataires|les (?:signataires|soussigné[es]*)|signé(?:e|s|es)?|unterzeichnet|unterzeichner(?:innen)?"
    r"|(?:die )?unterzeichne(?:r|rinnen|nden)|gezeichnet)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_SIGNED_TAIL = re.compile(
    r"(?:[^.!?]{0,60}:|(?:[\s,]*(?:by|von|par|organi[sz]ations|organisationen)){0,2})\s*$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"(?:(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|(?:with )?(?:kind|best|warm) regards"
    r"|mit freundlichen grüßen|hochachtungsvoll|cordialement|respectueusement)[\s,.]*$",
    re.IGNORECASE,
)
_NOTES_TITLE = re.compile(r"(?:foot|end)?notes?|fußnoten?|anmerkungen|notes de bas de page", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject line: the words alone, and the email's subject (which keeps a `Re:`, but no other label)."""

    title: str
    subject: str


def subject(line: str) -> Subject | None:
    match = _SUBJECT.match(line.strip())
    if not match:
        return None
    words = match["subject"].strip()
    return Subject(words, f"Re: {words}" if match["label"].lower() == "re" else words)


def is_delivery(line: str) -> bool:
    return bool(_DELIVERY.match(line.strip()))


def is_greeting(line: str) -> bool:
    """Whether a line is a greeting: an opening that is short or ends with a punctuation mark."""
    line = line.strip()
    if not line[:1].isupper() or len(line) > _LONGEST or not OPENING.match(line):
        return False
    return bool(_GREETING_END.search(line)) or len(line.split()) <= 8


def is_signed(line: str) -> bool:
    """Whether a line is the heading of the signatories. A sentence about the undersigned is not."""
    match = _SIGNED.match(line.strip())
    return bool(match and _SIGNED_TAIL.match(match["rest"]))


def is_closing(line: str) -> bool:
    """Whether a line is a closing such as `Yours sincerely,`."""
    return bool(_CLOSING.match(line.strip()))


def is_notes_title(line: str) -> bool:
    return bool(_NOTES_TITLE.fullmatch(line.strip().rstrip(":")))


def is_line_of_its_own(line: str) -> bool:
    """Whether a line always stands alone, apart from the paragraph around it."""
    return is_greeting(line) or is_signed(line) or is_closing(line) or subject(line) is not None
