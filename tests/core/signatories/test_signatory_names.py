"""Names as they should appear."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.names import MOST_LETTERS, NameFault, clean_name, host_in


@pytest.mark.parametrize(
    "name",
    [
        "350.org",
        "noyb – European Centre for Digital Rights",
        "GitHub, Inc.",
        "Gesellschaft für Freiheitsrechte e.V.",
        "Ελληνική Ένωση για τα Δικαιώματα",
        "Български хелзинкски комитет",
        "Comhairle um Chearta na nÓg – ‘Ċentru’ Ħamrun",
        "مؤسسة الحقوق الرقمية (SMEX)",
        "שָׁלוֹם עַכְשָׁו",
        "สมาคมสิทธิเสรีภาพน้ำ",
        "Tổ chức Nhân quyền",
        "日本の団体",
        "بنیاد می\u200cنویسیم",
        "Save ❤ Radio",
        "We <3 Libraries",
        "M\u00fcller & S\u00f8n \"AKT\" 'x'",
    ],
)
def test_a_good_name_is_unchanged(name: str) -> None:
    """Names of every script stay as they are, whatever signs they rightly hold."""
    assert clean_name(name) == (unicodedata.normalize("NFC", name), None)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  The\t Good \u00a0 Lobby \n", "The Good Lobby"),
        ("Mu\u0308ller", "Müller"),
        ("Soft\u00adhyphen \ufeffLobby\u200b", "Softhyphen Lobby"),
        ("Am\u200dnes\u200cty", "Amnesty"),
        ("\u200fالحق\u200e", "الحق"),
        ("می\u200c\u200cنویس", "مینویس"),
        ("❤\ufe0f", "❤"),
        ("A\u3164B", "AB"),
    ],
)
def test_invisible_characters_are_removed(typed: str, name: str) -> None:
    """White space is folded, accents are composed, and signs without a shape go."""
    assert clean_name(typed)[0] == name


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", NameFault.EMPTY),
        (" \u200b\u3164 \ufeff", NameFault.EMPTY),
        ("?!", NameFault.NO_LETTERS),
        ("…—", NameFault.NO_LETTERS),
        ("a" * (MOST_LETTERS + 1), NameFault.TOO_LONG),
        ("ä" * (MOST_LETTERS + 1), NameFault.TOO_LONG),
        ("a" * 10_000, NameFault.TOO_LONG),
        ("One\r\nBcc: two", NameFault.LINE_BREAK),
        ("One\u2028two", NameFault.LINE_BREAK),
        ("One\x0btwo", NameFault.LINE_BREAK),
        ("One\x00two", NameFault.CONTROL),
        ("One\x1b[31m", NameFault.CONTROL),
        ("One\x7f", NameFault.CONTROL),
        ("One\U000e0041", NameFault.CONTROL),
        ("Lobby \u202egro.dab\u202c", NameFault.DIRECTION),
        ("\u2067Lobby\u2069", NameFault.DIRECTION),
        ("One \ue000", NameFault.UNKNOWN),
        ("One \U0010fffe", NameFault.UNKNOWN),
        ("One \u0378", NameFault.UNKNOWN),
        ("One \ud800", NameFault.UNKNOWN),
        ("Drago\ufffd", NameFault.UNKNOWN),
        ("Z\u0334\u0335\u0336algo", NameFault.MARKS),
        ("\u0301", NameFault.MARKS),
        ("One \u0338two", NameFault.MARKS),
        ("ก\u0e49\u0e49\u0e49\u0e49\u0e49", NameFault.MARKS),
        ("<b>Lobby</b>", NameFault.MARKUP),
        ("Lobby</title>", NameFault.MARKUP),
        ("Win at https://evil.example", NameFault.WEB_ADDRESS),
        ("Win at WWW.evil.example", NameFault.WEB_ADDRESS),
    ],
)
def test_deceptive_names_are_refused(typed: str, fault: NameFault) -> None:
    """Each kind of bad name is refused with its own reason."""
    assert clean_name(typed)[1] is fault


@given(st.text(st.characters(codec=None), max_size=60))
def test_a_good_name_holds_nothing_hidden(typed: str) -> None:
    """A name that passes is composed, in one line, seen in whole, holds a letter or digit, and passes again."""
    name, fault = clean_name(typed)
    if fault is None:
        assert name == unicodedata.normalize("NFC", name)
        assert name == " ".join(name.split())
        assert all(sign.isprintable() or sign in "\u200c\u200d" for sign in name)
        assert any(sign.isalnum() for sign in name)
        assert clean_name(name) == (name, None)
        assert name.encode()


@pytest.mark.parametrize("evil", ["a\u0300\u0316" * 500_000, "\u0301" * 800, "a\u202e" * 400, " " * 800, "<" * 800])
def test_hostile_names_take_no_time(evil: str) -> None:
    """Long names, and piles of accents, take no noticeable time."""
    before = time.perf_counter()
    assert clean_name(evil)[1] is not None
    assert time.perf_counter() - before < 0.2


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Write to help@evil.example", NameFault.MAIL_ADDRESS),
        ("evil.example/verify", NameFault.WEB_ADDRESS),
        ("Donate at evil.example:8080", NameFault.WEB_ADDRESS),
        ("Campact.de", None),
        ("Democracy@Work", None),
        ("St. Paul/Minneapolis", None),
        ("A.C.T. Up", None),
    ],
)
def test_a_name_leads_nowhere(name: str, fault: NameFault | None) -> None:
    """An email address and a page of a website are no part of a name; a host alone can be one."""
    assert clean_name(name) == (name, fault)


def test_a_host_in_a_name_is_recognised() -> None:
    """What looks like a website is found, wherever it stands."""
    names = ("Campact.de", "Restore at mail-login.evil.example now", "St. Paul", "U.N.", "Free Knowledge e.V.")
    assert [host_in(name) for name in names] == ["Campact.de", "mail-login.evil.example", "", "", ""]
