"""The identifier of an envelope."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.message.envelope import envid, message_ids

PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="<>"), min_size=1)


def test_an_envelope_is_named_by_its_message_id() -> None:
    """ENVID is the Message-ID without brackets; plus and equals signs are escaped, because xtext uses them."""
    assert envid("<first.1@coalition.example>") == "first.1@coalition.example"
    assert envid("<a+b=c@d.example>") == "a+2Bb+3Dc@d.example"


@pytest.mark.parametrize("wrong", ["", "<>", "a@b.example", "<a b@c.example>", "<ä@b.example>", f"<{'x' * 101}>"])
def test_what_cannot_name_one(wrong: str) -> None:
    """A malformed or too long Message-ID gives no identifier."""
    assert envid(wrong) == ""


@given(PRINTABLE)
def test_a_name_leads_back(inner: str) -> None:
    """For any Message-ID, the identifier leads back to it, decoded or not, and is valid xtext."""
    name = envid(f"<{inner}>")
    if name:
        assert f"<{inner}>" in message_ids(name)
        assert set(name) <= {chr(code) for code in range(0x21, 0x7F)} - {"="}
    assert message_ids(f" <{inner}> ")[0] == f"<{inner}>"


def test_no_name_leads_nowhere() -> None:
    """An empty field names no message."""
    assert message_ids("  ") == ()
