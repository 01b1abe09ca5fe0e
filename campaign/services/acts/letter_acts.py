"""Acts on the letter: saving a text, importing, confirming a translation, freezing, adopting."""

from campaign.core.letters.version import Version
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.letters import drafting, freeze, intake, translations
from campaign.services.letters.drafting import DraftText, SavedText
from campaign.services.letters.freeze import FreezePlan
from campaign.services.letters.intake import ImportPlan, ImportResult
from campaign.services.letters.translations import Confirmation
from campaign.services.signons import consent
from campaign.services.signons.consent import AdoptionPlan


def _text(saved: SavedText, *_: object) -> str:
    return f"letter {saved.draft.letter}, {saved.draft.language}"


def _new_text(draft: DraftText, *_: object) -> str:
    return f"letter {draft.letter}, {draft.language}"


def _first_letter(_result: ImportResult, plan: ImportPlan) -> str:
    return f"letter {plan.name}"


def _translation(confirmation: Confirmation, *_: object) -> str:
    return f"letter {confirmation.letter}, {confirmation.translation.language}"


def _version(version: Version, *_: object) -> str:
    return f"letter {version.letter}, version {version.number}"


def _kind(version: Version, _plan: FreezePlan, *_: object) -> str:
    return version.kind_label


def _adopted_version(_moved: int, plan: AdoptionPlan) -> str:
    return f"letter {plan.letter}, version {plan.version.number}"


SAVE_TEXT = Act("save text", Right.EDIT, "Changed the text", drafting.save_text, _text, is_frequent=True)
ADD_TEXT = Act("add text", Right.EDIT, "Added a language", drafting.add_text, _new_text)
IMPORT_TEXT = Act("import text", Right.EDIT, "Imported a text", drafting.import_text, _text)
IMPORT_LETTER = Act("import letter", Right.EDIT, "Imported the letter", intake.import_first_letter, _first_letter)
CONFIRM_TRANSLATION = Act(
    "confirm translation", Right.EDIT, "Confirmed a translation", translations.confirm, _translation
)
FREEZE = Act("freeze", Right.FREEZE, "Froze a version", freeze.freeze, _version, _kind)
ADOPT = Act("adopt", Right.FREEZE, "Published the proposed text", consent.adopt, _adopted_version)

ACTS: tuple[AnyAct, ...] = (SAVE_TEXT, ADD_TEXT, IMPORT_TEXT, IMPORT_LETTER, CONFIRM_TRANSLATION, FREEZE, ADOPT)
