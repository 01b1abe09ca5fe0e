"""`campaign press`: write the letter's press pack to a folder."""

from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.publish import out_option
from campaign.services.publishing.press_pack import plan_press_pack, write_press_pack


@click.command()
@out_option("The folder for the pack.")
@pass_campaign
def press(context: Context, out: Path) -> None:
    """Write the letter's press pack: a page with figures and logos (PDF), a press note, words to share, pictures.

    For the public version, with what its page shows. Before the end of an embargo, page and note begin with its time.
    An earlier pack in DIR is replaced; a folder with anything else in it is refused.
    """
    pack = plan_press_pack(context.campaign, out)
    write_press_pack(context.campaign, pack)
    context.out.problems(pack.problems)
    version = pack.edition.newest.version
    context.out.say(f"{pack.edition.name}: press pack of version {version.number}, {len(pack.files)} files in {out}")
    for path in sorted(pack.files):
        context.out.say(f"  {path}")
    if pack.is_under_embargo:
        context.out.remark("the letter is under embargo: send the pack only to people who keep to it")
    context.out.data(
        {
            "letter": pack.edition.name,
            "version": version.number,
            "out": out,
            "files": sorted(pack.files),
            "under_embargo": pack.is_under_embargo,
            "problems": [str(problem) for problem in pack.problems],
        }
    )
