"""Acts on the directory of people, on votes, and on what people stand for."""

from campaign.core.parliament.person_record import PersonFate
from campaign.core.parliament.scores import AskedVote, Stance
from campaign.core.team.roles import Right
from campaign.services.acts.act import Act, AnyAct
from campaign.services.parliament import choosing, directory_import, vote_import
from campaign.services.parliament.directory_import import DirectoryImportPlan
from campaign.services.parliament.vote_import import VoteImportPlan


def _fates(plan: DirectoryImportPlan, *_: object) -> str:
    return f"{plan.count(PersonFate.NEW)} new, {plan.count(PersonFate.CHANGED)} changed"


def _votes(plan: VoteImportPlan, *_: object) -> str:
    return f"{len(plan.rows)} votes"


def _person(number: str, *_: object) -> str:
    return number


def _asked(asked: AskedVote, *_: object) -> str:
    return f"vote {asked.vote}"


def _stance(stance: Stance, *_: object) -> str:
    return stance.person


IMPORT_DIRECTORY = Act(
    "import directory", Right.PREPARE_WAVE, "Imported people", directory_import.apply_directory_import, note=_fates
)
CORRECT_PERSON = Act("correct person", Right.PREPARE_WAVE, "Corrected a person", directory_import.correct, _person)
SAVE_LIST = Act("save list of people", Right.PREPARE_WAVE, "Saved a list of people", choosing.save_list)
IMPORT_VOTES = Act("import votes", Right.PREPARE_WAVE, "Imported votes", vote_import.apply_vote_import, note=_votes)
ASK_VOTE = Act("ask vote", Right.PREPARE_WAVE, "Said what is asked for in a vote", vote_import.ask_for, _asked)
RECORD_STANCE = Act(
    "record stance", Right.PREPARE_WAVE, "Recorded what somebody stands for", vote_import.record_stance, _stance
)

ACTS: tuple[AnyAct, ...] = (IMPORT_DIRECTORY, CORRECT_PERSON, SAVE_LIST, IMPORT_VOTES, ASK_VOTE, RECORD_STANCE)
