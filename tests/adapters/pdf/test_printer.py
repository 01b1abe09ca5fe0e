"""Printing letters with the real compiler."""

import hashlib
import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import HealthCheck, given, settings
from typst import TypstError

from campaign.core.languages import LANGUAGES
from campaign.core.letters.tree import (
    BulletList,
    Deletion,
    Footnote,
    Insertion,
    Link,
    NoteMark,
    Paragraph,
    Signatories,
    SignatoryLine,
    Text,
    plain_blocks,
)
from campaign.core.render.sheet import NotePlacing
from campaign.core.signatories import Organisation
from campaign.errors import PrintError
from tests.helpers.pdf import (
    AT,
    CONTENT,
    ORGANISATIONS,
    every_part,
    faults,
    open_printer,
    page_of,
    pages,
    paragraphs,
    sheet,
    sheet_with_late_note,
    words,
)
from tests.helpers.trees import documents

pytestmark = pytest.mark.slow

# A line in each language with the letters that others lack.
LINES = {
    "bg": "Ах чудна българска земьо, полюшвай цъфтящи жита.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "da": "Høj bly gom vandt fræk sexquiz på wc; åh, æbler.",
    "de": "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. „ẞ“",
    "el": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία· ΐ ΰ Άρθρο ϊϋ.",
    "en": "The quick brown fox jumps over the lazy dog – “quoted” … §",
    "es": "¿El pingüino Wenceslao hizo kilómetros? ¡Ñandú, cigüeña!",
    "et": "Põdur Zagrebi tšellomängija-följetonist Ciqo külmetas kehvas garaažis žanri.",
    "fi": "Törkylempijävongahdus, Åbo, šakki ja žargon.",
    "fr": "Portez ce vieux whisky à l’œuvre « naïve » : çà, ÿ, æ, ù.",
    "ga": "D’fhuascail Íosa Úrmhac na hÓighe Beannaithe pór Éava agus Ádhaimh.",
    "hr": "Gojazni đačić s biciklom drži hmelj i finu vatu u džepu nošnje.",
    "hu": "Árvíztűrő tükörfúrógép, őrült űrhajós.",
    "it": "Perché città, così, più, é ì ò ù; 25 °C.",
    "lt": "Įlinkdama fechtuotojo špaga sublykčiojusi pragręžė apvalų arbūzą, ėųū.",
    "lv": "Glāžšķūņa rūķīši dzērumā čiepj Baha koncertflīģeļu vākus.",
    "mt": "Ġie l-Ħamrun biċ-ċavetta għaż-żagħżugħ; à è ì ò ù.",
    "nl": "Pa’s wijze lynx bezag vroom het fikse aquaduct; coördinatie, €.",
    "pl": "Zażółć gęślą jaźń, ŁÓDŹ.",
    "pt": "Luís argüia à Júlia que «brações, fé, chá, óxido, pôr, zângão».",
    "ro": "Muzicologă în bej vând whisky și tequila, preț fix; ş ţ.",
    "sk": "Kŕdeľ šťastných ďatľov učí pri ústí Váhu mĺkveho koňa obhrýzať kôru.",
    "sl": "Šerif bo za vajo spet kuhal domače žgance.",
    "sv": "Flygande bäckasiner söka hwila på mjuka tuvor; Åland.",
}


@pytest.fixture(scope="module")
def printer():
    with open_printer() as printer:
        yield printer


@pytest.fixture(scope="module")
def whole(printer):
    """A letter with each kind of part, printed once."""
    return printer.print_letter(every_part(), AT)


def test_print_is_accessible_and_archivable(whole, tmp_path):
    """One file is PDF/UA-1 and PDF/A-2a at once, as an independent validator sees it."""
    assert faults(whole, tmp_path) == []


def test_print_says_what_it_is(whole):
    """Title, author, language and time are in the file's metadata."""
    reader = pypdf.PdfReader(io.BytesIO(whole))
    info = reader.metadata
    assert (info.title, info.author) == ("A letter with every kind of part & <all> of them", "The coalition")
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert info.creation_date == AT


def test_same_bytes_in_every_process(whole, printer):
    """The same sheet and time give the same bytes, here again and in another process with another hash seed."""
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from tests.helpers.pdf import AT, every_part, open_printer\n"
        "with open_printer() as printer: print(hashlib.sha256(printer.print_letter(every_part(), AT)).hexdigest())"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parents[3])]
    other = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"})
    assert printer.print_letter(every_part(), AT) == whole
    assert other.stdout.strip() == hashlib.sha256(whole).hexdigest()


def test_all_that_stands_around_the_letter(whole):
    """Letterhead, address, date, delivery, subject and small print are on the pages, with running head and foot."""
    first, *_, last = pages(whole)
    head = ["The coalition", "letters@coalition.example", "Mr Axel Voss", "Germany", "Brussels, 10 April 2027"]
    assert [text for text in (*head, "By e-mail", "Re: AI Act") if text not in first] == []
    assert (
        first.index("Re: AI Act")
        < first.index("A letter with every kind")
        < first.index("Dear Mr\N{NO-BREAK SPACE}Voss,")
    )
    assert "This letter on the web: https://coalition.example/letter" in last
    assert f"Version of this text: {'4f' * 32}" in " ".join(last.split())
    numbers = [re.findall(r"Page \d+ of \d+", text) for text in pages(whole)]
    assert numbers == [[f"Page {number} of {len(numbers)}"] for number in range(1, len(numbers) + 1)]


def test_amendment_has_two_columns(whole):
    """The columns have the Parliament's heads, and a deleted paragraph has the word "deleted"."""
    text = " ".join(" ".join(pages(whole)).split())
    assert "Article 2, paragraph 5 Text proposed by the Commission Amendment" in text
    assert "A sentence that goes. deleted" in text


def test_words_are_the_letters_in_their_order(printer):
    """A page has exactly the letter's words, in order, with the footnotes below the body."""
    call = Paragraph((Text("One paragraph with a note"), NoteMark(1), Text(" and another"), NoteMark(2), Text(".")))
    listed = BulletList((paragraphs("first point"), paragraphs("second point", "with a paragraph")))
    notes = [
        Footnote(1, "a", paragraphs("First note.", "Its paragraph.")),
        Footnote(2, "b", paragraphs("Second note.")),
    ]
    (text,) = pages(printer.print_letter(sheet(call, listed, notes=notes), AT))
    printed = _letters(text.split("Keep the exemption")[1])
    expected = [_letters(plain_blocks(blocks)) for blocks in ((call, listed), *(note.blocks for note in notes))]
    places = [printed.index(part) for part in expected]
    assert places == sorted(places)
    assert len(printed) == len("".join(expected)) + len("Pageof")


def _letters(text):
    return re.sub(r"[^A-Za-z]", "", text)


def test_every_language_has_its_letters(printer):
    """Each official language prints with its own letters and words, and no glyph is missing."""
    assert set(LINES) == set(LANGUAGES)
    printed = {code: printer.print_letter(sheet(*paragraphs(line), language=code), AT) for code, line in LINES.items()}
    lost = [code for code, pdf in printed.items() if LINES[code] not in " ".join("".join(pages(pdf)).split())]
    assert lost == []


def test_long_note_spans_pages(printer):
    """A footnote of 1,000 words begins on the page of its mark and continues on the next."""
    pdf = printer.print_letter(sheet_with_late_note(1000, 200), AT)
    assert (page_of(pdf, "CALL"), page_of(pdf, "NOTE"), page_of(pdf, "END")) == (1, 1, 2)


@pytest.mark.parametrize(("before", "long"), [(300, 900), (400, 1500)])
def test_no_note_starts_before_its_call(before, long, printer):
    """Widow control is given up if a long footnote would begin on the page before its mark."""
    letter = sheet_with_late_note(long, before)
    with pytest.raises(TypstError, match="a note starts on page 1, before its mark"):
        printer.compile_pdf(letter, AT, NotePlacing.FOOT)
    pdf = printer.print_letter(letter, AT)
    assert page_of(pdf, "NOTE") == page_of(pdf, "CALL")


def test_long_notes_as_annex(printer):
    """With `annex`, a long footnote is behind the signatories, with its number."""
    letter = replace(sheet_with_late_note(400, 20), annex=True)
    pdf = printer.print_letter(letter, AT)
    assert pages(pdf)[0].count("NOTE") == 0
    assert "Annex" in pages(pdf)[page_of(pdf, "NOTE") - 1]


def test_hostile_names_are_words(printer):
    """Typst code, markup and marks in a name are printed as they are."""
    names = ('#read("/etc/passwd")', '"] ) } #panic("x") \\"', "$a$ *b* _c_ `d`", "<script>alert(1)</script>", "=cmd()")
    text = pages(printer.print_letter(sheet(*paragraphs(*names), address_lines=names, sender=names[1]), AT))[0]
    assert [text.count(name) for name in names] == [2, 3, 2, 2, 2]


def test_every_name_prints(printer, tmp_path):
    """Names in any living script and emoji print with the fallback fonts, and the file stays valid."""
    names = ("日本オープン協会", "한국 오픈소스 협회", "ไทย", "جمعية", "עמותה", "საქართველო", "张 Wei", "🎉 ❤️ 👩‍🔬 🇪🇺")
    pdf = printer.print_letter(sheet(*paragraphs(*names), Signatories(tuple(map(SignatoryLine, names)))), AT)
    text = pages(pdf)[0]
    assert [name for name in names if text.count(name.split()[0]) != 2] == []
    assert faults(pdf, tmp_path) == []


def test_sign_that_no_font_has_is_printed_as_its_name(printer, tmp_path):
    """A sign that no font has is printed as its name or number, and a letter with marks of another font, too."""
    text = "A \U00013000 and \ue000 and 日\u0951."
    pdf = printer.print_letter(sheet(*paragraphs(text)), AT)
    words_of_page = " ".join(pages(pdf)[0].split())
    assert "A [egyptian hieroglyph a001] and [U+E000] and" in words_of_page
    assert faults(pdf, tmp_path) == []


def test_own_fonts_are_used(tmp_path):
    """A font in the campaign's print templates draws what ours do not have; a broken one is named and left out."""
    fonts = tmp_path / "print" / "fonts"
    fonts.mkdir(parents=True)
    sign = _font_with("\U00013000")
    (fonts / "own.ttf").write_bytes(sign)
    (fonts / "broken.otf").write_bytes(b"no font")
    with open_printer(tmp_path, organisations=()) as own:
        text = pages(own.print_letter(sheet(*paragraphs("A \U00013000.")), AT))[0]
        problems = [str(problem) for problem in own.problems]
    assert "A \U00013000." in text
    assert problems == [
        "templates/print/fonts/broken.otf: this font cannot be read; put the font there as .ttf or .otf"
    ]


def _font_with(character):
    """A font that has one character."""
    glyph = TTGlyphPen(None)
    for move, point in ((glyph.moveTo, (0, 0)), (glyph.lineTo, (500, 0)), (glyph.lineTo, (500, 700))):
        move(point)
    glyph.closePath()
    shape = glyph.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "own"])
    builder.setupCharacterMap({ord(character): "own"})
    builder.setupGlyf({".notdef": shape, "own": shape})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "own": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular", "psName": "Own-Regular"})
    builder.setupOS2()
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def test_sixty_notes_in_a_paragraph_print(printer, tmp_path):
    """Sixty footnotes of one paragraph print, each on the page of its mark."""
    notes = [Footnote(number, f"n{number}", paragraphs(f"Note {number} of some length.")) for number in range(1, 61)]
    calls = [part for note in notes for part in (Text(f"Word{note.number} {words(6)}"), NoteMark(note.number))]
    pdf = printer.print_letter(sheet(Paragraph(tuple(calls)), notes=notes), AT)
    numbers = [note.number for note in notes]
    assert [page_of(pdf, f"Note {number} of some") for number in numbers] == [
        page_of(pdf, f"word{number}Word") if number < 60 else len(pages(pdf)) for number in numbers
    ]
    assert faults(pdf, tmp_path) == []


def test_footnotes_within_footnotes_print(printer, tmp_path):
    """A long chain of footnotes, each called by the one before it, prints whole."""
    chain = [Footnote(n, str(n), (Paragraph((Text(f"Note {n}."), NoteMark(n + 1))),)) for n in range(1, 120)]
    end = Footnote(120, "e", paragraphs("Note 120."))
    pdf = printer.print_letter(sheet(Paragraph((NoteMark(1),)), notes=[*chain, end]), AT)
    text = " ".join(pages(pdf))
    assert [n for n in range(1, 121) if text.count(f"Note {n}.") != 1] == []
    assert faults(pdf, tmp_path) == []


def test_nested_too_deep_is_named(printer):
    """Lists within lists that cannot be laid out are an error with its cause, no crash."""
    block = BulletList((paragraphs("x"),))
    for _ in range(300):
        block = BulletList(((block,),))
    with pytest.raises(PrintError) as refused:
        printer.print_letter(sheet(block), AT)
    assert str(refused.value) == "the letter is nested too deeply to print"


@pytest.mark.parametrize("outer", [Insertion, Deletion])
def test_links_and_changes_print_inside_one_another(printer, tmp_path, outer):
    """A link with changed words, and a link within them, print with one line to each text, as PDF/UA demands."""
    within = Link(href="https://a.example/", children=(Text("a"), outer(children=(Text("b"),))))
    around = outer(children=(Text("c"), Link(href="https://a.example/", children=(Text("d"),))))
    pdf = printer.print_letter(sheet(Paragraph((within, around))), AT)
    assert "abcd" in pages(pdf)[0]
    assert faults(pdf, tmp_path) == []


def test_only_a_public_page_has_a_code(printer):
    """There is a QR code if there is an address of the page."""
    with_page = printer.print_letter(sheet(public_url="https://coalition.example/letter"), AT)
    without = printer.print_letter(sheet(), AT)
    assert [b"coalition.example" in pdf for pdf in (with_page, without)] == [True, False]


def test_address_too_long_for_a_code_is_named(printer):
    """An address that is too long for a QR code is an error with its fix."""
    with pytest.raises(PrintError) as refused:
        printer.print_letter(sheet(public_url="https://coalition.example/" + "a" * 3000), AT)
    assert str(refused.value) == "the address of the public page is too long for a QR code"


def test_bad_logos_are_named_and_the_names_stand_alone(tmp_path):
    """A logo that is missing, broken or blank is reported; the letter prints with the organisation's name."""
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnonsense")
    (tmp_path / "blank.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8")
    (tmp_path / "bomb.svg").write_text('<!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', "utf-8")
    logos = ["missing.svg", "broken.png", "blank.svg", "bomb.svg"]
    organisations = [Organisation(logo, f"Name {at}", logo=logo) for at, logo in enumerate(logos)]
    with open_printer(organisations=organisations, signatories=tmp_path) as printer:
        lines = Signatories(tuple(SignatoryLine(organisation.name) for organisation in organisations))
        text = pages(printer.print_letter(sheet(lines), AT))[0]
    assert [problem.path for problem in printer.problems] == [f"signatories/{logo}" for logo in logos]
    assert printer.problems[0].message == (
        "the logo of Name 0 cannot be printed (No such file or directory); only the name is"
    )
    assert printer.problems[2].message.startswith(
        "the logo of Name 2 cannot be printed (it is empty, or white on white)"
    )
    assert re.findall(r"Name \d", text) == ["Name 0", "Name 1", "Name 2", "Name 3"]


@given(document=documents)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_letter_is_printed_or_named(document, printer):
    """A random letter prints, or is refused because of a footnote that would start before its mark."""
    try:
        start = printer.print_letter(sheet(document=document), AT)[:8].decode()
    except PrintError as error:
        start = error.message
    assert start.startswith(("%PDF-1.7", "a footnote would start on page"))


def test_note_in_a_long_note_comes_after_its_mark(printer):
    """A footnote of a long footnote is never before its mark; where that cannot be at the foot, it is behind."""
    long = Footnote(1, "a", (*paragraphs(words(700)), Paragraph((Text("LATE"), NoteMark(2)))))
    notes = [long, Footnote(2, "b", paragraphs("NOTE"))]
    letter = sheet(*paragraphs(words(300)), Paragraph((Text("CALL"), NoteMark(1))), notes=notes)
    for annex in (False, True):
        pdf = printer.print_letter(replace(letter, annex=annex), AT)
        assert page_of(pdf, "NOTE") >= page_of(pdf, "LATE")


def test_large_logo_is_drawn_smaller(tmp_path):
    """A large drawing does not make each PDF large."""
    shapes = "".join(f'<circle cx="{n % 97}" cy="{n % 89}" r="1.5"/>' for n in range(6000))
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{shapes}</svg>'
    (tmp_path / "large.svg").write_text(drawing, "utf-8")
    with open_printer(organisations=[Organisation("a", "A", logo="large.svg")], signatories=tmp_path) as printer:
        pdf = printer.print_letter(sheet(Signatories((SignatoryLine("A"),))), AT)
    assert printer.problems == ()
    assert len(drawing) > 150_000
    assert len(pdf) < 150_000


def test_campaign_replaces_the_template(tmp_path):
    """A campaign's template can import ours and change parts of it."""
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "letter.typ").write_text(
        '#import "default.typ": *\n'
        '#let letter(title: "", body, ..rest) = { set document(title: title); small[Our own head]; body }\n',
        "utf-8",
    )
    with open_printer(tmp_path) as printer:
        (text,) = pages(printer.print_letter(sheet(*paragraphs("Its words.")), AT))
    assert text.split() == ["Our", "own", "head", "Its", "words."]


def test_broken_template_is_named_with_its_line(tmp_path):
    """An error in the campaign's template names file and line."""
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "letter.typ").write_text('#import "default.typ": *\n\n#let letter(..) = nonsense\n', "utf-8")
    with open_printer(tmp_path) as printer, pytest.raises(PrintError) as refused:
        printer.print_letter(sheet(), AT)
    assert str(refused.value) == (
        "templates/print/letter.typ:3: the template cannot be used (unknown variable: nonsense)"
    )


def test_template_cannot_fetch_packages(tmp_path):
    """A template that needs a package from the internet gets an error; nothing is downloaded."""
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "letter.typ").write_text('#import "@local/there:1.0.0": *\n', "utf-8")
    with open_printer(tmp_path) as printer, pytest.raises(PrintError) as refused:
        printer.print_letter(sheet(), AT)
    assert str(refused.value).startswith("templates/print/letter.typ:1: the template cannot be used (package not found")


def test_working_folder_goes(printer):
    """Nothing is left on disk when the printer is closed."""
    with open_printer(organisations=ORGANISATIONS) as printer:
        place = printer.work_folder
        assert (place / "logo-0.svg").is_file()
    assert not place.exists()


def test_fonts_have_their_licences_beside_them():
    """Each font has a licence beside it and an entry in NOTICE."""
    fonts = CONTENT / "templates" / "fonts"
    licences = (fonts / "OFL.txt").read_text("utf-8") + (fonts / "DejaVu.txt").read_text("utf-8")
    families = {path.stem.partition("-")[0] for path in fonts.glob("*.?tf")}
    assert families == {"LibertinusSerif", "LiberationSans", "DejaVuSansMono"}
    assert {family for family in families if family not in licences} == set()
