"""What was typed into a form, and what is wrong with it, so that a page can show the form again as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from campaign.desk.desk_request import DeskRequest


@dataclass(frozen=True, slots=True)
class FormValues:
    """The values of a form by field, and the error of each wrong field.

    The macros `field`, `choices`, `text_area` and `error_summary` take it. A page that gives it errors answers with
    status 422; the frame then writes "Error:" before the title.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        """What is wrong with a field; "" for nothing."""
        return self.errors.get(name, "")

    def with_errors(self, **errors: str) -> "FormValues":
        """The same values with these errors; empty ones are left out."""
        return FormValues(self.values, dict(self.errors) | {name: text for name, text in errors.items() if text})

    @property
    def is_wrong(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.errors)

    @property
    def status(self) -> HTTPStatus:
        """The status of a page with this form."""
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.is_wrong else HTTPStatus.OK


def typed_values(request: DeskRequest, *names: str) -> FormValues:
    """What was typed into these fields."""
    return FormValues({name: request.value(name) for name in names})


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """A number that a person types to confirm what would happen. A field `number` has it."""

    expected: int
    typed: str = ""
    """What was typed; "" before the first try."""

    @property
    def is_right(self) -> bool:
        """Whether the number was typed."""
        return self.typed.replace(" ", "").replace(",", "") == str(self.expected)

    @property
    def error(self) -> str:
        """Both numbers, if another one was typed; "" before the first try."""
        if self.is_right or not self.typed:
            return ""
        return f"You typed {self.typed}, but it is {self.expected}. Nothing has happened"


def number_check(request: DeskRequest, expected: int) -> NumberCheck:
    """The check of the number that was typed. For a GET it is a page that was not answered yet."""
    typed = request.value("number")
    return NumberCheck(expected, typed or ("nothing" if request.raw.method == "POST" else ""))


def check_of_several(request: DeskRequest, expected: int) -> NumberCheck:
    """The same where one needs no number: the button says what happens."""
    return number_check(request, expected) if expected > 1 else NumberCheck(expected, str(expected))
