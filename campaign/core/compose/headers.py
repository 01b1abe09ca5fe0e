"""Header values as they are written: checked, RFC 2047 where they are not ASCII, folded at 78 columns.

The standard library's own folding loses a space between two encoded words now and then (Python 3.11), and a name
is the first thing an addressee reads. So each value is encoded here, whole, and the policy writes it as it stands.
"""

from email.charset import Charset
from email.header import Header
from email.policy import EmailPolicy
from email.utils import quote
from string import ascii_letters, digits

from campaign.core.render.characters import has_forbidden, printable
from campaign.errors import ComposeError

_LINE_FOLD = "\r\n "
_LINE = 78
# Longer names are encoded even when they are ASCII: encoded words can be folded anywhere.
_LONGEST_PLAIN_NAME = 60
_LONGEST_PLAIN_WORD = 60
_UTF_8 = Charset("utf-8")
_PHRASE = frozenset(ascii_letters + digits + " !#$%&'*+-/=?^_`{|}~")


class VerbatimPolicy(EmailPolicy):
    """Keeps header values as they are given, lines ended by CRLF; bodies travel through any server (7 bit)."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        return name, value


def policy(*, utf8: bool) -> VerbatimPolicy:
    """How a message is written; `utf8` where an address needs SMTPUTF8."""
    return VerbatimPolicy().clone(linesep="\r\n", cte_type="7bit", refold_source="none", utf8=utf8)


def unstructured(header: str, value: str) -> str:
    """A value of plain words, such as a subject. Raises ComposeError for a line break or control character."""
    value = _check(header, value)
    if _has_plain_words(value):
        return Header(value, "us-ascii", maxlinelen=_LINE, header_name=header).encode(linesep="\r\n")
    return _encode(header, value)


def mailbox(header: str, name: str, address: str) -> str:
    """`name <address>`, or the address alone. `address` is as `wire_address` gives it. Raises ComposeError as above."""
    name = _check(header, name)
    if not name:
        return address
    phrase = _phrase(name) if _is_plain_name(name) else _encode(header, name)
    last = phrase.rpartition("\r\n")[2]
    space = _LINE if last != phrase else _LINE - len(header) - 2
    return phrase + (" " if len(last) + len(address) + 3 <= space else _LINE_FOLD) + f"<{address}>"


def _check(header: str, value: str) -> str:
    if has_forbidden(value):
        raise ComposeError(
            f"{header}: holds a line break or a control character: {printable(value)!r}",
            fix="take it out of the source",
        )
    return value.strip(" ")


def _reads_plainly(value: str) -> bool:
    """ASCII, and nothing that a reader would take for an encoded word."""
    return value.isascii() and "=?" not in value


def _has_plain_words(value: str) -> bool:
    return _reads_plainly(value) and max(map(len, value.split(" "))) <= _LONGEST_PLAIN_WORD


def _is_plain_name(name: str) -> bool:
    return _reads_plainly(name) and len(name) <= _LONGEST_PLAIN_NAME


def _phrase(name: str) -> str:
    return name if _PHRASE.issuperset(name) else f'"{quote(name)}"'


def _encode(header: str, value: str) -> str:
    """One encoded word where the first line holds it: `Header` would write the same, measuring it at each character."""
    word = _UTF_8.header_encode(value)
    if len(header) + 2 + len(word) <= _LINE - 2:
        return word
    return _fold_words(header, value)


def _fold_words(header: str, value: str) -> str:
    return Header(value, "utf-8", maxlinelen=_LINE - 2, header_name=header).encode(linesep="\r\n")
