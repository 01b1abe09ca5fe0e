"""Time and memory of a large input: 10 MB as text, Markdown, HTML, email, RTF, Word and OpenDocument.

    python -m bench.intake

Each input is read or refused in a process of its own. Prints for each what came of it, the seconds and the peak of
memory. Ends with 1 when one takes more than 5 seconds or 500 MB, or ends in an error that is not ours.
"""

import io
import multiprocessing
import resource
import sys
import time
import zipfile
from multiprocessing.connection import Connection
from pathlib import Path

from campaign.core.intake.word.odt import MIME_TYPE
from campaign.errors import CampaignError
from campaign.services.letters.intake import read_draft

MOST_SECONDS = 5
MOST_MB = 500
_SIZE = 9_990_000  # just below what a letter's file may have
_WORDS = "We ask you to vote against Article 5 of the proposal, because it harms those who share their work. "
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def inputs() -> dict[str, bytes]:
    """Large inputs by the name of their file."""
    lines = (_WORDS * 4 + "\n\n") * (_SIZE // (len(_WORDS) * 4 + 2))
    page = "<html><body>" + f"<p>{_WORDS * 4}</p>" * (_SIZE // (len(_WORDS) * 4 + 7) - 1) + "</body></html>"
    mail = b"Subject: A letter\nMIME-Version: 1.0\nContent-Type: text/plain\n\n" + lines.encode()[:-100]
    paragraph = f"<w:p><w:r><w:t>{_WORDS * 4}</w:t></w:r></w:p>"
    document = f"<w:document {_W}><w:body>{paragraph * (_SIZE // len(paragraph))}</w:body></w:document>"
    return {
        "paragraphs.txt": lines.encode(),
        "one-line.txt": (_WORDS * (_SIZE // len(_WORDS))).encode(),
        "brackets.txt": b"[" * _SIZE,
        "letter.md": b"---\ntitle: T\n---\n" + lines.encode()[:-100],
        "stars.md": b"*a " * (_SIZE // 3),
        "page.html": page.encode(),
        "tags.html": b"<p>" + b"<b>" * (_SIZE // 3 - 2),
        "mail.eml": mail,
        "letter.rtf": b"{\\rtf1 " + (_WORDS.encode() + b"\\par ") * (_SIZE // (len(_WORDS) + 5) - 1) + b"}",
        "letter.docx": _word(document),
        "letter.odt": _odt(lines),
    }


def _word(document: str) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/d.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="d.xml"/>'
        "</Relationships>"
    )
    return _zip({"[Content_Types].xml": types, "_rels/.rels": relations, "d.xml": document})


def _odt(lines: str) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in lines.split("\n\n"))
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0"><office:body>'
        f"<office:text>{paragraphs}</office:text></office:body></office:document-content>"
    )
    return _zip({"mimetype": MIME_TYPE.decode(), "content.xml": content})


def _zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _read(name: str, data: bytes, answer: Connection) -> None:
    begin = time.perf_counter()
    try:
        outcome = f"read, {len(read_draft(data, Path(name)).letter) / 1e6:.1f} MB"
    except CampaignError as error:
        outcome = f"refused: {error.message[:60]}"
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is the fault that we look for
        outcome = f"FAULT {type(error).__name__}: {str(error)[:60]}"
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1000
    answer.send((outcome, time.perf_counter() - begin, peak))


def main() -> int:
    too_much = 0
    for name, data in inputs().items():
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=_read, args=(name, data, theirs))
        process.start()
        outcome, seconds, peak = ours.recv()
        process.join()
        is_over = seconds > MOST_SECONDS or peak > MOST_MB or outcome.startswith("FAULT")
        too_much += is_over
        print(f"{name:16} {seconds:5.1f} s {peak:5.0f} MB  {'OVER ' if is_over else ''}{outcome}", flush=True)
    return int(too_much > 0)


if __name__ == "__main__":
    sys.exit(main())
