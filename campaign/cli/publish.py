"""`campaign publish`: write the letter's public site to a folder."""

from collections.abc import Callable
from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.core.settings.kinds import URL, InvalidValue
from campaign.services.publishing import plan_site
from campaign.services.publishing import publish as write

_UNKNOWN = "public_url is not set in campaign.toml: links shared on social media show no picture"


def _address(_context: click.Context, _option: click.Parameter, form: str) -> str:
    try:
        return str(URL.read(form)) if form else ""
    except InvalidValue:
        raise click.BadParameter(f"write {URL.expected}") from None


def out_option(words: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The folder that a command writes as a whole."""
    return click.option(
        "--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR", help=words
    )


@click.command()
@out_option("The folder for the site.")
@click.option(
    "--form",
    default="",
    callback=_address,
    metavar="ADDRESS",
    help="URL of the sign-on form. Default: the pages link to no form.",
)
@pass_campaign
def publish(context: Context, out: Path, form: str) -> None:
    """Write the public site: pages, texts, lists, feeds, calendar and picture.

    The site shows the newest frozen version. With several letters, each is in a folder with its name, and the first
    page lists them; --letter NAME publishes one alone. Any web server can serve the folder, at any URL. An earlier site
    in DIR is replaced; a folder with anything else in it is refused.
    """
    plan = plan_site(context.campaign, out, form)
    write(context.campaign, plan)
    edition, version = plan.edition, plan.edition.newest.version
    context.out.problems(plan.problems)
    for one in plan.editions:
        where = f", {len(plan.files)} files in {out}" if len(plan.editions) == 1 else f" in {out / one.name}"
        context.out.say(
            f"{one.name}: version {one.newest.version.number} ({', '.join(one.languages)}) published{where}"
        )
    if plan.others:
        context.out.say(f"{len(plan.editions)} letters, {len(plan.files)} files in {out}")
    if not edition.campaign.public_url:
        context.out.remark(f"  ! {_UNKNOWN}")
    context.out.data(
        {
            "letter": edition.name,
            "version": version.number,
            "digest": version.digest,
            "languages": edition.languages,
            "out": out,
            "files": len(plan.files),
            "letters": [
                {"letter": one.name, "version": one.newest.version.number, "digest": one.newest.version.digest}
                for one in plan.editions
            ],
            "problems": [str(problem) for problem in plan.problems],
        }
    )
