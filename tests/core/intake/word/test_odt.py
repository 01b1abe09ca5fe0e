"""An OpenDocument text is prepared for pandoc: what nobody reads goes out and is named."""

import io
import zipfile

import pytest

from campaign.core.intake.word.odt import clean_odt, is_odt
from campaign.errors import LetterError

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(f'xmlns:{name}="{_NAMES}{name}:1.0"' for name in ("office", "text", "style", "draw"))
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def odt(body: str, styles: str = "", **parts: str) -> bytes:
    """An OpenDocument text with this body, these automatic styles and these other parts."""
    content = (
        f"<office:document-content {_SPACES} {_DC}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, text in {"content.xml": content, **parts}.items():
            archive.writestr(name, text)
    return out.getvalue()


def content(data: bytes) -> str:
    """The text part of a file, as it was packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("content.xml").decode()


def remarks_on(data: bytes) -> list[str]:
    """What the remarks say."""
    return [remark.what for remark in clean_odt(data)[1]]


def test_an_open_document_is_known_by_its_first_part():
    """The type at the start of the file decides, so that a Word file is not taken for one."""
    assert (is_odt(odt("")), is_odt(b"PK\x03\x04[Content_Types].xml")) == (True, False)


def test_tracked_changes_count_as_accepted_and_are_named():
    """Deleted words go out of the file, and a remark quotes them; inserted ones are counted."""
    info = "<office:change-info><dc:creator>Ann</dc:creator></office:change-info>"
    data = odt(
        "<text:tracked-changes>"
        f'<text:changed-region text:id="a"><text:deletion>{info}<text:p>shame <text:span>them</text:span> and</text:p>'
        "</text:deletion></text:changed-region>"
        f'<text:changed-region text:id="b"><text:insertion>{info}</text:insertion></text:changed-region>'
        "</text:tracked-changes><text:p>Please vote.</text:p>"
    )
    assert remarks_on(data) == ["2 tracked changes taken as accepted: left out “shame them and”"]
    assert ("shame" in content(clean_odt(data)[0]), "Please vote." in content(clean_odt(data)[0])) == (False, True)


def test_insertions_alone_are_counted():
    """A file in which words were only added says how often."""
    region = '<text:changed-region text:id="b"><text:insertion/></text:changed-region>'
    assert remarks_on(odt(f"<text:tracked-changes>{region}</text:tracked-changes>")) == [
        "1 tracked change taken as accepted"
    ]


def test_many_deletions_are_not_all_quoted():
    """Five deletions are quoted, the others counted."""
    regions = "".join(
        f"<text:changed-region><text:deletion><text:p>d{n}</text:p></text:deletion></text:changed-region>"
        for n in range(7)
    )
    assert remarks_on(odt(f"<text:tracked-changes>{regions}</text:tracked-changes>")) == [
        "7 tracked changes taken as accepted: left out “d0”, “d1”, “d2”, “d3”, “d4” and 2 more"
    ]


def test_comments_are_left_out_and_quoted():
    """A comment goes out without its author, and the words around it stay in one piece."""
    comment = "<office:annotation><dc:creator>Jan</dc:creator><text:p>Is this right?</text:p></office:annotation>"
    data = odt(f"<text:p>One {comment}two<text:span>!</text:span>{comment} three</text:p>")
    assert remarks_on(data) == ["a comment is left out: “Is this right?”"] * 2
    assert "One two<" in content(clean_odt(data)[0])
    assert "> three</" in content(clean_odt(data)[0])


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:span text:style-name="T1">secret</text:span>',
        '<text:span text:style-name="T2">secret</text:span>',
        '<text:p text:style-name="T1">secret</text:p>',
        '<text:section text:display="none"><text:p>secret</text:p></text:section>',
        "<text:hidden-text>secret</text:hidden-text>",
        "<text:hidden-paragraph>secret</text:hidden-paragraph>",
    ],
)
def test_hidden_text_is_left_out_and_named(hidden: str):
    """Text that a style, its parent, a section or a field hides is not in the letter."""
    styles = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2" style:parent-style-name="T1"/>'
    )
    data = odt(f"<text:p>Seen</text:p>{hidden}<text:p>too</text:p>", styles)
    assert remarks_on(data) == ["left out hidden text: “secret”"]
    assert "secret" not in content(clean_odt(data)[0])


def test_a_style_may_undo_what_its_parent_hides():
    """A style's own word counts; a style that names itself as its parent ends the search."""
    styles = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T3" style:parent-style-name="T1"><style:text-properties text:display="true"/>'
        "</style:style>"
        '<style:style style:name="T4" style:parent-style-name="T4"><style:text-properties/></style:style>'
    )
    body = '<text:p text:style-name="T3">three</text:p><text:p text:style-name="T4">four</text:p>'
    data = odt(body, styles, **{"styles.xml": f"<office:document-styles {_SPACES}/>"})
    assert remarks_on(data) == []
    assert [word in content(clean_odt(data)[0]) for word in ("three", "four")] == [True, True]


def test_pictures_are_named():
    """What a letter cannot have is counted; an empty hidden part is not worth a word."""
    data = odt('<text:p><draw:image/><draw:image/></text:p><text:section text:display="none"/>')
    assert remarks_on(data) == ["left out 2 pictures"]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"META-INF/manifest.xml": "<m><encryption-data/></m>"}, "an OpenDocument file with a password"),
        ({"content.xml": "<broken"}, "content.xml is broke"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(parts: dict[str, str], message: str):
    """A password and a broken part are remarks_on in words."""
    with pytest.raises(LetterError) as caught:
        clean_odt(odt("", **parts))
    assert caught.value.message[: len(message)] == message


def test_a_file_without_text_is_refused():
    """An OpenDocument file of another kind has no text part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(LetterError) as caught:
        clean_odt(out.getvalue())
    assert caught.value.message == "an OpenDocument file without text"


def test_the_manifest_is_copied():
    """The file's own list of parts goes with it."""
    data = clean_odt(odt("", **{"META-INF/manifest.xml": "<m>mine</m>"}))[0]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("META-INF/manifest.xml") == b"<m>mine</m>"
