"""A Word file's text made ready for a reader: what is no part of the letter taken out, what a reader would lose marked.

Pandoc and mammoth both leave out or mangle some of what stands in a Word file. So text boxes, hidden text, tables of
contents and page breaks are dealt with here, each named for review; and marks (private characters) are put into the
text for what a reader forgets: the place of a remark, a note's label, a list item's further paragraphs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from campaign.errors import LetterError
from campaign.intake.docx_archive import Docx
from campaign.intake.docx_xml import COMPATIBILITY, is_on, parents, text_of, value, w
from campaign.intake.pieces import Remark
from campaign.letters.dialect import MAX_CHARACTERS
from campaign.render.pandoc import BOOKMARK

CONTINUED = "\ue000"  # at the start of a paragraph, once a level: it belongs to the list item before it
LABEL, LABEL_END = "\ue002", "\ue003"  # around the label of the note whose call follows
CODE, CODE_END = "\ue008", "\ue009"  # around code that is bold or italic, too
_LOOK = 0xE100  # the first remark's character; each has its own
_MOST_LOOKS = 1_000
LOOK = re.compile(f"[{chr(_LOOK)}-{chr(_LOOK + _MOST_LOOKS)}]")
MARKS = re.compile(f"{LABEL}[^{LABEL_END}]*{LABEL_END}|[{CONTINUED}-{CODE_END}]|{LOOK.pattern}")

_ANY = re.compile(f"[{CONTINUED}-{chr(_LOOK + _MOST_LOOKS)}]")

_TEXTS = ("document", "footnotes", "endnotes")
BOX = "this stood in a text box"
_CODE_STYLE = "VerbatimChar"  # pandoc's
_SHOWN = 60
_OF_THE_FILE = {"title", "subtitle", "author", "date", "abstract"}
_MOST_JOINS = 20  # page breaks in one paragraph that are worth a remark each
_HERE = "\x00"


@dataclass(slots=True)
class Cleaned:
    """`remarks` are those with a mark in the text, in the order of their characters; `general` the others.

    `words` is the whole text, a paragraph a line, told apart without any reader.
    """

    docx: Docx
    remarks: list[Remark] = field(default_factory=list)
    general: list[Remark] = field(default_factory=list)
    words: str = ""

    def look(self, what: str, mend: str) -> str:
        """Note a remark, and give the character that marks its place."""
        self.remarks.append(Remark(what, mend))
        return chr(_LOOK + min(len(self.remarks), _MOST_LOOKS) - 1)


def remark_of(mark: str, remarks: Sequence[Remark]) -> Remark:
    """The remark that a character in the text stands for."""
    return remarks[min(ord(mark) - _LOOK, len(remarks) - 1)]


def cleaned(docx: Docx) -> Cleaned:
    """The file ready for a reader. `docx` is changed. Raises LetterError when it holds too much text."""
    found = Cleaned(docx)
    for kind in _TEXTS:
        if kind in docx.parts:
            _clean(docx.parts[kind], found)
    _keep_titles(docx)
    _mark_list_paragraphs(docx)
    words = [MARKS.sub("", text_of(docx.parts[kind])) for kind in _TEXTS if kind in docx.parts]
    found.words = "\n".join(words)
    if len(found.words) > MAX_CHARACTERS:
        raise LetterError(
            f"it holds {len(found.words):,} characters of text, more than {MAX_CHARACTERS:,}",
            hint="import the letter's text alone",
        )
    found.general += _margins(docx)
    return found


def _margins(docx: Docx) -> Iterator[Remark]:
    said = (" ".join(text_of(each).split()) for each in docx.margins)
    worded = dict.fromkeys(words for words in said if re.search(r"[^\W\d]", words))
    if worded:
        shown = _shown(" / ".join(worded))
        yield Remark(f"header and footer were left out: {shown}", "write in what belongs to the letter")


def _clean(root: Element, found: Cleaned) -> None:
    _drop_lines(root)
    _strip_marks(root)
    _drop_fallbacks(root)
    _drop_contents(root, found)
    _drop_hidden(root, found)
    _move_boxes(root, found)
    _join_pages(root, found)
    _label_notes(root)
    _mark_code(root)


def _drop_lines(root: Element) -> None:
    """What Word keeps among the notes and is none: the line above them, and its like."""
    _remove(root, [each for each in root if each.get(w("type"), "normal") != "normal"])


def _strip_marks(root: Element) -> None:
    """No character of the file itself is one of our marks."""
    for each in root.iter():
        if each.text and _ANY.search(each.text):
            each.text = _ANY.sub("", each.text)


def _drop_fallbacks(root: Element) -> None:
    """Word gives drawings twice, for itself and for older programs; the first is kept."""
    _remove(root, root.iter(f"{{{COMPATIBILITY}}}Fallback"))
    root.attrib.pop(f"{{{COMPATIBILITY}}}Ignorable", None)


def _drop_contents(root: Element, found: Cleaned) -> None:
    """Tables of contents: they are made by the word processor, and their page numbers mean nothing here."""
    holders = [each for each in root.iter(w("sdt")) if _is_contents(each)]
    paragraphs = list(_contents_paragraphs(root))
    if holders or paragraphs:
        lines = sum(1 for each in (*holders, *paragraphs) for _ in each.iter(w("p")))
        found.general.append(
            Remark(f"a table of contents was left out ({lines} lines)", "look whether they held more than the headings")
        )
    _remove(root, (*holders, *paragraphs))


def _is_contents(holder: Element) -> bool:
    gallery = next(holder.iter(w("docPartGallery")), None)
    return "table of contents" in value(gallery).lower()


def _contents_paragraphs(root: Element) -> Iterator[Element]:
    """The paragraphs from the one that begins a field TOC to the one that ends it. A field without an end is none."""
    fields: list[list[Element] | None] = []  # the open fields, innermost last; of a table of contents, its paragraphs
    for paragraph in root.iter(w("p")):
        for contents in fields:
            if contents is not None:
                contents.append(paragraph)
        for each in paragraph.iter():
            kind = each.get(w("fldCharType")) if each.tag == w("fldChar") else None
            if kind == "begin":
                fields.append(None)
            elif kind == "end" and fields:
                yield from fields.pop() or ()
            elif each.tag == w("instrText") and fields and (each.text or "").split()[:1] == ["TOC"]:
                fields[-1] = [paragraph]


def _drop_hidden(root: Element, found: Cleaned) -> None:
    hidden = [run for run in root.iter(w("r")) if is_on(run.find(f"{w('rPr')}/{w('vanish')}"))]
    words = " ".join(" ".join(map(text_of, hidden)).split())
    if words:
        mend = "write it in if readers are to see it"
        found.general.append(Remark(f"hidden text was left out: {_shown(words)}", mend))
    _remove(root, hidden)


def _move_boxes(root: Element, found: Cleaned) -> None:
    """The paragraphs of a text box, placed after the paragraph that the box hangs on."""
    around = parents(root)
    moved: dict[Element, list[Element]] = {}
    boxes = [(box, _outermost_paragraph(box, around)) for box in root.iter(w("txbxContent"))]
    for box, holder in boxes:
        if holder is None:
            continue
        inside = [each for each in box if each.tag == w("p") and text_of(each).strip()]
        if inside:
            mark = found.look(
                f"{BOX}: {_shown(text_of(inside[0]))}",
                "look whether it belongs to the letter, and whether here",
            )
            _put_text(inside[0], mark)
        moved.setdefault(holder, []).extend(inside)
        box.clear()
    for place in {around[holder] for holder in moved}:
        place[:] = [part for each in place for part in (each, *moved.get(each, ()))]


def _outermost_paragraph(element: Element, around: dict[Element, Element]) -> Element | None:
    found = None
    while element in around:
        element = around[element]
        found = element if element.tag == w("p") else found
    return found


def _join_pages(root: Element, found: Cleaned) -> None:
    """A page break within a paragraph, where somebody forced one; at its edges it says nothing."""
    for paragraph in root.iter(w("p")):
        ends = [each for each in paragraph.iter(w("br")) if each.get(w("type")) in ("page", "column")]
        for end in ends:
            end.tag = w("t")
            end.attrib.clear()
            end.text = " "
        for end in ends[:_MOST_JOINS]:
            _join(paragraph, end, found)


def _join(paragraph: Element, end: Element, found: Cleaned) -> None:
    end.text = _HERE
    before, _, after = text_of(paragraph).partition(_HERE)
    end.text = " "
    if before.strip() and after.strip():
        seam = f"… {' '.join(before.split()[-3:])} | {' '.join(after.split()[:3])} …"
        what, mend = f"a broken paragraph was joined: {seam}", "part it again if these were two paragraphs"
        end.text = found.look(what, mend) + " "


def _label_notes(root: Element) -> None:
    """Our own files name a note's label in a bookmark around its call."""
    for place in list(root.iter()):
        if any(each.tag == w("bookmarkStart") for each in place):
            place[:] = [part for each in place for part in _labelled(each)]


def _labelled(element: Element) -> tuple[Element, ...]:
    label = _label(element) if element.tag == w("bookmarkStart") else ""
    return (element, _run(label)) if label else (element,)


def _label(bookmark: Element) -> str:
    name = bookmark.get(w("name"), "")
    return LABEL + name.removeprefix(BOOKMARK) + LABEL_END if name.startswith(BOOKMARK) else ""


def _mark_code(root: Element) -> None:
    """Code that is bold or italic, of which pandoc would only see that it is code."""
    for run in root.iter(w("r")):
        properties = run.find(w("rPr"))
        style = properties.find(w("rStyle")) if properties is not None else None
        if properties is None or style is None or value(style) != _CODE_STYLE or len(properties) == 1:
            continue
        properties.remove(style)
        texts = [each for each in run if each.tag in (w("t"), w("delText"))]
        for each in texts:
            each.text = CODE + (each.text or "") + CODE_END


def _keep_titles(docx: Docx) -> None:
    """A title as a heading; a date or an author as a paragraph. Pandoc would take them out of the text."""
    names = {each.get(w("styleId"), ""): value(each.find(w("name"))).lower() for each in _styles(docx)}
    highest = next((key for key, name in names.items() if name == "heading 1"), "")
    for style in docx.parts["document"].iter(w("pStyle")):
        if names.get(value(style)) in _OF_THE_FILE:
            style.set(w("val"), highest if names[value(style)] == "title" else "")


def _styles(docx: Docx) -> Iterable[Element]:
    return docx.parts["styles"].iter(w("style")) if "styles" in docx.parts else ()


def _mark_list_paragraphs(docx: Docx) -> None:
    """Paragraphs in a list without a sign of their own: pandoc writes an item's further paragraphs so, and would read
    them as new items."""
    if "numbering" not in docx.parts:
        return
    signless = _signless(docx.parts["numbering"])
    for kind in _TEXTS:
        for paragraph in docx.parts[kind].iter(w("p")) if kind in docx.parts else ():
            properties = paragraph.find(w("pPr"))
            numbering = properties.find(w("numPr")) if properties is not None else None
            if properties is None or numbering is None or value(numbering.find(w("numId"))) not in signless:
                continue
            level = value(numbering.find(w("ilvl")), "0")
            properties.remove(numbering)
            _put_text(paragraph, CONTINUED * (1 + int(level) if level.isdecimal() else 1))


def _signless(numbering: Element) -> set[str]:
    """The lists all of whose levels are numbered by a space or nothing."""
    blank = {
        each.get(w("abstractNumId"), "")
        for each in numbering.iter(w("abstractNum"))
        if not any(value(text).strip() for text in each.iter(w("lvlText")))
    }
    return {
        each.get(w("numId"), "") for each in numbering.iter(w("num")) if value(each.find(w("abstractNumId"))) in blank
    }


def _put_text(paragraph: Element, text: str) -> None:
    """Put text at the start of a paragraph, after its properties."""
    paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, _run(text))


def _run(text: str) -> Element:
    run = Element(w("r"))
    SubElement(run, w("t")).text = text
    return run


def _remove(root: Element, elements: Iterable[Element]) -> None:
    gone = set(elements)
    around = parents(root) if gone else {}
    for place in {around[each] for each in gone}:
        place[:] = [each for each in place if each not in gone]


def _shown(text: str) -> str:
    text = " ".join(MARKS.sub("", text).split())
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
