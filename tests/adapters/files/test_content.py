"""Templates that come with the program, and a campaign's own in place of them."""

from pathlib import Path

from campaign.adapters.files.content import templates


def test_an_own_template_that_changes_is_compiled_anew(tmp_path: Path) -> None:
    """Two environments share what was compiled, but never another folder's template or an older text."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, text in ((first, "one"), (second, "two")):
        (folder / "mail").mkdir(parents=True)
        (folder / "mail" / "own.txt").write_text(text, "utf-8")
    rendered = [templates(folder).get_template("mail/own.txt").render() for folder in (first, second, first)]
    (first / "mail" / "own.txt").write_text("three", "utf-8")
    rendered.append(templates(first).get_template("mail/own.txt").render())
    assert rendered == ["one", "two", "one", "three"]
