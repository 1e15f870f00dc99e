"""A formal paper as .docx in the geometry of GB/T 9704: A4, margins 37/35/28/26 mm, 22 lines of 28 characters.

Fonts are named, not carried: office computers have 方正小标宋 and 仿宋_GB2312, others fall back to what the font table says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TITLE_FONT, BODY_FONT, LATIN = "方正小标宋简体", "仿宋_GB2312", "Times New Roman"
FALLBACK = {TITLE_FONT: "宋体", BODY_FONT: "仿宋"}
TITLE_PT, BODY_PT, SMALL_PT = 22, 16, 14  # 2号, 3号, 4号
LINES, CHARACTERS = 22, 28
TEXT_HEIGHT_MM, TEXT_WIDTH_MM = 297 - 37 - 35, 210 - 28 - 26
TWIPS_A_MM, POINTS_A_MM = 1440 / 25.4, 72 / 25.4
LINE_PITCH = int(TEXT_HEIGHT_MM * TWIPS_A_MM / LINES)  # twips, rounded down: the 22nd line still fits
# 1/4096 of a point that a character is set wider (or, here, closer) than its own size
CHAR_SPACE = round((TEXT_WIDTH_MM * POINTS_A_MM / CHARACTERS - BODY_PT) * 4096)


@dataclass(frozen=True)
class Draft:
    """What a paper says, in one language."""

    number: str
    title: str
    to: str
    paragraphs: Sequence[str]
    issuer: str
    on: str
    signs: Sequence[str] = ()  # what stands before each line for a signature
    note: str = ""  # small, at the end


def document(*drafts: Draft) -> bytes:
    """One file, a page for each language."""
    made = Document()
    _lay_out(made)
    for position, draft in enumerate(drafts):
        if position:
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _write(made, draft)
    made.core_properties.author = drafts[0].issuer
    made.core_properties.title = drafts[0].title
    whole = BytesIO()
    made.save(whole)
    return whole.getvalue()


def _lay_out(made: Opened) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    for old in page._sectPr.findall(qn("w:docGrid")):
        page._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    for name, value in (("type", "linesAndChars"), ("linePitch", LINE_PITCH), ("charSpace", CHAR_SPACE)):
        grid.set(qn(f"w:{name}"), str(value))
    page._sectPr.append(grid)
    normal = made.styles["Normal"]
    normal.font.size, normal.font.name = Pt(BODY_PT), LATIN
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_PITCH / 20)
    _name_fallbacks(made)


def _name_fallbacks(made: Opened) -> None:
    """What to use where a font is missing, in the font table of the file."""
    table = next(part for part in made.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACK.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", f"{told}</w:fonts>".encode())


def _write(made: Opened, draft: Draft) -> None:
    _line(made, draft.number, WD_ALIGN_PARAGRAPH.RIGHT)
    _line(made, "")
    title = _line(made, draft.title, WD_ALIGN_PARAGRAPH.CENTER)
    run = title.runs[0]
    run.font.size = Pt(TITLE_PT)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TITLE_FONT)
    _line(made, "")
    _line(made, draft.to)
    for words in draft.paragraphs:
        for part in words.splitlines() or [""]:
            _line(made, part).paragraph_format.first_line_indent = Pt(2 * BODY_PT)
    _line(made, "")
    for sign in draft.signs:
        _line(made, f"{sign}________________")
    _line(made, draft.issuer, WD_ALIGN_PARAGRAPH.RIGHT)
    _line(made, draft.on, WD_ALIGN_PARAGRAPH.RIGHT)
    if draft.note:
        _line(made, draft.note).runs[0].font.size = Pt(SMALL_PT)


def _line(made: Opened, words: str, align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT) -> Paragraph:
    line: Paragraph = made.add_paragraph(words)
    line.alignment = align
    return line
