"""./run pictures: makes docs/picture.png anew from the running program, with the sample campaign and chromium.

It shows one letter three times: as an email in a rehearsal, in print, and as its public page. It needs chromium, and
pdftoppm for the print (poppler-utils).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import run
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PAPER = (216, 214, 202)
WIDTH, HEIGHT, GAP = 500, 694, 27.5
SMALLER = 1.25  # a window is that much larger than its picture
STEPS = (
    ("addressee", "import"),
    ("signatory", "import"),
    ("letter", "freeze", "-m", "agreed by all eight organisations"),
    ("publish", "--out", "site"),
    ("letter", "export", "--to", "pdf", "--addressee", "Benifei"),
)


def main() -> int:
    for name in ("chromium", "pdftoppm"):
        if shutil.which(name) is None:
            raise run.Failed(f"{name} is not installed: sudo apt-get install chromium poppler-utils")
    with tempfile.TemporaryDirectory(prefix="pictures-") as scratch, sync_playwright() as playwright:
        folder = Path(scratch, "campaign")
        os.environ["XDG_STATE_HOME"] = str(Path(scratch, "state"))
        folder.mkdir()
        copy_sample(folder)
        for step in STEPS:
            subprocess.run([run.BIN / "campaign", "-C", folder, "--quiet", *step], cwd=folder, check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with rehearsal(folder) as address:
            email = picture_of(browser, f"{address}mail/1")
        page = picture_of(browser, (folder / "site" / "index.html").as_uri())
        browser.close()
        side_by_side(email, printed(folder), page).save(run.ROOT / "docs" / "picture.png", optimize=True)
    print("docs/picture.png")
    return 0


def copy_sample(folder: Path) -> None:
    """The sample campaign with its vote ahead, as `campaign demo` has it."""
    code = (
        "import sys; from pathlib import Path; from campaign.services.campaign import system_clock; "
        "from campaign.services.setup.sample import copy_sample; copy_sample(Path(sys.argv[1]), system_clock())"
    )
    subprocess.run([sys.executable, "-c", code, folder], check=True, cwd=run.ROOT)


@contextmanager
def rehearsal(folder: Path) -> Iterator[str]:
    """The address of the page of a rehearsal."""
    command = [run.BIN / "campaign", "-C", folder, "send", "rehearse", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if match := re.search(r"http://127\.0\.0\.1:\d+/", line):
                yield match[0]
                return
        raise run.Failed("the rehearsal did not say where its page is")
    finally:
        process.terminate()
        process.communicate(timeout=30)


def picture_of(browser: Browser, address: str) -> Image.Image:
    """What a browser of this width shows first."""
    size = {"width": round(WIDTH * SMALLER), "height": round(HEIGHT * SMALLER)}
    tab = browser.new_page(viewport=size, device_scale_factor=2, reduced_motion="reduce", locale="en-GB")
    answer = tab.goto(address)
    if answer is not None and answer.status >= 400:
        raise run.Failed(f"{address} answers {answer.status}")
    tab.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(tab.screenshot()))
    tab.close()
    return picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def printed(folder: Path) -> Image.Image:
    """The first page of the print."""
    pdf = next((folder / "export").rglob("*.pdf"))
    options = ["-png", "-singlefile", "-scale-to-x", str(WIDTH - 10), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", *options, pdf, folder / "print"], check=True)
    return Image.open(folder / "print.png").convert("RGB")


def side_by_side(*pictures: Image.Image) -> Image.Image:
    """The pictures on one sheet, cut to one height."""
    sheet = Image.new("RGB", (1600, HEIGHT + 55), PAPER)
    for number, picture in enumerate(pictures):
        left = round(GAP + number * (WIDTH + GAP * 0.85) + (WIDTH - picture.width) / 2)
        sheet.paste(picture.crop((0, 0, picture.width, HEIGHT)), (left, round(GAP)))
    return sheet.quantize(128, dither=Image.Dither.NONE)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except run.Failed as failure:
        run.say(str(failure))
        sys.exit(1)
