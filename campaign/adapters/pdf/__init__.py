"""Letters as PDF, typeset by Typst from the source of `campaign.core.render.sheet`.

One `PdfPrinter` prints many letters with one compiler. It works in a temporary folder with copies of template and
logos, so that no letter can read another file, and uses only the program's fonts, so that each machine gives the same
PDF.
"""

from campaign.adapters.pdf.printer import PdfPrinter

__all__ = ["PdfPrinter"]
