"""A stranger's words in an email to somebody else: a name, and nothing to open, to write to or to call."""

import pytest

from campaign.core.signons.harmless_name import harmless_name


@pytest.mark.parametrize("name", ["Free Knowledge e. V.", "Réseau 2027", "Ärzte ohne Grenzen", "A.", "Group of 300"])
def test_names_stay(name: str) -> None:
    """Names of organisations stay as they are, with spaces after their dots and short numbers."""
    assert harmless_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Sign in at mail-login.evil.example/restore",
        "call +32 2 555 01 23 now",
        "call 025550123",
        "write to eve@evil.example",
        "evil。example",
        "https://evil",
    ],
)
def test_contacts_do_not(name: str) -> None:
    """A host, an address or a telephone number makes it nothing."""
    assert harmless_name(name) == ""


def test_a_long_name_is_cut() -> None:
    """Sixty letters are enough to recognise a name, and too few for a message."""
    assert harmless_name("Coalition " * 20) == "Coalition " * 5 + "Coalition…"
