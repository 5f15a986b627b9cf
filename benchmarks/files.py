"""Files to read: the same kind of reports by several programs, none of them a real one."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import cms, made
from benchmarks.race import File
from gongkai.report.model import Report
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutTable,
    Signature,
    Title,
    flow,
)
from samples import pages

__all__ = [
    "by_openpyxl",
    "by_python_docx",
    "docx_files",
    "html_files",
    "pdf_files",
    "xlsx_files",
]


def docx_files(count: int) -> list[File]:
    """Half by our writer, a third by python-docx, the rest through LibreOffice when present."""
    from gongkai.report.write import docx

    reports = made.reports(count)
    ours, docs, office = reports[::2], reports[1::4], reports[3::4]
    files = [File("our writer", docx.write(report), report) for report in ours]
    files += [File("python-docx", by_python_docx(report), report) for report in docs]
    data = [docx.write(report) for report in office]
    for report, content in zip(office, _by_office(data, "docx", "docx"), strict=True):
        files.append(File("LibreOffice", content, report))
    return files


def by_python_docx(report: Report) -> bytes:
    """Merged header cells, text torn into runs, padded figures: what a clerk's file looks like."""
    import docx

    rng = random.Random(report.file)
    document = docx.Document()
    for part in flow(report):
        match part:
            case Title(text):
                document.add_heading(text, 0)
            case Heading(_, text):
                document.add_heading(text, 1)
            case BodyText(_, text):
                paragraph = document.add_paragraph()
                for at in range(0, len(text), 40):
                    paragraph.add_run(text[at : at + 40])
            case Signature(by, day):
                document.add_paragraph(by)
                document.add_paragraph(day)
            case LaidOutTable():
                _table(document, part, rng)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: object, part: LaidOutTable, rng: random.Random) -> None:
    from docx.document import Document

    assert isinstance(document, Document)
    rows = (*part.head, *part.body)
    grid = document.add_table(len(rows), part.width)
    cells = [list(row.cells) for row in grid.rows]
    for y, row in enumerate(rows):
        for one in row:
            cell = cells[y][one.column]
            if one.colspan > 1 or one.rowspan > 1:
                last = cells[y + one.rowspan - 1][one.column + one.colspan - 1]
                cell = cell.merge(last)
            half = len(one.text) // 2
            pieces = (one.text[:half], one.text[half:]) if half and rng.random() < 0.5 else ()
            pad = "\u00a0" if not one.header and one.text and rng.random() < 0.3 else ""
            for piece in pieces or (one.text,):
                cell.paragraphs[0].add_run(piece)
            cell.paragraphs[0].add_run(pad)


def html_files(count: int) -> list[File]:
    """A quarter each: by our writer; bare, in a layout table, in GB18030 with and without a
    charset; and as publishing systems serve what came from Word, by their editor and by Word.
    """
    from gongkai.report.write import html

    options = ({}, {"encoding": "gb18030"}, {"encoding": "gb18030", "charset": False})
    files = []
    for n, report in enumerate(made.reports(count, seed=11)):
        match n % 4:
            case 0:
                files.append(File("our writer", html.dump(report).encode(), report))
            case 1:
                files.append(File("bare", pages.page([report], options[n // 4 % 3]), report))
            case 2:
                files.append(File("editor", cms.by_editor(report), report))
            case _:
                files.append(File("Word", cms.by_word(report), report))
    return files


def xlsx_files(count: int) -> list[File]:
    """By our writer and by openpyxl (one sheet, merged headers)."""
    from gongkai.report.write import xlsx

    return [
        File("our writer", xlsx.dump(report), report)
        if n % 2 == 0
        else File("openpyxl", by_openpyxl(report), report)
        for n, report in enumerate(made.reports(count, seed=13))
    ]


def by_openpyxl(report: Report) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    y = 1
    for part in flow(report):
        if not isinstance(part, LaidOutTable):
            for text in _text_of(part):
                sheet.cell(y, 1, text)
                y += 2
            continue
        for row in (*part.head, *part.body):
            for one in row:
                x = one.column + 1
                number = one.text.isdecimal() and not one.header
                sheet.cell(y, x, int(one.text) if number else one.text or None)
                if one.colspan > 1 or one.rowspan > 1:
                    sheet.merge_cells(
                        start_row=y,
                        start_column=x,
                        end_row=y + one.rowspan - 1,
                        end_column=x + one.colspan - 1,
                    )
            y += 1
        y += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_of(part: Title | Heading | BodyText | Signature) -> list[str]:
    """The lines of a part that is no table."""
    return [part.signed_by, part.day] if isinstance(part, Signature) else [part.text]


def pdf_files(count: int) -> Iterator[File]:
    """By our writer (typst), by LibreOffice from DOCX and by Chromium's printing, in turns."""
    from gongkai.report.write import docx, html, pdf

    reports = made.reports(count, seed=17)
    for report in reports[::3]:
        yield File("typst", pdf.write(report), report)
    data = [docx.write(report) for report in reports[1::3]]
    for report, content in zip(reports[1::3], _by_office(data, "docx", "pdf"), strict=False):
        yield File("LibreOffice", content, report)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    for report in reports[2::3] if chromium else ():
        yield File("Chromium", _printed(str(chromium), html.dump(report)), report)


def _by_office(data: list[bytes], source: str, target: str) -> list[bytes]:
    """The files as LibreOffice saves them; as they are when it is missing and formats agree."""
    if not data or not shutil.which("soffice"):
        return data if source == target else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n, content in enumerate(data):
            (folder / f"{n}.{source}").write_bytes(content)
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
                *("--headless", "--convert-to", target, "--outdir", str(folder / "out")),
                *(str(folder / f"{n}.{source}") for n in range(len(data))),
            ],
            check=True,
            capture_output=True,
            timeout=600,
        )
        return [(folder / "out" / f"{n}.{target}").read_bytes() for n in range(len(data))]


def _printed(chromium: str, page: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.html").write_text(page, "utf-8")
        subprocess.run(
            [
                *(
                    chromium,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-pdf-header-footer",
                ),
                *("--disable-background-networking", f"--user-data-dir={folder / 'profile'}"),
                *(f"--print-to-pdf={folder / 'page.pdf'}", (folder / "page.html").as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (folder / "page.pdf").read_bytes()
