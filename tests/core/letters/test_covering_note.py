"""Covering notes above the letter, and the signature block below it."""

from campaign.core.letters import read
from campaign.core.letters.covering_note import read_note, read_signer_note, with_note, with_signature
from campaign.core.letters.fill import fill
from campaign.core.letters.front_matter import LetterFile
from campaign.core.letters.letter import Letter
from campaign.core.render.text import plain_text

LETTER = "---\ntitle: Seals\nask: Protect the seals.\ndelivery: By hand\n---\n\nThe text[^1].\n\n[^1]: A note.\n"
VALUES = {"salutation": "Dear Ms Aalto,", "closing": "Signed:"}
NOTE = "letters/seals/note.follow-up.en.md"


def letter(source: str = LETTER) -> Letter:
    return read(source, "letter.en.md")[0]


def words(letter: Letter) -> str:
    return plain_text(fill(letter.document, VALUES, ()), "en").body


def test_a_note_stands_above_the_whole_letter() -> None:
    """Greeting, note, a rule, then the letter with its own greeting; footnotes stay the letter's."""
    note, problems = read_note(LetterFile(NOTE, "We wrote in *April*.\n"))
    result = with_note(letter(), note)
    assert problems == ()
    assert words(result) == "Dear Ms Aalto,\n\nWe wrote in _April_.\n\n* * *\n\nDear Ms Aalto,\n\nThe text¹.\n\nSigned:"
    assert (result.subject_line, result.delivery, result.title) == ("Seals", "", "Seals")
    assert result.document.notes == letter().document.notes


def test_a_note_can_stand_above_the_ask_alone() -> None:
    """With `letter: ask`, the ask takes the letter's place; the note has its own subject, and places its greeting."""
    source = "---\nletter: ask\nsubject: Your vote\n---\n\nGood morning.\n\n{{ salutation }} may we call?\n"
    note, problems = read_note(LetterFile(NOTE, source))
    assert problems == ()
    result = with_note(letter(), note)
    assert words(result) == "Good morning.\n\nDear Ms Aalto, may we call?\n\n*Protect the seals.*\n\nSigned:"
    assert result.subject_line == "Your vote"
    bare = with_note(letter("---\ntitle: Seals\n---\n\nText.\n"), note)
    assert words(bare) == "Good morning.\n\nDear Ms Aalto, may we call?\n\nSigned:"


def test_problems_of_a_note_are_named() -> None:
    """An unknown key, a footnote and an empty note are problems with the path."""
    _, problems = read_note(LetterFile(NOTE, "---\nlettre: ask\n---\n\nText[^1].\n\n[^1]: No.\n"))
    assert [str(problem) for problem in problems] == [
        f"{NOTE}:2: unknown key lettre; did you mean letter?",
        f"{NOTE}: a covering note has no footnotes; write them in the letter",
    ]
    _, problems = read_note(LetterFile(NOTE, "---\nletter: ask\n---\n"))
    assert [str(problem) for problem in problems] == [
        f"{NOTE}: the covering note is empty; write it, or remove the file"
    ]


def test_a_signature_block_ends_the_email() -> None:
    """Its lines come after the signatories, as they are: no Markdown is read in them."""
    result = with_signature(letter(), ("Anna *Berg*", "+32 2 555 01 23"))
    assert words(result).endswith("Signed:\n\nAnna *Berg*\n+32 2 555 01 23")


def test_a_note_to_signatories_has_few_placeholders() -> None:
    """Nobody in such an email is an addressee, so other placeholders are named."""
    good, problems = read_signer_note(LetterFile("n.md", "{{ signatories.count }} have signed. {{ vote }}\n"))
    assert problems == ()
    assert good.is_whole
    _, problems = read_signer_note(LetterFile("n.md", "Dear {{ addressee.name }}\n"))
    (problem,) = problems
    assert problem.message == "{{ addressee.name }} has no value in an email to signatories"
    assert problem.fix == "use {{ signatories.count }}, {{ vote }}, or words"
