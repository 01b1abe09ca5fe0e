"""A letter for editing in a word processor: with comments, and with its front matter as written."""

from campaign.core.letters import front_matter, tree_builder
from campaign.core.letters.letter import Letter
from campaign.core.letters.tree import Document


def document_with_comments(letter: Letter) -> Document:
    """Parse the letter again, with the author's comments, which no other output has."""
    return tree_builder.read(front_matter.split(letter.file), comments=True)


def front_values(letter: Letter) -> dict[str, str]:
    """Return the front matter in its order, each value as the author wrote it, with its line breaks; and the language,
    which the file may have in its name only."""
    values = {key: field.value for key, field in front_matter.split(letter.file).fields.items()}
    return {**values, "language": letter.language}
