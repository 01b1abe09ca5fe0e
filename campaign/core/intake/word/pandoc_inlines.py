"""Turns the inlines of pandoc's document tree into the letter's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from campaign.core.intake import clean
from campaign.core.intake.pieces import Remark
from campaign.core.intake.word.marks import LABEL, LABEL_END, REMARK, SPACE, places_in, remark_of
from campaign.core.intake.word.nesting import ListPlace
from campaign.core.intake.word.notes import CALLS
from campaign.core.letters import tree
from campaign.core.render.pandoc import NOWHERE
from campaign.core.render.pandoc_elements import AUTHOR

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LABEL = re.compile(f"{LABEL}([^{LABEL}{LABEL_END}]*){LABEL_END}")
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_TRANSPARENT = {"SmallCaps", "Subscript"}
UNDERLINED = Remark("underlined words became italic", "check that this is right")
STRUCK = Remark("struck-out words became deletions, {-- --}", "remove them if they are not an amendment")
PARTED = Remark(
    "a tracked change joins two paragraphs, which a letter's Markdown cannot do",
    "join them by hand if you accept the change",
)


@dataclass
class PandocReader:
    """Reads inlines, and collects what they say about their block and the whole text."""

    remarks: Sequence[Remark]
    comments: dict[str, str]
    open_comments: set[str]  # those whose end is marked: they are written at their end
    notes: dict[str, str] = field(default_factory=dict)  # the labels of the notes called so far, by name; "" for none
    general: dict[str, Remark] = field(default_factory=dict)
    block_remarks: list[Remark] = field(default_factory=list)  # those of the current block
    place: ListPlace | None = None  # that of the current block
    table_place: ListPlace | None = None  # that of the table whose first cell is being read
    label: str = ""
    in_link: bool = False
    is_own_letter: bool = False  # whether this program exported the letter: then nothing in it is guessed

    def add_remark(self, remark: Remark) -> None:
        """Add a remark on the whole text, once."""
        self.general[remark.what] = remark

    def run(self, elements: list[Any]) -> tree.Inlines:
        return tuple(inline for element in elements for inline in self.inline(element))

    def inline(self, element: dict[str, Any]) -> Iterator[tree.Inline]:
        content: Any = element.get("c")
        match element["t"]:
            case "Str":
                yield from self.text(content)
            case "Space" | "SoftBreak":
                yield tree.Text(" ")
            case "LineBreak":
                yield tree.LineBreak()
            case "Strong":
                yield tree.Strong(self.run(content))
            case "Emph":
                yield tree.Emphasis(self.run(content))
            case "Underline":
                yield from self.underline(self.run(content))
            case "Strikeout":
                self.add_remark(STRUCK)
                yield tree.Deletion(self.run(content))
            case "Superscript":
                yield from (_raise_digits(inline) for inline in self.run(content))
            case "Code":
                yield from [tree.Code(content[1].replace(SPACE, " "))] if content[1] else []
            case "Link":
                yield from self.link(content[2][0], content[1])
            case "Span":
                yield from self.span(*content)
            case "Quoted":
                yield from _with_quote_marks(content[0]["t"], self.run(content[1]))
            case "Math":
                self.add_remark(Remark("a formula became plain text", "check that it is readable"))
                yield tree.Text(content[1])
            case "Image":
                self.add_remark(Remark("left out pictures", "a letter has none; put logos into signatories/logos"))
            case kind if kind in _TRANSPARENT:
                yield from self.run(content)
            case _:  # raw code of another format, a citation's key
                return

    def text(self, text: str) -> Iterator[tree.Inline]:
        for mark in REMARK.findall(text):
            self.block_remarks.append(remark_of(mark, self.remarks))
        text, places = places_in(REMARK.sub("", text).replace(SPACE, " "))
        for place, is_table in places:
            self.place, self.table_place = (self.place, place) if is_table else (place, self.table_place)
        for label in _LABEL.findall(text):
            self.label = label
        for at, part in enumerate(CALLS.split(_LABEL.sub("", text))):
            if at % 2:
                yield tree.NoteMark(self.note_number(part))
            elif part:
                yield tree.Text(self.clean_text(part))

    def note_number(self, name: str) -> int:
        """Return the number of a note, new at its first call. The label before that call becomes the note's."""
        label, self.label = self.label, ""
        if name not in self.notes:
            self.notes[name] = "" if label in self.notes.values() else label
        return list(self.notes).index(name) + 1

    def clean_text(self, text: str) -> str:
        if not _ODD.search(text):
            return text
        text, remarks = clean.clean_text(text)
        for remark in remarks:
            self.add_remark(remark)
        return text

    def underline(self, inner: tree.Inlines) -> tree.Inlines:
        if self.in_link:
            return inner
        self.add_remark(UNDERLINED)
        return (tree.Emphasis(inner),)

    def link(self, target: str, words: list[Any]) -> Iterator[tree.Inline]:
        """Yield a link out of the file or to nowhere; of a link within the file, only its words."""
        self.in_link = True
        inner = self.run(words)
        self.in_link = False
        if target.startswith("#") and not target.startswith(NOWHERE):
            yield from inner
        else:
            yield _move_change_out(tree.Link("" if target == NOWHERE else target, inner))

    def span(self, attributes: list[Any], content: list[Any]) -> Iterator[tree.Inline]:
        classes, pairs = attributes[1], dict(attributes[2])
        match classes[:1]:
            case ["insertion"]:
                yield tree.Insertion(self.run(content))
            case ["deletion"]:
                yield tree.Deletion(self.run(content))
            case ["comment-start"]:
                if pairs["id"] not in self.open_comments:
                    yield tree.Comment(self.comments[pairs["id"]])
            case ["comment-end"]:
                if pairs.get("id") in self.comments:
                    yield tree.Comment(self.comments[pairs["id"]])
                yield from self.run(content)  # further comments that end here
            case ["paragraph-deletion"]:
                self.add_remark(PARTED)
            case _:
                yield from self.run(content)


def comments_of(parsed: Any) -> tuple[dict[str, str], set[str]]:
    """Return the words of each comment by identifier, as `Ann: words`, and the comments whose end is marked."""
    words: dict[str, str] = {}
    ended_ids: set[str] = set()
    for attributes, content in spans(parsed):
        pairs = dict(attributes[2])
        if attributes[1][:1] == ["comment-start"]:
            comment = " ".join(words_in(content).split())
            author = " ".join(pairs.get("author", "").split())
            words[pairs["id"]] = comment if author in ("", AUTHOR) else f"{author}: {comment}"
        elif attributes[1][:1] == ["comment-end"] and "id" in pairs:
            ended_ids.add(pairs["id"])
    return words, ended_ids


def spans(parsed: Any) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield attributes and content of each span, in reading order."""
    waiting = [parsed]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("t") == "Span":
                yield node["c"][0], node["c"][1]
            waiting.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            waiting.extend(reversed(node))


def words_in(parsed: Any) -> str:
    """Return the words of inlines, with a space at each line end."""
    if isinstance(parsed, list):
        return "".join(map(words_in, parsed))
    if not isinstance(parsed, dict):
        return ""
    match parsed["t"]:
        case "Str":
            return str(parsed["c"])
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Code" | "CodeBlock":
            return str(parsed["c"][1])
        case _:
            return words_in(parsed.get("c"))


def _move_change_out(link: tree.Link) -> tree.Inline:
    """Turn a link whose words are all changed into a change of the link. Word writes the change inside the link."""
    inner = [child for child in link.children if child != tree.Text("")]
    if len(inner) == 1 and isinstance(inner[0], tree.Insertion | tree.Deletion):
        change = inner[0]
        return replace(change, children=(_move_change_out(replace(link, children=change.children)),))
    return link


def _raise_digits(inline: tree.Inline) -> tree.Inline:
    if isinstance(inline, tree.Text) and inline.text.strip().isdecimal():
        return tree.Text(inline.text.translate(_RAISED))
    return inline


def _with_quote_marks(kind: str, inner: tree.Inlines) -> tree.Inlines:
    before, after = ("‘", "’") if kind == "SingleQuote" else ("“", "”")
    return (tree.Text(before), *inner, tree.Text(after))
