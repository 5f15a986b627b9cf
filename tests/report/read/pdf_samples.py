"""A made-up report as tables, and the same tables as typst, HTML and DOCX, to make PDFs of.

Labels come from the forms; figures are invented: cell i of the form holds `figure(i)`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.report.forms import FORM_2021, Form
from gongkai.report.read.blocks import Document, Grid
from gongkai.terms import term

FOLDER = Path(__file__).parent / "pdf"
SERIF = "Noto Serif CJK SC"
SANS = "Noto Sans CJK SC"


class Box(NamedTuple):
    """A cell of a table to be drawn: text, columns and rows covered, label or figure."""

    text: str
    wide: int = 1
    high: int = 1
    label: bool = True


Table = list[list[Box]]
Figure = Callable[[int], str]


def figure(i: int) -> str:
    """An invented figure for cell i: zeros often, else one to five digits, all different."""
    if i % 5 == 3:
        return "0"
    return str((i + 1) * (1, 7, 83, 11)[i % 4])


def with_blanks(i: int) -> str:
    """The same figures, every third cell blank."""
    return "" if i % 3 == 1 else figure(i)


def table_2(form: Form, value: Figure = figure) -> list[Table]:
    """The small tables of section two under each other, as one table a block."""
    tables, at = [], 0
    for block in form.blocks:
        width = 1 + len(block.columns)
        rows = [[Box(block.title.zh, wide=width)]]
        rows.append([Box(term("information_content").zh), *(Box(c.zh) for c in block.columns)])
        for row in block.rows:
            values = [Box(value(at + k), label=False) for k in range(len(row.cells))]
            rows.append([Box(row.labels[-1].zh), *values])
            at += len(row.cells)
        tables.append(rows)
    return tables


def table_3(form: Form, value: Figure = figure) -> Table:
    """The table of applications: three columns of labels, seven of figures, three header rows."""
    head = [
        [Box(term("balance_rule").zh, 3, 3), Box(term("applicants").zh, 7)],
        [
            Box(term("natural_person").zh, 1, 2),
            Box(term("organisations").zh, 5),
            Box(term("total").zh, 1, 2),
        ],
        [Box(path[-1].zh) for path in form.columns[1:6]],
    ]
    body: Table = []
    paths = [row.labels for row in form.rows]
    for i, (row, path) in enumerate(zip(form.rows, paths, strict=True)):
        cells = []
        for depth, label in enumerate(path):
            if i and paths[i - 1][: depth + 1] == path[: depth + 1]:
                continue
            high = sum(p[: depth + 1] == path[: depth + 1] for p in paths)
            cells.append(Box(label.zh, 4 - len(path) if depth == len(path) - 1 else 1, high))
        cells += [Box(value(c), label=False) for c in row.cells]
        body.append(cells)
    return head + body


def table_4(form: Form, value: Figure = figure) -> Table:
    """The table of remedies: three header rows, one row of fifteen figures."""
    outcome = ("upheld", "corrected", "other_outcome", "pending", "total")
    first = form.groups[0].parts[0]
    return [
        [Box(term("reconsideration").zh, 5), Box(term("litigation").zh, 10)],
        [
            *(Box(term(o).zh, 1, 2) for o in outcome),
            Box(term("direct_suit").zh, 5),
            Box(term("suit_after_reconsideration").zh, 5),
        ],
        [Box(term(o).zh) for _ in range(2) for o in outcome],
        [Box(value(first + k), label=False) for k in range(15)],
    ]


def tables(form: Form = FORM_2021, value: Figure = figure) -> list[Table]:
    """Every table of the form in printed order."""
    return [*table_2(form, value), table_3(form, value), table_4(form, value)]


def figures(chosen: list[Table]) -> list[list[str]]:
    """What a reader must give: the figures of each row that has figures, in order."""
    rows = (row for table in chosen for row in table if not row[-1].label)
    return [[box.text for box in row if not box.label] for row in rows]


def rows_read(document: Document, chosen: list[Table]) -> list[list[str]]:
    """What the reader gave in their place: the last cells of the rows with those labels.

    A row without labels (table 4) is the next one that begins with a figure. A label may be cut
    off after eight characters, where a page ends.
    """
    wanted = [row for table in chosen for row in table if not row[-1].label]
    found: list[list[str]] = []
    for block in document.blocks:
        for row in block.rows if isinstance(block, Grid) else []:
            if len(found) == len(wanted):
                return found
            names = [box.text for box in wanted[len(found)] if box.label]
            count = len(wanted[len(found)]) - len(names)
            texts = ["".join(cell.text.split()) for cell in row]
            if names:
                here = any(
                    names[-1] == t or (len(t) > 7 and names[-1].startswith(t)) for t in texts
                )
            else:
                here = len(texts) == count and any(t[:1].isdigit() for t in texts)
            if here:
                found.append([cell.text for cell in row[-count:]])
    return found


HEADINGS = [
    "section_overview",
    "section_proactive",
    "section_applications",
    "section_remedies",
    "section_problems",
    "section_other",
]
PROSE = (
    "本年报由示例区水务局按照规定编制，所列数据的统计期限自2024年1月1日起至12月31日止。"
    "全年通过网站发布各类信息1245条，其中通知公告318条，办理结果927条，均在规定时限内完成。"
)


def _sections(form: Form, value: Figure) -> list[tuple[str, list[Table]]]:
    parts: list[tuple[str, list[Table]]] = []
    for n, name in enumerate(HEADINGS):
        title = "一二三四五六"[n] + "、" + term(name).zh
        held = {1: table_2(form, value), 2: [table_3(form, value)], 3: [table_4(form, value)]}
        parts.append((title, held.get(n, [])))
    return parts


def typst_table(table: Table, widths: str, *, stroke: str = "0.5pt", repeat: bool = False) -> str:
    """One table in typst. widths: the column sizes; stroke: what the lines are."""
    cells = []
    heads = 0
    for row in table:
        is_head = all(box.label for box in row)
        heads += is_head
        for box in row:
            text = box.text.replace("\\", "\\\\").replace('"', '\\"')
            cells.append(f'table.cell(colspan: {box.wide}, rowspan: {box.high})[#text("{text}")]')
    n_head = sum(len(row) for row in table[:heads])
    body = ", ".join(cells[n_head:])
    head = ", ".join(cells[:n_head])
    if repeat and head:
        head = f"table.header({head})"
    align = "align: center + horizon, inset: 3pt"
    return f"#table(columns: ({widths}), stroke: {stroke}, {align}, {head}, {body})\n"


def typst_report(
    form: Form = FORM_2021,
    value: Figure = figure,
    *,
    page: str = 'paper: "a4", margin: 2cm, numbering: "- 1 -"',
    stroke: str = "0.5pt",
    size: float = 9,
    repeat: bool = True,
    narrow: str = "",
) -> str:
    """A whole report in typst. narrow: sizes of the columns of table 3."""
    out = [
        f'#set page({page})\n#set text(font: ("{SERIF}", "{SANS}"), size: {size}pt, lang: "zh")\n',
        "#align(center, text(size: 18pt)[示例区水务局2024年政府信息公开工作年度报告])\n\n",
    ]
    for title, held in _sections(form, value):
        out.append(f"#text(size: {size + 3}pt)[{title}]\n\n")
        if not held:
            out.append(PROSE + "\n\n")
        for table in held:
            count = sum(box.wide for box in table[0])
            widths = ", ".join(["1fr"] * count)
            if count == 10:
                widths = narrow or "1.2cm, 1.6cm, 1fr" + ", 1.3cm" * 7
            out.append(typst_table(table, widths, stroke=stroke, repeat=repeat) + "\n")
    return "".join(out)


def html_report(
    form: Form = FORM_2021,
    value: Figure = figure,
    *,
    css: str = "table{border-collapse:collapse;width:100%} td{border:1px solid #000}",
    only: tuple[int, ...] = (0, 1, 2, 3, 4, 5),
) -> str:
    """A report as one HTML page. only: the sections to be in it, from 0."""
    out = [
        "<!doctype html><html lang=zh><meta charset=utf-8><title>年度报告</title><style>"
        "body{font:12px 'Noto Serif CJK SC'} td{text-align:center;padding:3px} "
        f"{css}</style><h1>示例区水务局2024年政府信息公开工作年度报告</h1>"
    ]
    for title, held in [_sections(form, value)[n] for n in only]:
        out.append(f"<h2>{title}</h2>")
        if not held:
            out.append(f"<p>{PROSE}</p>")
        for table in held:
            out.append("<table>")
            for row in table:
                cells = (f"<td colspan={b.wide} rowspan={b.high}>{b.text}</td>" for b in row)
                out.append(f"<tr>{''.join(cells)}</tr>")
            out.append("</table><br>")
    return "".join(out)


def docx_report(
    form: Form = FORM_2021,
    value: Figure = figure,
    *,
    style: str = "Table Grid",
    only: tuple[int, ...] = (0, 1, 2, 3, 4, 5),
) -> Any:
    """A report as a python-docx document. style: of the tables; only: as in `html_report`."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name = SANS
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), SANS)
    document.add_paragraph("示例区水务局2024年政府信息公开工作年度报告")
    for title, held in [_sections(form, value)[n] for n in only]:
        document.add_paragraph(title)
        if not held:
            document.add_paragraph(PROSE)
        for table in held:
            drawn = document.add_table(len(table), sum(box.wide for box in table[0]))
            drawn.style = style
            taken: set[tuple[int, int]] = set()
            for r, row in enumerate(table):
                c = 0
                for box in row:
                    while (r, c) in taken:
                        c += 1
                    end = (r + box.high - 1, c + box.wide - 1)
                    taken |= {(i, j) for i in range(r, end[0] + 1) for j in range(c, end[1] + 1)}
                    drawn.cell(r, c).merge(drawn.cell(*end)).text = box.text
            document.add_paragraph("")
    return document


@lru_cache(maxsize=32)
def typeset(source: str) -> bytes:
    """PDF of a typst source; needs the package typst and a Chinese font."""
    import typst

    return bytes(typst.compile(source.encode()))


def as_scan(pdf: bytes, page: int = 0, dpi: int = 150, crop: tuple[float, ...] = ()) -> bytes:
    """A page of a PDF as a JPEG. crop: left, top, right, bottom as shares of the page."""
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    if crop:
        w, h = image.size
        image = image.crop((crop[0] * w, crop[1] * h, crop[2] * w, crop[3] * h))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=60, dpi=(dpi, dpi))
    return out.getvalue()


def image_pdf(jpeg: bytes, width: int, height: int, dpi: int = 150) -> bytes:
    """A PDF of one page that is nothing but that grey JPEG."""
    w, h = width * 72 / dpi, height * 72 / dpi
    draw = f"q {w:.2f} 0 0 {h:.2f} 0 0 cm /I Do Q".encode()
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:.2f} {h:.2f}] "
            "/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>".encode(),
            b"<< /Length %d >> stream\n%s\nendstream" % (len(draw), draw),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
            b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >> stream\n%s\nendstream"
            % (width, height, len(jpeg), jpeg),
        ]
    )


def raw_pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF file of these objects, the first being the catalogue."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def drawn_pdf(
    *contents: str,
    page: str = "/MediaBox [0 0 595 842]",
    font: str = HELVETICA,
    extra: tuple[bytes, ...] = (),
    resources: str = "",
    trailer: bytes = b"",
) -> bytes:
    """A PDF with one page for each content stream; /F1 is `font`.

    extra: further objects, numbered from 4; resources: entries that name them.
    """
    first = 4 + len(extra)
    count = len(contents)
    kids = " ".join(f"{first + n} 0 R" for n in range(count))
    streams = [text.encode("latin-1") for text in contents]
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
            font.encode("latin-1"),
            *extra,
            *(
                f"<< /Type /Page /Parent 2 0 R {page} /Contents {first + count + n} 0 R "
                f"/Resources << /Font << /F1 3 0 R >> {resources} >> >>".encode()
                for n in range(count)
            ),
            *(b"<< /Length %d >> stream\n%s\nendstream" % (len(s), s) for s in streams),
        ],
        trailer,
    )


def words(*placed: tuple[float, float, str], size: float = 10) -> str:
    """A content stream that writes words at these places (x, y from the lower left corner)."""
    shown = (f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, text in placed)
    return "\n".join(shown) + "\n"


def cell_words(rows: list[list[str]], left: float = 100, top: float = 700) -> str:
    """Words in the middle of cells 80 wide and 20 high."""
    placed = [
        (left + 80 * c + 20, top - 20 * r - 14, text)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    ]
    return words(*placed)
