"""CPU time and memory of personal PDFs: one for each addressee of a four-page letter, in one process.

    python -m bench.print [HOW_MANY]        700 without a number

Prints CPU milliseconds per PDF (all threads) and the peak of memory after the first hundred and at the end; where
WeasyPrint is installed, also the same letter's page through it, and the ratio. Ends with 1 when a PDF takes more
than 70 ms or when memory grows.
"""

import datetime as dt
import resource
import sys
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from campaign.adapters.files.content import CONTENT
from campaign.adapters.files.folder import read_bytes, read_text
from campaign.adapters.pdf import PdfPrinter
from campaign.core.addressees import Addressee
from campaign.core.compose import LetterContext, sheet
from campaign.core.compose.message_frame import Frame
from campaign.core.letters import Letter, read
from campaign.core.render.html import fragments
from campaign.core.render.sheet import Sheet
from campaign.core.settings import Sender
from campaign.core.signatories.organisation_table import read_organisations

AT = dt.datetime(2027, 4, 10, 8, tzinfo=dt.UTC)
MOST_MS = 70
MOST_GROWTH_MB = 20
_LETTER = CONTENT / "letters" / "open-source-exemption" / "letter.en.md"
_WEASY = 20  # it is slow, and this number is enough for a ratio


def main(count: int) -> int:
    letter, organisations = _letter(), read_organisations(read_bytes(_ORGANISATIONS), "organisations.csv").values
    people = [
        Addressee(str(n), f"Anna-{n} Berg-{n}", f"Berg-{n}", honorific="Ms", country="Italy") for n in range(count)
    ]
    frame = Frame(ZoneInfo("Europe/Brussels"), "eu", AT, AT.date(), "4f" * 32, "https://coalition.example/letter")
    sender = Sender("The coalition", "letters@coalition.example")
    context = LetterContext(letter, people, organisations, frame)
    sheets = [sheet(context, person, sender) for person in people]
    with PdfPrinter(CONTENT / "nothing", CONTENT / "signatories", organisations) as press:
        first = press.print_letter(sheets[0], AT)
        begin = _cpu()
        for page_sheet in sheets[:100]:
            press.print_letter(page_sheet, AT)
        early = _peak_mb()
        for page_sheet in sheets[100:]:
            press.print_letter(page_sheet, AT)
        ours = (_cpu() - begin) / count * 1000
    print(f"{count} PDFs of {first.count(b'/Type/Page/')} pages, {len(first) / 1000:.0f} kB: {ours:.1f} ms CPU each")
    print(f"memory, at most: {early:.0f} MB after 100, {_peak_mb():.0f} MB at the end")
    grown = _peak_mb() - early
    _compare(sheets[:_WEASY], ours)
    return int(ours > MOST_MS or grown > MOST_GROWTH_MB)


_ORGANISATIONS = CONTENT / "signatories" / "organisations.csv"


def _letter() -> Letter:
    """The sample letter, lengthened to four pages, with a greeting for each addressee."""
    source = read_text(_LETTER).replace("salutation: joint", "salutation: single")
    head, rest = source.split("**EleutherAI**", 1)
    middle, foot = rest.split("**We therefore", 1)
    longer = f"{head}**EleutherAI**{middle}{f'**EleutherAI**{middle}' * 3}**We therefore{foot}"
    return read(longer, "letter.en.md", "en")[0]


def _compare(sheets: list[Sheet], ours: float) -> None:
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        print("WeasyPrint is not installed, so there is no ratio")
        return
    theirs = _milliseconds(lambda page: HTML(string=page).write_pdf(), [_page(page_sheet) for page_sheet in sheets])
    print(f"WeasyPrint: {theirs:.1f} ms CPU each, {theirs / ours:.1f} times as much")


def _milliseconds(make: Callable[[str], object], pages: list[str]) -> float:
    make(pages[0])
    begin = _cpu()
    for page in pages:
        make(page)
    return (_cpu() - begin) / len(pages) * 1000


def _page(page_sheet: Sheet) -> str:
    html = fragments(page_sheet.document)
    style = "@page{size:A4;margin:25mm}body{font:10.5pt serif;text-align:justify;hyphens:auto}"
    return f'<html lang="en"><style>{style}</style><title>{page_sheet.title}</title>{html.body}{html.notes}</html>'


def _cpu() -> float:
    return time.process_time()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 700))
