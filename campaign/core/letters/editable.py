"""A letter as it goes out to be edited: with its comments, and its front matter as it is written."""

from campaign.core.letters import front, tree_builder
from campaign.core.letters.letter import Letter
from campaign.core.letters.tree import Document


def document_with_comments(letter: Letter) -> Document:
    """The letter's tree with its comments, which no other output has."""
    return tree_builder.read(front.split(letter.file), comments=True)


def front_values(letter: Letter) -> dict[str, str]:
    """The front matter in its order, each value as the author wrote it, lines of one value as lines; and the language,
    which may stand in the file's name only."""
    values = {key: field.value for key, field in front.split(letter.file).fields.items()}
    return {**values, "language": letter.language}
