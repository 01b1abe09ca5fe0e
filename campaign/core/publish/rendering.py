"""Renders templates to pages. All links are relative, so that they work in any folder."""

from functools import partial
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from campaign.core.languages.locale import locale
from campaign.core.languages.page_words import page_words, words_language
from campaign.core.languages.times_and_numbers import decimal
from campaign.core.publish.edition import Edition
from campaign.core.render.characters import clean
from campaign.core.render.letter_words import terms
from campaign.errors import CampaignError


def page(edition: Edition, template: str, language: str, root: str = "", **values: Any) -> bytes:
    """Render a page in a language of the letter. `root` is the relative path to the site's folder, such as "../"."""
    return render_template(edition.design.templates, template, **common_values(edition, language), root=root, **values)


def common_values(edition: Edition, language: str) -> dict[str, Any]:
    """The values that every template gets."""
    return {
        "words": page_words(language),
        "terms": terms(language),
        "catalogue": edition.design.catalogue(language),
        "page_language": words_language(language),
        "letter_language": language,
        "direction": "rtl" if locale(language).character_order == "right-to-left" else "ltr",
        "campaign": clean(edition.campaign.name),
        "decimal": partial(decimal, language=language),
    }


def render_template(templates: Environment, name: str, **values: Any) -> bytes:
    """Render a template. Raises CampaignError for a broken one, with its line."""
    try:
        return templates.get_template(name).render(values).encode("utf-8", "replace")
    except TemplateError as error:
        position = f"{error.name}:{error.lineno}" if isinstance(error, TemplateSyntaxError) else name
        raise CampaignError(
            f"templates/{position}: the template cannot be used ({error.message})",
            fix="correct it, or remove it to use the one that comes with the program",
        ) from error
