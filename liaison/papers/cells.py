"""Cells of a sheet as spreadsheets read them."""

BOM = "\ufeff"  # spreadsheets read UTF-8 by it
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: str) -> str:
    """A cell that begins like a formula would be run by a spreadsheet."""
    return f"'{value}" if value.startswith(FORMULA) else value
