"""Files that go with a mail."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.compose import Attachment
from campaign.core.compose.attachment import file_name
from campaign.core.compose.size import html_part
from tests.helpers.sample_letter import compose_message

DATA = bytes(range(256)) * 9
NAME = "Ανοιχτή επιστολή – Dragoş Tudorache.pdf"


def with_file(name=NAME, data=DATA):
    return compose_message(files=(Attachment(name, "application/pdf", data),)).message


def test_a_file_is_attached_beside_the_two_bodies():
    """The message is multipart/mixed: first text and HTML, then the file, complete, with its name by RFC 2231."""
    parsed = message_from_bytes(with_file(), policy=policy.default)
    assert [part.get_content_type() for part in parsed.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    (file,) = parsed.iter_attachments()
    assert (file.get_filename(), file.get_content()) == (NAME, DATA)
    assert b"filename*=utf-8''%CE%91" in with_file()
    assert parsed["Content-Language"] == "en"
    assert html_part(with_file()) == html_part(compose_message().message)


def test_an_ascii_name_is_not_encoded():
    """A file name of ASCII letters is not encoded."""
    assert b'Content-Disposition: attachment; filename="Letter - Axel Voss.pdf"\r\n' in with_file(
        "Letter - Axel Voss.pdf"
    )


def test_the_same_file_gives_the_same_bytes():
    """The message contains no time of its making, and its lines are not too long."""
    assert with_file() == with_file()
    assert max(map(len, with_file().split(b"\r\n"))) < 998
    assert with_file().replace(b"\r\n", b"").count(b"\n") == 0


def test_boundaries_differ():
    """The attachments and the two bodies have different boundaries."""
    parsed = message_from_bytes(with_file(), policy=policy.default)
    inner = next(parsed.iter_parts())
    assert parsed.get_boundary() != inner.get_boundary()


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Keep the exemption", "Axel Voss"), "Keep the exemption - Axel Voss.pdf"),
        (('a/b\\c: "d"?', "x\r\ny"), "a b c d - x y.pdf"),
        (("", "..."), "letter.pdf"),
        (("\u202egnp.exe",), "gnp.exe.pdf"),
        (("Ж" * 300,), "Ж" * 100 + ".pdf"),
        (("李" * 300,), "李" * 66 + ".pdf"),
    ],
)
def test_names_of_files(parts, name):
    """A file name is readable and has no forbidden character and none that hides its suffix."""
    assert file_name(*parts, ending=".pdf") == name


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_name_escapes_its_header(one, two):
    """For any title or name, the file name can be read back and adds no header."""
    name = file_name(one, two, ending=".pdf")
    parsed = message_from_bytes(with_file(name, b"x"), policy=policy.default)
    assert parsed.defects == []
    assert [part.get_filename() for part in parsed.iter_attachments()] == [name]
