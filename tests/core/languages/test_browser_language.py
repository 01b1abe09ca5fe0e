"""The language of a page by the visitor's browser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.languages.browser_language import visitor_language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("it,fr;q=0.5,de;q=0.7", "de"),
        ("it,pl", "en"),
        ("*", "en"),
        ("de;q=0", "en"),
        ("de;q=0,fr;q=0.1", "fr"),
        ("DE", "de"),
        ("fr, de", "fr"),
        ("de;q=x, fr;q=0.2", "fr"),
        ("de;q=1.5.2, fr;q=.3", "en"),
        ("pt", "pt-BR"),
        (",;q=1,de", "de"),
    ],
)
def test_the_first_language_that_a_browser_prefers(accepted: str, language: str) -> None:
    """The highest weight wins, then the order of the header; what the letter lacks counts for nothing."""
    assert visitor_language(accepted, ("en", "de", "fr", "pt-BR")) == language


@given(st.text(), st.lists(st.sampled_from(("en", "de", "fr", "zh-Hant")), min_size=1, unique=True))
def test_any_header_gives_a_language_of_the_letter(accepted: str, available: list[str]) -> None:
    """Whatever a browser sends, the page exists."""
    assert visitor_language(accepted, available) in available
