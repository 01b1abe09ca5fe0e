"""The name by which servers know a mail's envelope."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.message.envelope import envid, message_ids

PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="<>"), min_size=1)


def test_an_envelope_is_named_by_its_message_id() -> None:
    """ENVID is the Message-ID without brackets; plus and equals, which xtext uses itself, are written as numbers."""
    assert envid("<first.1@coalition.example>") == "first.1@coalition.example"
    assert envid("<a+b=c@d.example>") == "a+2Bb+3Dc@d.example"


@pytest.mark.parametrize("wrong", ["", "<>", "a@b.example", "<a b@c.example>", "<ä@b.example>", f"<{'x' * 101}>"])
def test_what_cannot_name_one(wrong: str) -> None:
    """What is no Message-ID in ASCII, or too long for the command, names no envelope."""
    assert envid(wrong) == ""


@given(PRINTABLE)
def test_a_name_leads_back(inner: str) -> None:
    """Whatever the Message-ID, the name in a notice leads back to it, escaped or not, and holds only what xtext may."""
    name = envid(f"<{inner}>")
    if name:
        assert f"<{inner}>" in message_ids(name)
        assert set(name) <= {chr(code) for code in range(0x21, 0x7F)} - {"="}
    assert message_ids(f" <{inner}> ")[0] == f"<{inner}>"


def test_no_name_leads_nowhere() -> None:
    """An empty field names no mail."""
    assert message_ids("  ") == ()
