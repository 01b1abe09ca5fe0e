"""`campaign publish`: the letter's public site as a folder of files."""

from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign

_UNKNOWN = "without public_url in campaign.toml a link shared elsewhere shows no picture"


def _address(_context: click.Context, _option: click.Parameter, form: str) -> str:
    from campaign.core.settings.kinds import URL, Unfit

    try:
        return str(URL.read(form)) if form else ""
    except Unfit:
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
def publish(campaign: Context, out: Path, form: str) -> None:
    """Write the letter's site: pages, texts, lists, feeds, calendar, picture.

    It shows the newest frozen version. Any web server can serve the folder, from any address. An earlier site in DIR is
    replaced as a whole; a folder that holds anything else is left alone.
    """
    from campaign.services.publishing import publish as write

    done = write(campaign.folder, campaign.settings, campaign.store, campaign.letter, out, campaign.now(), form)
    version = done.edition.newest.version
    campaign.out.problems(done.problems)
    campaign.out.say(
        f"{campaign.letter}: version {version.number} ({', '.join(done.edition.languages)}) published, "
        f"{done.files} files in {out}"
    )
    if not done.edition.public_url:
        campaign.out.remark(f"  ! {_UNKNOWN}")
    campaign.out.data(
        {
            "letter": campaign.letter,
            "version": version.number,
            "digest": version.digest,
            "languages": done.edition.languages,
            "out": out,
            "files": done.files,
            "problems": [str(problem) for problem in done.problems],
        }
    )
