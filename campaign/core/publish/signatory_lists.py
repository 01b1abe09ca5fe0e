"""Lists of signatories on pages: organisations under a version, organisations by country, individuals."""

from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from campaign.core.letters.tree_builder import safe_href
from campaign.core.publish import letter_status, template_values
from campaign.core.publish.alphabet import on_page
from campaign.core.publish.countries import Country, country_name, group_by_country
from campaign.core.publish.edition import Edition, Person, SignedVersion, path_of
from campaign.core.publish.rendering import common_values, page, render_template
from campaign.core.render.characters import clean
from campaign.core.signatories import Organisation


def signatory_list(edition: Edition, signed_version: SignedVersion, language: str, root: str = "") -> Markup:
    """The organisations under a version, as HTML for the place where its letter lists them."""
    newest = signed_version is edition.newest
    if not (newest or signed_version.organisations):
        return Markup()
    groups = group_by_country(signed_version.organisations, language, edition.campaign.name_order) if newest else ()
    names = on_page(signed_version.organisations, language, edition.campaign.name_order)
    written = render_template(
        edition.design.templates,
        "web/signed.html",
        **common_values(edition, language),
        root=root,
        count=len(signed_version.organisations),
        names=_names_list(edition.design.templates, names, language),
        countries=[
            (country.anchor, clean(country.name), len(country.organisations)) for country in groups if country.name
        ],
        by_country=countries_path(edition, language) if newest else "",
        find=find_path(edition, language) if newest and signed_version.organisations else "",
        earlier_texts=letter_status.earlier_versions(edition, language) if newest else [],
    )
    return Markup(written.decode())  # noqa: S704 -- the template escaped it


@lru_cache(maxsize=8)  # the names seldom change, the number of people often
def _names_list(
    templates: Environment, organisations: tuple[Organisation, ...], language: str, *, with_country: bool = True
) -> Markup:
    """A list with name, link and country of each organisation, in the given order."""
    rows = [
        (
            clean(organisation.name),
            safe_href(organisation.url),
            country_name(clean(organisation.country), language) if with_country else "",
        )
        for organisation in organisations
    ]
    return Markup(render_template(templates, "web/names.html", rows=rows).decode())  # noqa: S704 -- the template escaped it


def countries_page(edition: Edition, language: str) -> bytes:
    """The page of organisations by country. Each country has an anchor."""
    groups = [
        (country.anchor, clean(country.name), len(country.organisations), _in_country(edition, country, language))
        for country in group_by_country(edition.organisations, language, edition.campaign.name_order)
    ]
    return page(
        edition,
        "web/countries.html",
        language,
        title=edition.title(language),
        to_letter=template_values.newest_path(edition, language),
        groups=groups,
    )


def _in_country(edition: Edition, country: Country, language: str) -> Markup:
    return _names_list(edition.design.templates, country.organisations, language, with_country=False)


def countries_path(edition: Edition, language: str) -> str:
    """The path of the page of countries; "" with fewer than two countries."""
    names = {organisation.country for organisation in edition.organisations if organisation.country}
    return path_of("countries", "html", language, edition.languages) if len(names) > 1 else ""


def people_page(edition: Edition, language: str) -> bytes:
    """The page of individuals, with the newest ones. `campaign serve` answers with the others."""
    return page(
        edition,
        "web/people.html",
        language,
        title=edition.title(language),
        to_letter=template_values.newest_path(edition, language),
        count=edition.newest.people,
        version=0,
        listed=people_list(edition.latest.people, language),
        newest="",
        newer="",
        older=_older(edition, language),
        find=find_path(edition, language),
    )


def _older(edition: Edition, language: str) -> str:
    """The link to individuals before the newest ones; "" if there are none or the site is only files."""
    newest = edition.latest.people
    if not (edition.is_live and newest) or edition.newest.people <= len(newest):
        return ""
    return f"people?lang={language}&before={newest[-1].id}"


def find_path(edition: Edition, language: str) -> str:
    """The link to the search for names; "" if the site is only files."""
    return f"names?lang={language}" if edition.is_live else ""


def people_path(edition: Edition, language: str) -> str:
    """The path of the page of individuals; "" if there are none."""
    return path_of("people", "html", language, edition.languages) if edition.newest.people else ""


def people_list(people: tuple[Person, ...], language: str) -> Markup:
    """Individuals as items of an HTML list, in this order."""
    item = Markup("<li><bdi>{}</bdi>{}</li>\n")
    where = Markup('<span class="soft">, {}</span>')
    rows = (letter_status.person(signer, language) for signer in people)
    return Markup("").join(item.format(name, where.format(country) if country else "") for name, country in rows)
