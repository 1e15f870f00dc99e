"""台账 as CSV and as an Excel workbook: the layout that offices keep by hand, a line for each request."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from io import StringIO
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from liaison.casework.ledger import Beside, Told, chunks
from liaison.casework.models import ServiceRequest
from liaison.registry.models import in_language
from liaison.registry.policy import Policy
from liaison.rules.counting import REOPENED, STILL_OPEN, Standing, cell_of
from liaison.rules.lifecycle import Status
from liaison.speech import statuses
from liaison.speech.lists import listed

from .cells import BOM, harmless

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9  # as page setups call it
WIDTHS = (6, 11, 26, 10, 8, 12, 48, 17, 10, 14, 18, 17, 17, 10, 20, 12, 12, 16, 8, 24)  # of the columns, in characters
DAY = 10  # characters of an instant that are its day


def header() -> list[str]:
    return [
        _("Serial"), _("Number"), _("Enterprise"), _("Contact"), _("Source"), _("Category"), _("What is asked"), _("Raised at"),
        _("Specialist"), _("Department"), _("Joins"), _("Reply promised by"), _("First reply"), _("Consultation"), _("Progress"),
        _("Result"), _("Closed on"), _("Said by the enterprise"), _("Lamp"), _("Remarks"),
    ]  # fmt: skip


def headers(today: date) -> dict[str, str]:
    """What goes before the sheet, on screen and in the API."""
    return {"Content-Type": CSV, "Content-Disposition": f'attachment; filename="ledger-{today}.csv"'}


def named(today: date) -> dict[str, Any]:
    """The same for the workbook, as a response with a file wants it."""
    return {"as_attachment": True, "filename": f"ledger-{today}.xlsx", "content_type": XLSX}


def stream(found: QuerySet[ServiceRequest], in_force: Policy) -> Iterator[bytes]:
    """The sheet as CSV in pieces, written while it is read."""
    pieces = _pieces(found, in_force)
    yield (BOM + _written(next(pieces))).encode()
    for rows in pieces:
        yield _written(rows).encode()


def workbook(found: QuerySet[ServiceRequest], in_force: Policy) -> IO[bytes]:
    """The sheet as a workbook in a file that is gone once it is closed: row by row on the disk, never whole in memory."""
    # Read in here: few processes ever write a workbook, and it is a large library.
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook(write_only=True)
    page = book.create_sheet(_("Ledger"))
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0  # as wide as the paper, on as many as it takes
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for place, width in enumerate(WIDTHS, 1):
        page.column_dimensions[get_column_letter(place)].width = width
    for rows in _pieces(found, in_force):
        for row in rows:
            page.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    book_file = TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    book.save(book_file)
    book_file.seek(0)
    return book_file


def _pieces(found: QuerySet[ServiceRequest], in_force: Policy) -> Iterator[list[list[object]]]:
    """The heading, then rows, so many at a time; the language is that of whoever asked, however long it takes to send."""
    language = get_language() or "zh-hans"
    with override(language):
        row_of = _row_writer()
        heading: list[object] = [*header()]
    yield [heading]
    serial, read = 0, chunks(found, in_force)
    while True:
        with override(language):  # for each piece anew: between two of them the server does other things
            rows = [row_of(serial + place, row, beside) for place, (row, beside) in enumerate(next(read, []), 1)]
        if not rows:
            return
        yield rows
        serial += len(rows)


def _written(rows: Sequence[Sequence[object]]) -> str:
    lines = StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue()


def _row_writer() -> Callable[[int, Told, Beside], list[object]]:
    """Write rows with words looked up once for the whole sheet: it may be a long one."""
    states, lamps = _words(statuses.STATUSES), _words(statuses.LAMPS)
    channels, endings = _words(statuses.CHANNELS), _words(statuses.ENDINGS)
    consulting, by = _("in consultation"), _("{status}, by {day}")
    category, safe, result, remarks = cache(in_language), cache(harmless), _results(), _remarks()

    def row_of(serial: int, r: Told, beside: Beside) -> list[object]:
        firm, lead, joins = beside
        progress = states[r.status]
        if r.promised:
            progress = by.format(status=progress, day=r.promised[:DAY])
        return [
            serial, r.number, safe(firm.name), safe(firm.contact), channels[r.channel],
            safe(category(r.category_zh or "", r.category_en or "")), harmless(r.text or ""), r.raised, safe(firm.specialist),
            safe(lead), safe(listed(joins)) if joins else "", r.reply_due, r.replied,
            consulting if r.status == Status.CONSULTING else "", progress,
            result(r.status, r.outcome, r.closed_as, r.undone_closing is not None), r.closed and r.closed[:DAY],
            endings[r.closed_as] if r.closed_as else "", lamps[r.lamp], remarks(r) if r.urgent or r.reopened or not r.verified else "",
        ]  # fmt: skip

    return row_of


def _words(table: Mapping[str, object]) -> dict[str, str]:
    return {str(code): str(word) for code, word in table.items()}


def _results() -> Callable[..., str]:
    """已解决, 已解释说明, 推进中: what is open again is under way again; that it was closed stands among the remarks."""
    words = _words(statuses.CELLS)
    words[REOPENED] = words[STILL_OPEN]
    return cache(lambda *case: words[cell_of(Standing(*case))])


def _remarks() -> Callable[[Told], str]:
    urgent, unverified = _("Urgent"), _("Unverified")
    again = _("closed on {closed}, opened again on {again}")

    def remarks(r: Told) -> str:
        said = [urgent] if r.urgent else []
        if not r.verified:
            said.append(unverified)
        if r.undone_closing and r.reopened_on:
            said.append(again.format(closed=r.undone_closing[:DAY], again=r.reopened_on[:DAY]))
        return listed(said)

    return remarks
