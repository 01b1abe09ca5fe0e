"""Freezing a letter: its bytes and their digest kept for good, under the name of what it is to the version before."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.files import folder
from campaign.adapters.store import Store, versions
from campaign.adapters.store.signons import standing
from campaign.core.check.changes import Comparison, compare, misnamed
from campaign.core.letters import Kind, Letter, Version, VersionText, digest_of, letters_of, texts_of
from campaign.core.letters.version import flaws
from campaign.core.signons.change import Way
from campaign.errors import LetterError, ProblemsFound, Refused, UsageError


@dataclass(frozen=True, slots=True)
class Frozen:
    """The newest version. `new` is False when the text was frozen already and nothing was added."""

    version: Version
    texts: tuple[VersionText, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """The folder's text beside the newest version. `before` is None, and `comparison` of no use, for the first one."""

    letters: dict[str, Letter]
    texts: tuple[VersionText, ...]
    digest: str
    before: Version | None
    comparison: Comparison

    @property
    def is_frozen(self) -> bool:
        """Whether the newest version holds this very text."""
        return self.before is not None and self.before.digest == self.digest


def draft(place: folder.Folder, store: Store, name: str) -> Draft:
    """What would be frozen now.

    Raises ProblemsFound for front matter that cannot be read, LetterError when there is no text.
    """
    letters, problems = folder.read_letters(place, name)
    if problems:
        raise ProblemsFound(f"letters/{name}: not frozen", problems=problems, hint="campaign letter check")
    if not letters:
        raise LetterError(f"letters/{name}: there is no text to freeze", hint="write letter.en.md first")
    texts = texts_of(letters)
    latest = store.read(versions.latest, name)
    frozen = letters_of(store.read(versions.texts, latest.id)) if latest else {}
    return Draft(letters, texts, digest_of(texts), latest, compare(frozen, letters))


@dataclass(frozen=True, slots=True)
class ForSignatories:
    """How those who signed the version before are dealt with. `until` (aware UTC) goes with Way.WINDOW alone."""

    way: Way
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """What a person calls a version. `kind` is None for the first one, which is always FIRST; `added_language` goes
    with Kind.LANGUAGE; `despite_substance` keeps a correction one although the text says otherwise."""

    kind: Kind | None = None
    added_language: str = ""
    despite_substance: bool = False


def freeze(
    place: folder.Folder,
    store: Store,
    name: str,
    message: str,
    now: dt.datetime,
    naming: Naming = Naming(),
    shown: str = "",
    signatories: ForSignatories | None = None,
) -> Frozen:
    """Keep the folder's text as the letter's next version. A text that is frozen already is not kept again.

    `shown` is the digest of the text that the person saw, "" when none was shown. `signatories` is needed once somebody
    has signed the version before. Raises UsageError for a kind or a way that is missing or of no use, Refused for one
    that the text contradicts or for another text than was shown, and what `draft` raises.
    """
    text = draft(place, store, name)
    if text.is_frozen and text.before:
        return Frozen(text.before, text.texts, new=False)
    if shown and shown != text.digest:
        raise Refused("not frozen: the text changed while it was shown", hint="look again: campaign letter diff")
    kind = _named(text, naming)
    said = (name, text.digest, text.texts, message, now, kind, naming.added_language)
    chosen = _chosen(signed(store, text), signatories, now)
    version = store.write(standing.freeze, *said, *((chosen.way, chosen.until) if chosen else ()))
    return Frozen(version, text.texts, new=True)


def signed(store: Store, text: Draft) -> int:
    """How many have signed the version before."""
    return store.read(standing.under, text.before.letter, text.before.id) if text.before else 0


def _chosen(signed: int, said: ForSignatories | None, now: dt.datetime) -> ForSignatories | None:
    if not signed:
        return None
    if said is None:
        raise UsageError(
            f"not frozen: {signed} have signed the version before; say how they are dealt with",
            hint='--signatories correction (they are told), window with --until "YYYY-MM-DD HH:MM", or ask',
        )
    if (said.way is Way.WINDOW) != (said.until is not None):
        raise UsageError("a time until when they may object goes with --signatories window, and only with it")
    if said.until is not None and said.until <= now:
        raise UsageError("the time until when they may object has passed", hint="give a later one with --until")
    return said


def _named(text: Draft, naming: Naming) -> Kind:
    kind = naming.kind
    if text.before is None:
        if kind is not None:
            raise UsageError("the first version is neither a correction nor a change", hint="leave its kind away")
        return Kind.FIRST
    if kind is None:
        raise UsageError("not frozen: say what the change is", hint="--correction, --substance or --language LANGUAGE")
    reasons = misnamed(kind, text.comparison, naming.added_language)
    if reasons and not (kind is Kind.CORRECTION and naming.despite_substance):
        raise Refused(f"not frozen as {_called(kind)}: {'; '.join(reasons)}", hint=_way_out(kind))
    return kind


def _called(kind: Kind) -> str:
    return "a correction" if kind is Kind.CORRECTION else "a new language"


def _way_out(kind: Kind) -> str:
    if kind is Kind.CORRECTION:
        return "freeze with --substance, or with --correction --despite-substance when it is one all the same"
    return "freeze what else changed first, with --correction or --substance"


def verify(store: Store) -> tuple[tuple[Version, ...], tuple[str, ...]]:
    """Every version of every letter, and where what is kept of one is not what was frozen."""
    found = store.read(versions.every)
    wrong = (
        f"{version.letter} version {version.number}: {flaw}"
        for version in found
        for flaw in flaws(version, store.read(versions.texts, version.id))
    )
    return found, tuple(wrong)
