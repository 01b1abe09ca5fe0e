"""Lists as files: CSV, Excel and JSON, each with the right to it."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from campaign.core.team.roles import Role
from tests.helpers.desk import DeskWeb
from tests.helpers.sending_desk import SampleDesk, prepare

LISTS = ("/desk/record", "/desk/signatories/directory", "/desk/answers/whip")


def read(answer) -> list[list[str]]:
    """The cells of an exported list, with its head."""
    kind = answer.headers["content-type"]
    if kind.startswith("text/csv"):
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    if kind == "application/json":
        rows = json.loads(answer.content)
        return [list(rows[0]), *([str(cell or "") for cell in row.values()] for row in rows)]
    return [
        [str(cell) for cell in row]
        for row in CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    ]


@pytest.mark.parametrize("path", LISTS)
def test_every_format_has_the_same_cells(sample: SampleDesk, path: str) -> None:
    """A list has the same rows as CSV, Excel and JSON; another ending is not there."""
    prepare(sample.desk.signed_in(sample.desk.admit(Role.SENDER, "jonas")))
    client = sample.desk.signed_in(sample.desk.admit(Role.COORDINATOR, "maya"))
    csv_cells, xlsx_cells, json_cells = (read(client.get(f"{path}.{ending}")) for ending in ("csv", "xlsx", "json"))
    assert len(csv_cells) > 1
    assert csv_cells == xlsx_cells == json_cells
    assert client.get(f"{path}.exe").status_code == 404


def test_a_name_that_looks_like_a_formula_is_a_text(desk: DeskWeb) -> None:
    """In a workbook a name with an equals sign is a text, as it was typed."""
    desk.web.sign_and_confirm(organisation="=1+1 Guild", mail="office@gamma.example")
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    rows = read(client.post("/desk/signatories/export/xlsx"))
    assert [row[0] for row in rows] == ["Name", "=1+1 Guild"]


def test_exports_need_their_right(sample: SampleDesk) -> None:
    """Who may not export people gets no file with them; the directory, which is public, everybody of the desk gets."""
    prepare(sample.desk.signed_in(sample.desk.admit(Role.SENDER, "jonas")))
    sample.send_what_is_due()
    reader = sample.desk.signed_in(sample.desk.admit(Role.READER))
    paths = ("answers", "answers/whip", "record", "addressees/list", f"send/waves/{sample.waves[0].id}/log")
    statuses = {
        reader.get(f"/desk/{path}.{ending}").status_code for path in paths for ending in ("csv", "json", "xlsx")
    }
    assert (statuses, reader.get("/desk/signatories/directory.xlsx").status_code) == ({403}, 200)
