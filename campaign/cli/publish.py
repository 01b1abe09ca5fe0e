"""`campaign publish`: the letter's public site as a folder of files."""

from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.core.settings.kinds import URL, InvalidValue
from campaign.services.publishing import plan_site
from campaign.services.publishing import publish as write

_UNKNOWN = "without public_url in campaign.toml a link shared elsewhere shows no picture"


def _address(_context: click.Context, _option: click.Parameter, form: str) -> str:
    try:
        return str(URL.read(form)) if form else ""
    except InvalidValue:
        raise click.BadParameter(f"write {URL.expected}") from None


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR", help="Where the site goes."
)
@click.option(
    "--form",
    default="",
    callback=_address,
    metavar="ADDRESS",
    help="Where the form stands; without it the pages lead to none.",
)
@pass_campaign
def publish(context: Context, out: Path, form: str) -> None:
    """Write the letter's site: pages, texts, lists, feeds, calendar, picture.

    It shows the newest frozen version. Any web server can serve the folder, from any address. An earlier site in DIR is
    replaced as a whole; a folder that holds anything else is left alone.
    """
    plan = plan_site(context.campaign, out, form)
    write(context.campaign, plan)
    edition, version = plan.edition, plan.edition.newest.version
    context.out.problems(plan.problems)
    context.out.say(
        f"{edition.name}: version {version.number} ({', '.join(edition.languages)}) published, "
        f"{len(plan.files)} files in {out}"
    )
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
            "problems": [str(problem) for problem in plan.problems],
        }
    )
