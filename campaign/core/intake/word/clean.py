"""Prepares the text of a Word file: removes what is not part of the letter, and marks what a reader would lose.

Pandoc and mammoth drop or damage some of the content of a Word file. So text boxes, hidden text, tables of contents and
page breaks are handled here, each with a remark, and what a reader would lose is marked.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from campaign.core.intake.pieces import Remark, refuse_long
from campaign.core.intake.word import marks
from campaign.core.intake.word.archive import Docx
from campaign.core.intake.word.numbering import Numberings
from campaign.core.intake.word.styles import Styles
from campaign.core.intake.word.xml import COMPATIBILITY, is_on, parents, text_of, value, w
from campaign.core.languages.in_english import count_of
from campaign.core.render.pandoc_elements import RULE_STYLE

_TEXTS = ("document", "footnotes", "endnotes")
BOX = "this was in a text box"
_MOST_QUOTED = 60
_WRAPPERS = {w("fldSimple"), w("customXml"), w("dir"), w("bdo"), w("ruby"), w("rubyBase"), w("rt")}
_WRAPPER_PROPERTIES = {w("rubyPr"), w("customXmlPr")}
_DRAWINGS = {w("drawing"), w("pict"), w("object"), w("altChunk")}
_DRAWING_KINDS = {
    "chart": "chart",
    "relIds": "diagram",
    "altChunk": "embedded document",
    "OLEObject": "embedded object",
    "blip": "picture",
    "imagedata": "picture",
}
_DEFINITION_STYLES = {"definition term", "definition", "definitionterm"}  # pandoc drops such paragraphs
_PROPERTY_STYLES = {"title", "subtitle", "author", "date", "abstract"}
_MOST_JOINS = 20  # so many page breaks of a paragraph get a remark each
_BREAK = "\x00"


@dataclass(slots=True)
class WordFile:
    """A Word file, ready for a reader."""

    docx: Docx
    remarks: list[Remark] = field(default_factory=list)
    """The remarks that have a mark in the text, in the order of the marks' characters."""
    general: list[Remark] = field(default_factory=list)
    """The other remarks."""
    words: str = ""
    """The whole text, one line for each paragraph, found without a reader."""

    def add_remark(self, what: str, fix: str) -> str:
        """Add a remark, and return the character that marks its place in the text."""
        self.remarks.append(Remark(what, fix))
        return marks.remark_mark(self.remarks)


def clean_docx(docx: Docx) -> WordFile:
    """Prepare a file for a reader. Changes `docx`. Raises LetterError if it has too much text."""
    file = WordFile(docx)
    styles = Styles(docx)
    for kind in _TEXTS:
        if kind in docx.parts:
            _clean(docx.parts[kind], file, styles)
            _mark_rules(docx.parts[kind], styles)
            marks.mark_code(docx.parts[kind], styles.font(marks.CODE_STYLE))
    _keep_titles(docx)
    texts = [docx.parts[kind] for kind in _TEXTS if kind in docx.parts]
    calls = marks.first_calls(docx.parts["document"])
    for root in texts:
        marks.restore_repeated_calls(root, calls)
    file.words = "\n".join(marks.MARKS.sub("", text_of(text)) for text in texts)
    refuse_long(len(file.words))
    file.general += _margins(docx)
    return file


def _margins(docx: Docx) -> Iterator[Remark]:
    margin_texts = (" ".join(text_of(margin).split()) for margin in docx.margins)
    texts_with_words = dict.fromkeys(words for words in margin_texts if re.search(r"[^\W\d]", words))
    if texts_with_words:
        quoted = _quote(" / ".join(texts_with_words))
        yield Remark(f"left out the header and footer: {quoted}", "add what belongs to the letter")


def _clean(root: Element, file: WordFile, styles: Styles) -> None:
    _drop_lines(root)
    _strip_marks(root)
    _drop_fallbacks(root)
    _open_wrappers(root)
    _drop_contents(root, file)
    _drop_hidden(root, file, styles)
    _drop_prompts(root, file)
    _move_boxes(root, file)
    _drop_drawings(root, file)
    _name_heading_numbers(root, file, styles)
    _join_pages(root, file)
    marks.label_notes(root)
    marks.add_comment_ranges(root)


def _drop_lines(root: Element) -> None:
    """Remove what Word stores among the notes but is not a note, such as the line above them."""
    _remove(root, [note for note in root if note.get(w("type"), "normal") != "normal"])


def _strip_marks(root: Element) -> None:
    """Remove characters of the file that would look like our marks."""
    for element in root.iter():
        if element.text and marks.ANY.search(element.text):
            element.text = marks.ANY.sub("", element.text)


def _drop_fallbacks(root: Element) -> None:
    """Keep the first of two copies: Word writes drawings for itself and again for older programs."""
    _remove(root, root.iter(f"{{{COMPATIBILITY}}}Fallback"))
    root.attrib.pop(f"{{{COMPATIBILITY}}}Ignorable", None)


def _drop_contents(root: Element, file: WordFile) -> None:
    """Remove tables of contents: the word processor generates them, and their page numbers mean nothing here."""
    holders = [holder for holder in root.iter(w("sdt")) if _is_contents(holder)]
    paragraphs = list(_contents_paragraphs(root))
    if holders or paragraphs:
        lines = sum(1 for element in (*holders, *paragraphs) for _ in element.iter(w("p")))
        file.general.append(
            Remark(f"left out a table of contents ({count_of(lines, 'line')})", "check that it had only the headings")
        )
    _remove(root, (*holders, *paragraphs))


def _is_contents(holder: Element) -> bool:
    gallery = next(holder.iter(w("docPartGallery")), None)
    return "table of contents" in value(gallery).lower()


def _contents_paragraphs(root: Element) -> Iterator[Element]:
    """Yield the paragraphs from the start of a TOC field to its end. A field without an end is not one."""
    fields: list[list[Element] | None] = []  # the open fields, innermost last; of a table of contents, its paragraphs
    for paragraph in root.iter(w("p")):
        for contents in fields:
            if contents is not None:
                contents.append(paragraph)
        for element in paragraph.iter():
            kind = element.get(w("fldCharType")) if element.tag == w("fldChar") else None
            if kind == "begin":
                fields.append(None)
            elif kind == "end" and fields:
                yield from fields.pop() or ()
            elif element.tag == w("instrText") and fields and (element.text or "").split()[:1] == ["TOC"]:
                fields[-1] = [paragraph]


def _open_wrappers(root: Element) -> None:
    """Put the content of simple fields, custom XML and directions in their place: readers drop it."""
    for parent in list(root.iter()):
        while any(child.tag in _WRAPPERS for child in parent):
            parent[:] = [
                inner
                for child in parent
                for inner in (child if child.tag in _WRAPPERS else (child,))
                if inner.tag not in _WRAPPER_PROPERTIES
            ]


def _drop_hidden(root: Element, file: WordFile, styles: Styles) -> None:
    hidden = [
        run
        for paragraph in root.iter(w("p"))
        for run in paragraph.iter(w("r"))
        if _is_hidden(run, value(paragraph.find(f"{w('pPr')}/{w('pStyle')}")), styles)
    ]
    words = " ".join(" ".join(map(text_of, hidden)).split())
    if words:
        fix = "add it if readers should see it"
        file.general.append(Remark(f"left out hidden text: {_quote(words)}", fix))
    _remove(root, hidden)


def _is_hidden(run: Element, paragraph_style: str, styles: Styles) -> bool:
    """Whether a run is hidden: by itself, by its style, or by that of its paragraph."""
    own = run.find(f"{w('rPr')}/{w('vanish')}")
    if own is not None:
        return is_on(own)
    return styles.hides(value(run.find(f"{w('rPr')}/{w('rStyle')}"))) or styles.hides(paragraph_style)


def _drop_prompts(root: Element, file: WordFile) -> None:
    """Remove the prompts of form fields that nobody has filled in."""
    prompts = [
        content
        for holder in root.iter(w("sdt"))
        if is_on(holder.find(f"{w('sdtPr')}/{w('showingPlcHdr')}"))
        for content in holder.findall(w("sdtContent"))
    ]
    for prompt in prompts:
        words = text_of(prompt)
        if words.strip():
            file.general.append(
                Remark(f"left out the prompt of an empty field: {_quote(words)}", "write what belongs there")
            )
        for element in prompt.iter(w("t")):
            element.text = ""


def _drop_drawings(root: Element, file: WordFile) -> None:
    """Remove pictures, charts, diagrams and embedded files, each with a remark: a letter has none."""
    drawings = [element for element in root.iter() if element.tag in _DRAWINGS]
    for kind, count in Counter(filter(None, map(_drawing_kind, drawings))).items():
        fix = "write what readers need to know from it; logos belong in signatories/logos"
        file.general.append(Remark(f"left out {count_of(count, kind)}", fix))
    _remove(root, drawings)


def _drawing_kind(drawing: Element) -> str:
    """Return what a drawing shows; "" for a line or an empty shape."""
    names = {element.tag.rpartition("}")[2] for element in drawing.iter()}
    return next((kind for name, kind in _DRAWING_KINDS.items() if name in names), "")


def _name_heading_numbers(root: Element, file: WordFile, styles: Styles) -> None:
    """Add a remark if Word numbers the headings: the letter's headings have no numbers."""
    numberings = Numberings(file.docx)
    for paragraph in root.iter(w("p")):
        chain = styles.of(paragraph)
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        num = value(own.find(w("numId"))) if own is not None else ""
        if own is not None and num:
            depth = value(own.find(w("ilvl")), "0")
            level = numberings.level(num, int(depth) if depth.isdecimal() else 0)
            numbered = num != "0" and (level is None or level.is_numbered)
        else:
            numbered = any(style.numbering is not None for style in chain)
        if numbered and any(style.name.startswith("heading ") for style in chain):
            what = f"a heading's number was left out: {_quote(text_of(paragraph))}"
            file.general.append(Remark(what, "type it, if the text refers to it"))


def _move_boxes(root: Element, file: WordFile) -> None:
    """Move the paragraphs of a text box behind the paragraph that the box is anchored to."""
    parent_of = parents(root)
    moved: dict[Element, list[Element]] = {}
    boxes = [(box, _outermost_paragraph(box, parent_of)) for box in root.iter(w("txbxContent"))]
    for box, holder in boxes:
        if holder is None:
            continue
        inside = [element for element in box if text_of(element).strip()]
        if inside:
            mark = file.add_remark(
                f"{BOX}: {_quote(text_of(inside[0]))}", "check that it belongs to the letter, and here"
            )
            marks.put_text(next(inside[0].iter(w("p"))), mark)
        moved.setdefault(holder, []).extend(inside)
        box.clear()
    for parent in {parent_of[holder] for holder in moved}:
        parent[:] = [part for child in parent for part in (child, *moved.get(child, ()))]


def _outermost_paragraph(element: Element, parent_of: dict[Element, Element]) -> Element | None:
    outermost = None
    while element in parent_of:
        element = parent_of[element]
        outermost = element if element.tag == w("p") else outermost
    return outermost


def _join_pages(root: Element, file: WordFile) -> None:
    """Replace page breaks by spaces, with a remark on those in the middle of a paragraph."""
    for paragraph in root.iter(w("p")):
        ends = [element for element in paragraph.iter(w("br")) if element.get(w("type")) in ("page", "column")]
        for end in ends:
            end.tag = w("t")
            end.attrib.clear()
            end.text = " "
        for end in ends[:_MOST_JOINS]:
            _join(paragraph, end, file)


def _join(paragraph: Element, end: Element, file: WordFile) -> None:
    end.text = _BREAK
    before, _, after = text_of(paragraph).partition(_BREAK)
    end.text = " "
    if before.strip() and after.strip():
        seam = f"… {' '.join(before.split()[-3:])} | {' '.join(after.split()[:3])} …"
        what, fix = f"joined a broken paragraph: {seam}", "split it again if these were two paragraphs"
        end.text = file.add_remark(what, fix) + " "


def _keep_titles(docx: Docx) -> None:
    """Make a title a heading, and a date or an author a paragraph. Pandoc would remove them from the text."""
    names = {style.get(w("styleId"), ""): value(style.find(w("name"))).lower() for style in _styles(docx)}
    names = {
        style.get(w("val"), ""): value(style).lower() for style in docx.parts["document"].iter(w("pStyle"))
    } | names
    highest = next((key for key, name in names.items() if name == "heading 1"), "")
    for style in docx.parts["document"].iter(w("pStyle")):
        if names.get(value(style)) in _PROPERTY_STYLES:
            style.set(w("val"), highest if names[value(style)] == "title" else "")
        elif names[value(style)] in _DEFINITION_STYLES:
            style.set(w("val"), "")


def _mark_rules(root: Element, styles: Styles) -> None:
    """Mark paragraphs that draw a line across the page by their style; a reader would drop them."""
    for paragraph in root.iter(w("p")):
        if any(style.name == RULE_STYLE for style in styles.of(paragraph)) and not text_of(paragraph).strip():
            marks.put_text(paragraph, marks.RULE)


def _styles(docx: Docx) -> Iterable[Element]:
    return docx.parts["styles"].iter(w("style")) if "styles" in docx.parts else ()


def _remove(root: Element, elements: Iterable[Element]) -> None:
    gone = set(elements)
    parent_of = parents(root) if gone else {}
    for parent in {parent_of[element] for element in gone}:
        parent[:] = [child for child in parent if child not in gone]


def _quote(text: str) -> str:
    text = " ".join(marks.MARKS.sub("", text).split())
    return f"“{text[:_MOST_QUOTED]}…”" if len(text) > _MOST_QUOTED else f"“{text}”"
