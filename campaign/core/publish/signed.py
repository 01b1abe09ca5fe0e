"""Who signs, as lists on pages: organisations under a text, by country, and people in their own names."""

from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from campaign.core.letters.harvest import safe_href
from campaign.core.publish import about, standing
from campaign.core.publish.alphabet import by_name
from campaign.core.publish.countries import Country, by_country, country_name
from campaign.core.publish.edition import Edition, Frozen, Person, path_of
from campaign.core.publish.rendering import common, page, rendered
from campaign.core.render.characters import clean
from campaign.core.signatories import Organisation


def signed_list(edition: Edition, frozen: Frozen, language: str, root: str = "") -> Markup:
    """The organisations under a version, to stand where its letter names them."""
    newest = frozen is edition.newest
    if not (newest or frozen.organisations):
        return Markup()
    groups = by_country(frozen.organisations, language) if newest else ()
    written = rendered(
        edition.design.templates,
        "web/signed.html",
        **common(edition, language),
        root=root,
        count=len(frozen.organisations),
        names=_names(edition.design.templates, frozen.organisations, language),
        countries=[(each.anchor, clean(each.name), len(each.organisations)) for each in groups if each.name],
        by_country=countries_path(edition, language) if newest else "",
        find=find_path(edition, language) if newest and frozen.organisations else "",
        earlier_texts=standing.earlier(edition, language) if newest else [],
    )
    return Markup(written.decode())  # noqa: S704 -- the template escaped it


@lru_cache(maxsize=8)  # the names stay while the number of people beside them moves
def _names(
    templates: Environment, organisations: tuple[Organisation, ...], language: str, *, with_country: bool = True
) -> Markup:
    """Name, web address and country of each, in alphabetical order."""
    rows = [
        (clean(each.name), safe_href(each.url), country_name(clean(each.country), language) if with_country else "")
        for each in by_name(organisations, language)
    ]
    return Markup(rendered(templates, "web/names.html", rows=rows).decode())  # noqa: S704 -- the template escaped it


def countries_page(edition: Edition, language: str) -> bytes:
    """The organisations by country, each country at a place of its own."""
    groups = [
        (each.anchor, clean(each.name), len(each.organisations), _in_country(edition, each, language))
        for each in by_country(edition.organisations, language)
    ]
    return page(
        edition,
        "web/countries.html",
        language,
        title=edition.title(language),
        to_letter=about.nearest(edition, language),
        groups=groups,
    )


def _in_country(edition: Edition, country: Country, language: str) -> Markup:
    return _names(edition.design.templates, country.organisations, language, with_country=False)


def countries_path(edition: Edition, language: str) -> str:
    """Where the page of countries lies; "" while there are too few countries for one."""
    named = {each.country for each in edition.organisations if each.country}
    return path_of("countries", "html", language, edition.languages) if len(named) > 1 else ""


def people_page(edition: Edition, language: str) -> bytes:
    """The page of people, with the newest of them. A program that answers has the older ones."""
    return page(
        edition,
        "web/people.html",
        language,
        title=edition.title(language),
        to_letter=about.nearest(edition, language),
        count=edition.newest.people,
        version=0,
        listed=people_list(edition.latest.people, language),
        newest="",
        newer="",
        older=_older(edition, language),
        find=find_path(edition, language),
    )


def _older(edition: Edition, language: str) -> str:
    """Where those are that came before the newest; "" for none, and where no program answers."""
    shown = edition.latest.people
    if not (edition.is_live and shown) or edition.newest.people <= len(shown):
        return ""
    return f"people?lang={language}&before={shown[-1].id}"


def find_path(edition: Edition, language: str) -> str:
    """Where a name is looked for; "" where no program answers."""
    return f"names?lang={language}" if edition.is_live else ""


def people_path(edition: Edition, language: str) -> str:
    """Where the page of people lies; "" where there are none."""
    return path_of("people", "html", language, edition.languages) if edition.newest.people else ""


def people_list(people: tuple[Person, ...], language: str) -> Markup:
    """People as items of a list, in the order given."""
    item = Markup("<li><bdi>{}</bdi>{}</li>\n")
    where = Markup('<span class="soft">, {}</span>')
    found = (standing.person(each, language) for each in people)
    return Markup("").join(item.format(name, where.format(country) if country else "") for name, country in found)
