"""A campaign's own templates of emails."""

from email import message_from_bytes, policy

import pytest

from campaign.adapters.files.content import templates
from campaign.core.compose.size import html_part
from campaign.errors import ComposeError
from tests.helpers.sample_letter import compose_message


def own_template(folder, name, source):
    path = folder / "mail" / name
    path.parent.mkdir()
    path.write_text(source)
    return templates(folder)


def test_a_part_of_ours_is_replaced(tmp_path):
    """A campaign's template can extend the program's and replace one block."""
    source = '{% extends "default:mail/letter.html" %}{% block footer %}<p>{{ title }} & ours</p>{% endblock %}'
    html = html_part(compose_message(templates=own_template(tmp_path, "letter.html", source)).message)
    assert '<p style="margin: 0 0 18px;">Keep the exemption &amp; ours</p>' in html
    assert "Version of this text" not in html


def test_a_whole_file_is_replaced(tmp_path):
    """A campaign's text template is used unchanged, and nothing in it is escaped."""
    made = compose_message(templates=own_template(tmp_path, "letter.txt", "{{ ask }} <{{ version | length }}>\n"))
    text = message_from_bytes(made.message, policy=policy.default).get_body(("plain",)).get_content()
    assert text == "Strike the last sentence. <12>\r\n"


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("{{ nobody }}", "templates/mail/letter.txt: the template cannot be used ('nobody' is undefined)"),
        ("\n{% if %}", "templates/mail/letter.txt:2: the template cannot be used (Expected an expression, got 'end of"),
        ('{% extends "mail/none.txt" %}', "templates/mail/letter.txt: the template cannot be used (mail/none.txt)"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(tmp_path, source, cause):
    """The error names file, line if known, and cause."""
    with pytest.raises(ComposeError) as caught:
        compose_message(templates=own_template(tmp_path, "letter.txt", source))
    assert caught.value.message.startswith(f"Brando Benifei (197615): {cause}")


def test_values_are_escaped_in_html(tmp_path):
    """Any value is plain text in the HTML template."""
    made = compose_message(
        templates=own_template(tmp_path, "letter.html", "<p>{{ terms.version }}{{ '<b>' }}{{ body }}</p>")
    )
    assert "<b>" not in html_part(made.message)
