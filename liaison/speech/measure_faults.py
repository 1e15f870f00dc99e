"""What is wrong with a table of policies, line by line."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.rules.measure_file import Fault

FAULTS = {
    "not_text": _lazy("This is no text file. Please save it as CSV or JSON."),
    "too_long": _lazy("The file is larger than 2 MB. Please bring it in in pieces."),
    "too_many_rows": _lazy("There are more than 2,000 rows. Please bring them in in pieces."),
    "no_rows": _lazy("There is no policy in it."),
    "not_json": _lazy("This cannot be read as JSON."),
    "not_a_list": _lazy("The JSON has to be a list, an entry for each version."),
    "not_an_object": _lazy("this entry is no object with named values."),
    "not_csv": _lazy("this cannot be read as CSV: %(given)s."),
    "unknown_column": _lazy("nobody knows the column “%(given)s” here. Please check its spelling."),
    "missing_column": _lazy("the column “%(given)s” is missing."),
    "column_twice": _lazy("the column “%(given)s” stands here twice."),
    "too_many_cells": _lazy("this row has more cells than the head."),
}


def fault_sentence(fault: Fault) -> str:
    """第 3 行：单元格比表头多。 / Line 3: this row has more cells than the head."""
    words = str(FAULTS[fault.code]) % {"given": fault.given}
    return line_sentence(fault.line, words) if fault.line else words


def line_sentence(line: int, words: str) -> str:
    return _("Line {line}: {what}").format(line=line, what=words)
