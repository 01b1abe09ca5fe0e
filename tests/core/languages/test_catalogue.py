"""Claims about catalogues of the interface's words."""

import pytest

from campaign.core.languages.catalogue import ENGLISH, Catalogue, catalogue_for, read_catalogue

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Sign"
msgstr "Signer"

msgid "%(n)s name"
msgid_plural "%(n)s names"
msgstr[0] "%(n)s nom"
msgstr[1] "%(n)s noms"
"""


def french() -> Catalogue:
    return read_catalogue(PO.encode(), "fr")


def test_a_catalogue_says_our_words_in_its_language() -> None:
    """Numbers by the language's rule; what it lacks, in English; nothing for nothing."""
    catalogue = french()
    assert [catalogue.gettext(word) for word in ("Sign", "Withdraw", "")] == ["Signer", "Withdraw", ""]
    assert [catalogue.ngettext("%(n)s name", "%(n)s names", number) for number in (0, 1, 2)] == [
        "%(n)s nom",
        "%(n)s nom",
        "%(n)s noms",
    ]
    assert ENGLISH.ngettext("name", "names", 0) == "names"


@pytest.mark.parametrize("po", [b"msgid unquoted", PO.encode("utf-16")])
def test_an_invalid_catalogue_is_refused(po: bytes) -> None:
    """Bad syntax, or another encoding."""
    with pytest.raises(ValueError, match="cannot be read"):
        read_catalogue(po, "fr")


@pytest.mark.parametrize(("code", "spoken"), [("fr", "fr"), ("fr-BE", "fr"), ("FR-be", "fr"), ("lv", "en")])
def test_a_region_speaks_its_language(code: str, spoken: str) -> None:
    """And English where there is none."""
    assert catalogue_for({"fr": french()}, code).language == spoken
