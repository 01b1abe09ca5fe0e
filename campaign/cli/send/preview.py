"""`campaign send preview`: make the emails and show them."""

from collections import Counter
from dataclasses import asdict

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.print_deliverability import show_looks
from campaign.cli.send.wave_options import (
    again_option,
    not_before_option,
    only_option,
    purpose_option,
    read_aim,
    remark_on_left_out,
)
from campaign.core.addressees.joined_names import joined_names
from campaign.core.languages.in_english import count_of, moment
from campaign.services.parliament.choosing import letter_people_who_left
from campaign.services.waves import preview as previewing
from campaign.services.waves.deliverability import readable_text
from campaign.services.waves.emails_to_oneself import trial_command
from campaign.services.waves.obstacles import unsigned_reason
from campaign.services.waves.plan import PlannedWave, find_delivery, plan_wave
from campaign.services.waves.plan_inputs import WaveInputs, read_wave_inputs
from campaign.services.waves.reach import letter_reach, missed_lines
from campaign.services.waves.releases import release_of


@click.command()
@common.wave_option
@purpose_option
@not_before_option
@again_option
@only_option
@click.option("--show", metavar="WHO", help="Print the email to this addressee. Default: the first one.")
@pass_campaign
def preview(
    context: Context,
    wave: str,
    purpose: str | None,
    not_before: str | None,
    again: bool,
    only: tuple[str, ...],
    show: str | None,
) -> None:
    """Make the emails and show them. Sends nothing.

    `send go` sends exactly these emails, byte for byte. They are saved in the outbox folder, to open in any email
    program. If the text is not frozen, or differs from the frozen version, the command shows drafts and saves nothing.
    """
    inputs = read_wave_inputs(context.campaign, read_aim(context, wave, purpose, not_before, again=again, only=only))
    common.remark_on_pending_imports(context)
    remark_on_left_out(context, inputs)
    if left := letter_people_who_left(context.campaign, context.campaign.letter):
        context.out.remark(f"no longer in office, as the directory has it: {joined_names(left)}")
    _show_sentences(context, inputs)
    common.remark_on_missing_addresses(context, inputs.state.without_address)
    common.remark_on_fallbacks(context, inputs.fallbacks)
    if inputs.state.is_draft:
        _preview_drafts(context, inputs, show)
        return
    with common.progress(context, "making emails", len(inputs.audience.people)) as advance:
        wave_plan = plan_wave(context.campaign, inputs, advance)
    _show(context, wave_plan, inputs, show)
    if wave_plan.is_released:
        _say_what_went(context, wave_plan)
        return
    version, signed = inputs.state.version, inputs.state.signatory_count
    number = version.number if version else ""
    context.out.say(
        f"\nwave {wave}: {count_of(wave_plan.number(), 'email')} of version {number}, signatories: {signed}."
        " Nothing was sent."
    )
    common.show_languages(context, wave_plan.languages())
    if goes_at := previewing.goes_at(context.campaign, wave_plan):
        context.out.say(f"it starts {common.start_in_words(context, goes_at)}")
    if reason := unsigned_reason(context.campaign, inputs.state):
        context.out.remark(f"this wave will not be sent as it is: {reason}")
    if not wave_plan.number():
        context.out.say(f"next: campaign send delete --wave {wave}, if its name was mistyped")
        return
    context.out.say(f"next: {trial_command(context.campaign)}, then campaign send go --wave {wave}")


def _show_sentences(context: Context, inputs: WaveInputs) -> None:
    """Print each addressee's own sentence."""
    sentences = previewing.own_sentences(inputs)
    if sentences:
        context.out.say(f"{len(sentences)} of {len(inputs.audience.people)} have a sentence of their own:")
        common.show_lines(context, [f"  {line}" for line in align(sentences)])


def _say_what_went(context: Context, wave_plan: PlannedWave) -> None:
    """A wave that was released is shown as it went: with its version, not with the newest one."""
    went = release_of(context.campaign, wave_plan)
    counts = ", ".join(f"{number} {state}" for state, number in wave_plan.counts.items())
    when = moment(went.released_at, context.campaign.settings.campaign.zone)
    context.out.say(
        f"\nwave {wave_plan.mailing.wave} was released on {when}, as version {went.version}, signatories:"
        f" {went.signatories}. These are its emails: {counts}. This preview sent nothing."
    )
    reach = letter_reach(context.campaign, context.campaign.letter)
    common.show_lines(context, [f"has not received the letter: {line}" for line in missed_lines(reach.missed)])
    follow_up = f"campaign send preview --wave {reach.next_wave}" if reach.to_send else "campaign send log"
    context.out.say(f"next: {follow_up}")


def _show(context: Context, wave_plan: PlannedWave, inputs: WaveInputs, show: str | None) -> None:
    result = previewing.preview(context.campaign, wave_plan)
    if wave_plan.renewed:
        context.out.remark("something changed since the last preview: these emails are new, check them again")
    common.show_deliveries(context, wave_plan)
    if first := next(wave_plan.deliveries(), None):
        delivery = find_delivery(wave_plan, show) if show else first
        context.out.say(f"\n{readable_text(wave_plan.message(delivery))}")
        context.out.say(f"files: {context.campaign.folder.display_path(result.folder)}/ ({wave_plan.number()} .eml)")
    context.out.long_data(
        {
            "wave": wave_plan.mailing.wave,
            "purpose": wave_plan.mailing.purpose,
            "released_at": wave_plan.mailing.released_at,
            "left_out": [asdict(person) for person in inputs.audience.exclusions],
            "fallbacks": [asdict(fallback) for fallback in inputs.fallbacks],
            **show_looks(context, result.deliverability),
        },
        emails=(
            {
                "addressee": mail.addressee,
                "name": mail.name,
                "address": mail.address,
                "language": mail.language,
                "state": mail.state,
                "file": result.file(mail),
            }
            for mail in wave_plan.deliveries()
        ),
    )


def _preview_drafts(context: Context, inputs: WaveInputs, show: str | None) -> None:
    with common.progress(context, "making drafts", len(inputs.audience.people)) as advance:
        drafts = previewing.preview_drafts(context.campaign, inputs, advance)
    for draft in drafts.deliveries:
        if show is None or show.casefold() in draft.name.casefold():
            context.out.say(readable_text(draft.message))
            break
    looks = show_looks(context, drafts.deliverability)
    why = "nothing is frozen yet" if inputs.state.version is None else "the text differs from the frozen version"
    common.show_languages(context, Counter(draft.language for draft in drafts.deliveries))
    context.out.say(f"DRAFT of {count_of(len(drafts.deliveries), 'email')}: {why}. Nothing was saved or sent.")
    has_people = bool(inputs.state.addressees)
    freeze = "campaign letter check, then campaign letter freeze -m MESSAGE"
    context.out.say(f"next: {freeze if has_people else 'campaign addressee import'}")
    context.out.data(
        {
            "draft": True,
            "emails": [
                {"name": draft.name, "address": draft.address, "language": draft.language}
                for draft in drafts.deliveries
            ],
            "fallbacks": [asdict(fallback) for fallback in inputs.fallbacks],
            **looks,
        }
    )
