"""Header values, ready to be written: checked, encoded by RFC 2047 where they are not ASCII, folded at 78 columns.

The folding of the standard library sometimes loses the space between two encoded words (Python 3.11). So each value is
encoded here as a whole, and the policy writes it unchanged.
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
# Longer names are encoded even when they are ASCII, because encoded words can be folded anywhere.
_LONGEST_PLAIN_NAME = 60
_LONGEST_PLAIN_WORD = 60
_UTF_8 = Charset("utf-8")
_PHRASE = frozenset(ascii_letters + digits + " !#$%&'*+-/=?^_`{|}~")


class VerbatimPolicy(EmailPolicy):
    """Writes header values unchanged, with CRLF line ends and 7-bit bodies, which every server accepts."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        return name, value


def policy(*, utf8: bool) -> VerbatimPolicy:
    """The policy to write a message with. `utf8` is for an address that needs SMTPUTF8."""
    return VerbatimPolicy().clone(linesep="\r\n", cte_type="7bit", refold_source="none", utf8=utf8)


def unstructured(header: str, value: str) -> str:
    """An unstructured value (RFC 5322), such as a subject. Raises ComposeError for a control character."""
    value = _check(header, value)
    if _has_plain_words(value):
        return Header(value, "us-ascii", maxlinelen=_LINE, header_name=header).encode(linesep="\r\n")
    return _encode(header, value)


def mailbox(header: str, name: str, address: str) -> str:
    """`name <address>`, or the address alone. `address` comes from `wire_address`.

    Raises ComposeError for a name with a line break or control character.
    """
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
            f"{header} contains a line break or a control character: {printable(value)!r}",
            fix="remove it from the source",
        )
    return value.strip(" ")


def _reads_plainly(value: str) -> bool:
    """Whether the value is ASCII and cannot be mistaken for an encoded word."""
    return value.isascii() and "=?" not in value


def _has_plain_words(value: str) -> bool:
    return _reads_plainly(value) and max(map(len, value.split(" "))) <= _LONGEST_PLAIN_WORD


def _is_plain_name(name: str) -> bool:
    return _reads_plainly(name) and len(name) <= _LONGEST_PLAIN_NAME


def _phrase(name: str) -> str:
    return name if _PHRASE.issuperset(name) else f'"{quote(name)}"'


def _encode(header: str, value: str) -> str:
    """Encode as one word if it fits on the first line; `Header` gives the same result more slowly."""
    word = _UTF_8.header_encode(value)
    if len(header) + 2 + len(word) <= _LINE - 2:
        return word
    return _fold_words(header, value)


def _fold_words(header: str, value: str) -> str:
    return Header(value, "utf-8", maxlinelen=_LINE - 2, header_name=header).encode(linesep="\r\n")
