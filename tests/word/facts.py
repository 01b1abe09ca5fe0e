"""What of a letter must survive a way through Word: each sign with its formatting, in order, and the notes."""

from campaign.letters.tree import (
    Amendment,
    Bullets,
    Code,
    CodeBlock,
    Comment,
    Deleted,
    Emphasis,
    Heading,
    Inserted,
    LineBreak,
    Link,
    NoteMark,
    Numbered,
    Paragraph,
    Placeholder,
    Quote,
    Rule,
    Signatories,
    Strong,
    Table,
    Text,
)

_FORMATS = {Strong: "strong", Emphasis: "emphasis", Inserted: "inserted", Deleted: "deleted"}


def facts(blocks, notes):
    """Signs that are no space, each with all that formats it, and changes and comments; a note stands where it is first
    called. Lists and quotations count only by their words: nested ones lose their shape in Word."""
    return _Facts(notes).of(blocks)


def first_difference(before, after):
    """Where two lists of facts part, with what stands around, or "". Pytest would compare long lists for minutes."""
    if before == after:
        return ""
    at = next((at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), len(before))
    return f"{before[max(at - 3, 0) : at + 3]} became {after[max(at - 3, 0) : at + 3]}"


class _Facts:
    def __init__(self, notes):
        self.notes = {note.number: note.blocks for note in notes}
        self.met = []

    def of(self, blocks, kinds=()):
        return [fact for block in blocks for fact in self.block(block, kinds)]

    def block(self, block, kinds):
        match block:
            case Paragraph(children):
                return self.run(children, frozenset(kinds))
            case Heading(level, children):
                return self.run(children, frozenset((f"h{level}",)))
            case Bullets(items) | Numbered(_, items):
                return [fact for item in items for fact in self.of(item)]
            case Quote(inner):
                return self.of(inner)
            case CodeBlock(text):
                return [(sign, frozenset(("block",))) for sign in text if not sign.isspace()]
            case Rule():
                return ["rule"]
            case Table(head, body):
                return [fact for row in (head, *body) for cell in row for fact in self.run(cell, frozenset(("cell",)))]
            case Amendment(heading, paragraphs):
                inside = [Paragraph(each) for each in paragraphs]
                return [heading, *self.of(inside, ("amendment",))]
            case Signatories(lines):
                return self.of([Paragraph((Link(line.href, (Text(line.name),)),)) for line in lines])

    def run(self, inlines, formats):
        return [fact for inline in inlines for fact in self.inline(inline, formats)]

    def inline(self, inline, formats):
        match inline:
            case Text(text):
                return [(sign, formats) for sign in text if not sign.isspace()]
            case Code(text):
                return [(sign, formats | {"code"}) for sign in text if not sign.isspace()]
            case LineBreak():
                return []
            case NoteMark(number):
                return [("note", formats & {"inserted", "deleted"}), *self.note(number)]
            case Placeholder(name):
                return [("{{" + name + "}}", formats)]
            case Comment(text):
                return [("comment", text)]
            case Link(href, children):
                return self.run(children, formats | {f"link {href}"})
            case _:
                return self.run(inline.children, formats | {_FORMATS[type(inline)]})

    def note(self, number):
        if number in self.met:
            return [("again", self.met.index(number))]
        self.met.append(number)
        return ["(", *self.of(self.notes[number]), ")"]
