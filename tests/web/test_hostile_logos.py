"""Hostile logo files: an error message says what to do, and nothing of the file is stored."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from campaign.adapters.images.logos import Flaw, RejectedLogo
from campaign.adapters.images.sandbox import rasterise
from campaign.core.signons.messages import MESSAGES
from campaign.core.signons.personal_links import LinkPurpose
from campaign.core.signons.record import RecordEvent
from tests.helpers.web import Web, title
from tests.web.pages.test_personal_page import SVG, add_listed, deeds, own, picture, read_signon

pytestmark = pytest.mark.slow

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">'
BOX = '<rect width="80" height="40" fill="#a00"/>'
BOMB = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))


def svg(inside: str, before: str = "") -> bytes:
    return f"{before}{HEAD}{inside}{BOX}</svg>".encode()


def _png(width: int, height: int) -> bytes:
    """A picture of few bytes that claims to have many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    data = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


HOSTILE = [
    (svg("<script>alert(1)</script>"), "program"),
    (svg("<svg:script xmlns:svg='http://www.w3.org/2000/svg'>x</svg:script>"), "program"),
    (svg("<rect onload='alert(1)'/>"), "program"),
    (svg("<a xlink:href='javascript:alert(1)'><rect/></a>"), "program"),
    (svg("", f"<!DOCTYPE svg [<!ENTITY a 'lol'>{BOMB}]>"), "program"),
    (svg("<text>&x;</text>", "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), "program"),
    (svg("", "<!DOCTYPE svg [<!ELEMENT svg ANY>]>"), "outside"),
    (svg("<use href='https://evil.example/a.svg#b'/>"), "outside"),
    (svg("<use xlink:href = 'a.svg#b'/>"), "outside"),
    (svg("<style>@import url(https://evil.example/a.css);</style>"), "outside"),
    (svg("<rect fill='url(https://evil.example/#p)'/>"), "outside"),
    (svg("", "<?xml-stylesheet href='a.css'?>"), "outside"),
    (svg("<image href='file:///etc/passwd'/>"), "outside"),
    (svg("<image href='data:image/png;base64,AAAA'/>"), "bitmap"),
    (svg("<use href='#a'/>" * 21), "intricate"),
    (svg("<g>" * 100_000 + "</g>" * 100_000), "intricate"),
    (b"<html><script>alert(1)</script></html>", "program"),
    (b"<p>no drawing</p>", "shape"),
    (b"GIF89a/*\1\0\1\0*/=1;alert(1)//", "unreadable"),
    (b"%PDF-1.7\n", "unreadable"),
    (b"\x1f\x8b" + b"\0" * 40, "unreadable"),
    (_png(20_000, 19_000), "pixels"),
    (picture(size=(2000, 100)), "shape"),
    (b"x" * 2_000_001, "large"),
    (b"x" * 2_100_000, "large"),
    (b"", "empty"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("data", "flaw"), HOSTILE, ids=[f"{flaw} {at}" for at, (_, flaw) in enumerate(HOSTILE)])
def test_a_hostile_file_is_refused_in_words(web: Web, data: bytes, flaw: str) -> None:
    """The page says what is wrong and what to do; no file and no line of the record is left."""
    signon = add_listed(web)
    answer = web.client.post(own(web, signon, "/logo"), files={"logo": ("logo.svg", data, "image/svg+xml")})
    assert (answer.status_code, title(answer.text)) == (200, "Error: Your signature: Keep forests standing")
    assert f'<a href="#logo">{MESSAGES[f"logo.{flaw}"]}</a>' in answer.text
    assert (read_signon(web, signon).logo, deeds(web, signon)[-1]) == ("", RecordEvent.LISTED)
    assert not web.folder.signatories.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "inside",
    ["<filter id='f'><feTurbulence baseFrequency='.01' numOctaves='500'/></filter>" + "<rect filter='url(#f)'/>" * 300],
)
def test_a_drawing_that_takes_for_ever_is_ended(inside: str) -> None:
    """The process that renders it is stopped after a few seconds; ours continues."""
    with pytest.raises(RejectedLogo) as error:
        rasterise(svg(inside.replace("<rect", "<rect width='100' height='50'")))
    assert error.value.flaw is Flaw.INTRICATE


def test_nothing_but_pixels_comes_through(web: Web) -> None:
    """From a picture with a page or text inside, only the pixels are stored."""
    signon = web.sign_and_confirm()
    trailing = picture() + b"<script>alert(document.domain)</script>"
    assert web.client.post(own(web, signon, "/logo"), files={"logo": ("a.html", trailing)}).status_code == 303
    file = web.folder.signatories / read_signon(web, signon).logo
    assert b"script" not in file.read_bytes()
    assert Image.open(io.BytesIO(file.read_bytes())).info == {}
    logo = web.client.get(own(web, signon, "/logo.png"))
    assert (logo.headers["content-type"], logo.headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert b"script" not in logo.content


def test_the_name_of_a_file_is_not_looked_at(web: Web) -> None:
    """It cannot choose a path: the stored file is named after the sign-on and the picture."""
    signon = web.sign_and_confirm()
    for name in ("../../campaign.toml", "/etc/passwd", "a\0b.svg", "x" * 5000, "CON"):
        web.client.post(own(web, signon, "/logo"), files={"logo": (name, SVG)})
    files = [path for path in web.folder.root.rglob("*") if path.is_file() and not path.name.startswith("campaign.db")]
    assert files == [web.folder.signatories / read_signon(web, signon).logo]
    assert Path(read_signon(web, signon).logo).name.startswith(f"{signon}-")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "multipart/form-data", 400),
        (b"--x\r\n", "multipart/form-data; boundary=x", 200),
        (b"garbage", "multipart/form-data; boundary=x", 400),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n", "multipart/form-data; boundary=x", 400),
        (b"--x\r\n" + b"A" * 9000 + b"\r\n\r\n--x--", "multipart/form-data; boundary=x", 400),
        (
            b"--x\r\nContent-Disposition: form-data; name=logo\r\n\r\na\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
            200,
        ),
        (
            b"--x\r\nContent-Disposition: form-data; name=logo; filename=a\r\n\r\na\r\n" * 3 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
            400,
        ),
        (
            b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\na\r\n" * 50 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
            400,
        ),
        (b"logo=x", "application/x-www-form-urlencoded", 415),
        (b"x" * 23_000_000, "multipart/form-data; boundary=x", 413),
    ],
)
def test_malformed_uploads_are_answered(web: Web, body: bytes, kind: str, status: int) -> None:
    """No boundary, no name, too many parts, not a form, far too long: a page in words, and nothing stored."""
    signon = web.sign_and_confirm()
    answer = web.client.post(own(web, signon, "/logo"), content=body, headers={"Content-Type": kind})
    if status == 413:  # far beyond what is heard out, the page of the form says so as for any large file
        assert MESSAGES["logo.large"] in answer.text
    else:
        assert answer.status_code == status
    assert "<h1>" in answer.text
    assert read_signon(web, signon).logo == ""
    assert web.link(LinkPurpose.OWN, signon) not in answer.headers.get("location", "")
