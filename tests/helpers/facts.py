"""What must survive when a letter is written to a file and read back: blocks, characters with formatting, and notes."""

from campaign.core.letters.tree import (
    Amendment,
    BlockQuote,
    BulletList,
    Code,
    CodeBlock,
    Comment,
    Deletion,
    Emphasis,
    Heading,
    Insertion,
    LineBreak,
    Link,
    NoteMark,
    NumberedList,
    Paragraph,
    Placeholder,
    Rule,
    Signatories,
    Strong,
    TableBlock,
    Text,
    every_inline,
)

_FORMATS = {Strong: "strong", Emphasis: "emphasis", Insertion: "inserted", Deletion: "deleted"}
_CHANGES = frozenset(("inserted", "deleted"))


def facts(document, *, notes_hold_comments=True):
    """The document as one list: beginning and end of each block, each character with its formatting, breaks, changes
    and comments. A note is listed at its first mark; notes without a mark come last.

    The nesting order of formats is left out, and only changes format the space between words. With
    `notes_hold_comments=False`, comments in notes are listed after the mark, or at the end.
    """
    walk = _Facts(document.notes, notes_hold_comments)
    body = walk.of(document.blocks)
    below = [fact for note in document.notes if note.number not in walk.called for fact in walk.comments(note.number)]
    notes = [fact for note in document.notes if note.number not in walk.met for fact in walk.note(note.number)]
    return [*body, *(["paragraph", *below] if below else []), *notes]


def first_difference(before, after):
    """The first difference of two lists of facts, with its surroundings, or "". Pytest takes minutes for long lists."""
    if before == after:
        return ""
    at = next((at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), len(before))
    return f"{before[max(at - 3, 0) : at + 3]} became {after[max(at - 3, 0) : at + 3]}"


class _Facts:
    def __init__(self, notes, notes_hold_comments):
        self.notes = {note.number: note.blocks for note in notes}
        self.notes_hold_comments = notes_hold_comments
        self.met = []
        self.called = set()  # called in the text, not in another note
        self.depth = 0

    def of(self, blocks):
        return [fact for block in blocks for fact in self.block(block)]

    def block(self, block):
        match block:
            case Paragraph(children):
                content = self.run(children)
                return ["paragraph", *content] if content else []
            case Heading(level, children):
                content = self.run(children)
                return [f"heading {level}", *content] if content else []
            case BulletList(items):
                return ["bullets", *self.items(items), "end of list"]
            case NumberedList(start, items):
                return [f"numbered from {start}", *self.items(items), "end of list"]
            case BlockQuote(inner):
                content = self.of(inner)
                return ["quote", *content, "end of quote"] if content else []
            case CodeBlock(text):
                return ["code", text]
            case Rule():
                return ["rule"]
            case TableBlock(head, body):
                return ["table", *(fact for row in (head, *body) for fact in ("row", *self.cells(row)))]
            case Amendment(heading, paragraphs):
                return ["amendment", heading, *self.of(map(Paragraph, paragraphs)), "end of amendment"]
            case Signatories(lines):
                return self.of([Paragraph((Link(line.href, (Text(line.name),)),)) for line in lines])

    def items(self, items):
        return [fact for item in items for fact in ("item", *self.of(item))]

    def cells(self, row):
        return [fact for cell in row for fact in ("cell", *self.run(cell))]

    def run(self, inlines):
        """The facts of inlines. Spaces and line breaks count once between two words, and not at all at an edge, because
        a comment that moves away leaves them there."""
        facts_of_run = []
        waiting = None
        for fact in self.inlines(inlines, frozenset()):
            if fact == "break":
                waiting = fact
            elif fact[0] == " ":
                waiting = waiting if waiting == "break" else (" ", (waiting or fact)[1] & fact[1])
            else:
                if waiting and facts_of_run:
                    facts_of_run.append(waiting)
                waiting = None
                facts_of_run.append(fact)
        return facts_of_run

    def inlines(self, inlines, formats):
        return [fact for inline in inlines for fact in self.inline(inline, formats)]

    def inline(self, inline, formats):
        match inline:
            case Text(text):
                return [(" ", formats & _CHANGES) if sign == " " else (sign, formats) for sign in text]
            case Code(text):
                return [(sign, formats | {"code"}) for sign in text]
            case LineBreak():
                return ["break"]
            case NoteMark(number):
                return [("note", formats & _CHANGES), *self.note(number), *self.behind(number)]
            case Placeholder(name):
                return [("{{" + name + "}}", formats)]
            case Comment(text):
                return [("comment", text)] if self.notes_hold_comments or not self.depth else []
            case Link(href, children):
                return self.inlines(children, formats | {f"link {href}"})
            case _:
                return self.inlines(inline.children, formats | {_FORMATS[type(inline)]})

    def note(self, number):
        if number in self.met:
            return [("again", self.met.index(number))]
        self.met.append(number)
        self.depth += 1
        content = self.of(self.notes[number])
        self.depth -= 1
        return [("(",), *content, (")",)]

    def behind(self, number):
        """The comments listed after the first mark of a note."""
        if self.depth or number in self.called:
            return []
        self.called.add(number)
        return self.comments(number)

    def comments(self, number):
        """The comments of a note, when notes cannot hold them."""
        comments = (inline for inline in every_inline(self.notes[number]) if isinstance(inline, Comment))
        return [] if self.notes_hold_comments else [("comment", comment.text) for comment in comments]
