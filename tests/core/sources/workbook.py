"""Workbooks as Excel writes them, without a library that could."""

import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

_OOXML = "http://schemas.openxmlformats.org"
_TYPE = "application/vnd.openxmlformats"
_TYPES = (
    f'<Types xmlns="{_OOXML}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_TYPE}-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    f'ContentType="{_TYPE}-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = f"{_OOXML}/officeDocument/2006/relationships"
_MAIN = f'xmlns="{_OOXML}/spreadsheetml/2006/main"'
_STYLES = (
    f'<styleSheet {_MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def _links(*links: tuple[int, str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, kind, target in links
    )
    return f'<Relationships xmlns="{_OOXML}/package/2006/relationships">{each}</Relationships>'


def write_workbook(path: Path, **sheets: list[list[object]]) -> Path:
    """Write one sheet per keyword; datetimes as Excel's day numbers in a date format."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" xmlns:r="{_OFFICE}" r:id="r{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    links = [(n, "worksheet", f"worksheets/s{n}.xml") for n in range(1, len(sheets) + 1)]
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _links((1, "officeDocument", "xl/workbook.xml")))
        book.writestr(
            "xl/workbook.xml", f"<workbook {_MAIN}><sheets>{listed}</sheets></workbook>"
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels", _links(*links, (99, "styles", "styles.xml"))
        )
        book.writestr("xl/styles.xml", _STYLES)
        for n, rows in enumerate(sheets.values(), 1):
            body = "".join(
                f'<row r="{r}">{_cells(r, row)}</row>' for r, row in enumerate(rows, 1)
            )
            sheet = f"<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>"
            book.writestr(f"xl/worksheets/s{n}.xml", sheet)
    return path


def _cells(r: int, row: list[object]) -> str:
    return "".join(_cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(row))


def _cell(place: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)).total_seconds() / 86_400
        return f'<c r="{place}" s="1"><v>{days!r}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
