"""The translations: complete, and with the same values in each message."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from campaign.adapters.files.content import CONTENT, catalogues, templates
from campaign.core.languages.catalogue import ENGLISH, catalogue_for
from campaign.errors import FolderError
from tools.catalogues import files, messages, read

FILES = {path.parent.parent.name: path for path in files()}
_VALUES = re.compile(r"%\(\w+\)s|\{\w*\}|<[^>]+>")


def _message_ids(catalog: Catalog) -> set[str | tuple[str, ...]]:
    return {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalog if message.id}


def _forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text)  # type: ignore[call-overload]  # a tuple or a list of forms


def _values(text: str) -> list[str]:
    return sorted(_VALUES.findall(text))


def _flaws(message: Message) -> list[str]:
    """What is wrong with a translation: fuzzy, an empty form, other values than in English."""
    english, translations = _forms(message.id), _forms(message.string)
    wanted = _values(english[-1])
    return [
        *(["fuzzy"] if message.fuzzy else []),
        *(f"no words for {english[0]!r}" for form in translations if not form.strip()),
        *(f"other values: {form!r}" for form in translations if form.strip() and _values(form) != wanted),
    ]


def test_german_and_french_are_there() -> None:
    """There are German and French catalogues; English is the source."""
    assert sorted(FILES) == ["de", "fr"]


@pytest.mark.parametrize("language", FILES)
def test_a_catalogue_holds_every_message_and_no_other(language: str) -> None:
    """A catalogue has exactly the messages of templates and tables; `python -m tools.catalogues` updates it."""
    assert _message_ids(read(FILES[language])) ^ _message_ids(messages()) == set()


@pytest.mark.parametrize("language", FILES)
def test_every_message_is_translated(language: str) -> None:
    """No translation is fuzzy or empty, and each has the values and elements of the English."""
    assert [flaw for message in read(FILES[language]) if message.id for flaw in _flaws(message)] == []


@pytest.mark.parametrize("language", FILES)
def test_plural_forms_are_all_there(language: str) -> None:
    """A message with a number has as many plural forms as the language."""
    catalog = read(FILES[language])
    wrong = [message.id for message in catalog if message.pluralizable and len(message.string) != catalog.num_plurals]
    assert wrong == []


def test_templates_speak_the_chosen_language() -> None:
    """A template uses the catalogue of its page, or English without one. Values are escaped."""
    page = templates().from_string('{{ _("Country") }} {% trans moment=x %}Sign by {{ moment }}{% endtrans %}')
    german = catalogue_for(catalogues(), "de-AT")
    assert page.render(catalogue=german, x="<1>") == "Land Unterzeichnen Sie bis &lt;1&gt;"
    assert page.render(x="1") == "Country Sign by 1"
    assert catalogue_for(catalogues(), "pl") is ENGLISH


def test_a_campaign_adds_a_language_or_other_words(tmp_path: Path) -> None:
    """A catalogue in the campaign's templates adds a language, and takes precedence over the program's."""
    for language, word in (("it", "Paese"), ("de", "Staat")):
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        (folder / "campaign.po").write_text(f'{head}msgid "Country"\nmsgstr "{word}"\n', "utf-8")
    by_language = catalogues(tmp_path)
    assert [by_language[code].gettext("Country") for code in ("de", "fr", "it")] == ["Staat", "Pays", "Paese"]
    assert by_language["it"].ngettext("a", "b", 2) == "b"
    assert by_language["it"].gettext("") == ""


def test_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    """The error names the catalogue that cannot be read."""
    folder = tmp_path / "locale" / "it" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "campaign.po").write_bytes(b'msgid "Country"\nmsgstr "\xff"\n')
    with pytest.raises(FolderError, match=r"it/LC_MESSAGES/campaign\.po: cannot be read"):
        catalogues(tmp_path)


def test_the_catalogues_are_with_the_templates() -> None:
    """The catalogues are shipped with the templates."""
    assert all(path.is_relative_to(CONTENT / "templates") for path in FILES.values())
