"""The press: a letter as PDF. Typst sets it; what is set, `campaign.core.render.sheet` decides.

One `Press` prints many letters with one compiler. It works in a folder of its own with copies of template and logos,
so nothing that is printed can reach another file; it knows the program's fonts alone, so each machine prints the same.
"""

from campaign.adapters.pdf.printer import PdfPrinter

__all__ = ["PdfPrinter"]
