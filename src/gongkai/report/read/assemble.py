"""Document → reports: cut it into reports and sections, heal the prose, align the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.report.model import NOWHERE, Note, NoteCode, Place, Report, Section
from gongkai.report.read.blocks import Document, Grid, GridCell, Para
from gongkai.report.read.heal import clean, heal
from gongkai.report.read.identity import find_contact, find_period, find_signature, identify
from gongkai.report.read.labels import fold, heading_number, split_heading
from gongkai.report.read.tables import TableReader, is_title_2
from gongkai.report.read.title import find_title, is_page_line

__all__ = ["assemble"]

_MIN_SECTIONS = 2
_LONG = 60  # characters; what is longer in a cell is prose


def assemble(document: Document, file: str) -> list[Report]:
    """Every yearly report in a document; empty when there is none.

    Two reports in one file become two, the second called "file#2".
    """
    blocks = _flatten(document.blocks)
    headings = _headings(blocks)
    starts = _report_starts(blocks, headings)
    reports = []
    for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(blocks)], strict=True)):
        name = file if n == 0 else f"{file}#{n + 1}"
        part = _Part(blocks[start:end], {i - start: h for i, h in headings.items()})
        report = _one_report(part, name, document)
        if report is not None:
            reports.append(report)
    return reports


# cutting --------------------------------------------------------------------------------------


def _flatten(blocks: list[Para | Grid]) -> list[Para | Grid]:
    """Single-cell rows that are headings or prose leave their grid; run-in headings are cut."""
    made: list[Para | Grid] = []
    for block in blocks:
        if isinstance(block, Grid):
            made.extend(_split_grid(block))
        else:
            number, heading, rest = split_heading(block.text)
            if number:
                made.append(Para(heading, block.place, heading=True))
                made.append(Para(rest, block.place))
            elif is_title_2(block.text):
                made.append(Grid([[GridCell(block.text, place=block.place)]], block.place))
            else:
                made.append(block)
    return made


def _split_grid(grid: Grid) -> list[Para | Grid]:
    made: list[Para | Grid] = []
    rows: list[list[GridCell]] = []
    for row in grid.rows:
        alone = _alone(row)
        if alone is None:
            rows.append(row)
            continue
        if rows:
            made.append(Grid(rows, grid.place))
            rows = []
        made.append(Para(alone.text, alone.place))
    if rows:
        made.append(Grid(rows, grid.place) if len(rows) < len(grid.rows) else grid)
    return made


def _alone(row: list[GridCell]) -> GridCell | None:
    """The cell of a row that holds nothing but one heading or one piece of prose."""
    if len(row) > 1 and row[0].column < 0:
        return None  # one cell a line: blank cells there are cells of a table
    only: GridCell | None = None
    for cell in row:
        if cell.text.strip():
            if only is not None:
                return None
            only = cell
    if only is None:
        return None
    text = only.text
    prose = (len(text) > _LONG and len(row) < 7) or (len(text) > 24 and "。" in text)
    return only if prose or heading_number(text) else None


def _headings(blocks: list[Para | Grid]) -> dict[int, int]:
    """Block index → section number; headings of a table of contents left out."""
    found: list[tuple[int, int]] = []
    for i, block in enumerate(blocks):
        if isinstance(block, Para):
            number = heading_number(block.text)
            if number:
                found.append((i, number))
    keep = dict(found)
    # a table of contents: three or more headings with nothing between them, met again later
    run: list[tuple[int, int]] = []
    for (i, number), following in zip(found, [*found[1:], (len(blocks), 0)], strict=False):
        run.append((i, number))
        if following[0] - i > 1:
            later = {n for j, n in found if j > i}
            if len(run) >= 3 and all(n in later or n == number for _, n in run):
                for j, n in run:
                    if n in later:
                        keep.pop(j)
            run = []
    return keep


def _report_starts(blocks: list[Para | Grid], headings: dict[int, int]) -> list[int]:
    """Where each report begins: at the title before a section one that follows a section four."""
    starts = [0]
    met: list[int] = []
    last = 0
    for i in sorted(headings):
        number = headings[i]
        if number == 1 and any(n >= 3 for n in met):
            begin = i
            for j in range(i - 1, last, -1):
                block = blocks[j]
                if isinstance(block, Para) and find_title([block.text]):
                    begin = j
                    break
            # the body's name may stand on a line of its own above
            above = blocks[begin - 1] if begin - 1 > last else None
            if (
                begin != i
                and isinstance(above, Para)
                and 4 <= len(fold(above.text)) <= 30
                and not fold(above.text).endswith(("日", "。"))
                and fold(above.text) not in fold(getattr(blocks[begin], "text", ""))
            ):
                begin -= 1
            starts.append(begin)
            met = []
        met.append(number)
        last = i
    return starts


# one report -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """The blocks of one report and its headings."""

    blocks: list[Para | Grid]
    headings: dict[int, int]


def _one_report(part: _Part, file: str, document: Document) -> Report | None:
    reader = TableReader()
    notes = list(document.notes)
    sections: list[Section] = [Section(0, "", [], NOWHERE, 0)]
    lines: list[list[Para]] = [[]]
    current = 0
    seen: set[int] = set()
    contents: list[Para] = []
    for i, block in enumerate(part.blocks):
        if isinstance(block, Grid):
            left = reader.add(block, current)
            if len(left) == sum(map(bool, block.rows)):
                _keep_extra(block, lines[-1], notes)
            else:
                _keep_rows(left, lines[-1], notes)
            continue
        number = part.headings.get(i, 0)
        if not number and not current and heading_number(block.text):
            contents.append(block)  # a heading that is met again below
            continue
        if number and number not in seen:
            seen.add(number)
            current = number
            sections.append(Section(number, block.text.strip(), [], block.place, order=len(seen)))
            lines.append([])
        elif block.text.strip():
            lines[-1].append(block)
    if not reader.found and len(seen) < _MIN_SECTIONS:
        return None
    if contents:
        message = f"去除目录：{len(contents)}行"
        notes.append(Note(NoteCode.FURNITURE, message, contents[0].place))
    title = ""
    for section, raw in zip(sections, lines, strict=True):
        cleaned = clean(raw, notes)
        if section.number == 0:
            title, cleaned = _take_title(cleaned, notes)
            cleaned = _without_page_lines(cleaned, notes)
        else:
            cleaned = _without_running_title(cleaned, title, notes)
        section.paragraphs = heal(cleaned, document.lines_are_paragraphs, notes)
    return _identified(file, document, title, sections, reader, notes)


def _keep_extra(grid: Grid, lines: list[Para], notes: list[Note]) -> None:
    """A table that is not statutory: its long texts are prose, the rest is only noted."""
    for row in grid.rows:
        lines.extend(Para(cell.text, cell.place) for cell in row if len(cell.text) > _LONG)
    filled = [cells for row in grid.rows if (cells := [c for c in row if c.text.strip()])]
    if not filled:
        return
    if len(filled) > 1 or len(filled[0]) > 1:
        first = " ".join(c.text.strip() for c in filled[0])[:40]
        notes.append(
            Note(
                NoteCode.EXTRA_TABLE,
                f"一个{len(filled)}行的表不是年报规定的表，未读入（首行：{first}）",
                grid.place,
            )
        )
    else:
        lines.extend(Para(c.text, c.place) for c in filled[0] if len(c.text) <= _LONG)


def _keep_rows(rows: list[list[GridCell]], lines: list[Para], notes: list[Note]) -> None:
    """Rows of a statutory table that are not of the form: one text alone is prose."""
    for row in rows:
        filled = [cell for cell in row if cell.text.strip()]
        if len(filled) == 1:
            lines.append(Para(filled[0].text, filled[0].place))
        elif filled:
            text = " ".join(cell.text.strip() for cell in filled)[:60]
            notes.append(Note(NoteCode.LEFT_OUT, f"表内一行未读入：{text}", row[0].place))


def _identified(
    file: str,
    document: Document,
    title: str,
    sections: list[Section],
    reader: TableReader,
    notes: list[Note],
) -> Report:
    lead = sections[0]
    signed_by, signed_on, signed_place = _take_signature(sections, notes)
    text = "\n".join(s.text for s in sections)
    identity = identify(title, lead.text, text, file, signed_by)
    aligned = reader.finish(identity.year)
    return Report(
        file=file,
        form=aligned.form,
        year=identity.year,
        body=identity.body,
        region=identity.region,
        level=identity.level,
        is_government=identity.is_government,
        title=title,
        cells=tuple(aligned.cells),
        sections=[s for s in sections if s.number or s.paragraphs],
        contact=find_contact(text),
        signed_by=signed_by,
        signed_on=signed_on,
        signed_place=signed_place,
        period=find_period(text),
        notes=[*notes, *aligned.notes],
        source_format=document.format,
    )


def _take_title(lines: list[Para], notes: list[Note]) -> tuple[str, list[Para]]:
    """The title, and the lines that follow it; what stands before it is not of the report."""
    found = find_title([line.text for line in lines])
    if found is None:
        return "", lines
    first, last, title = found
    if first:
        notes.append(
            Note(
                NoteCode.LEFT_OUT,
                f"标题以前的{first}段文字不属于报告，未读入："
                f"{' '.join(line.text.strip() for line in lines[:first])[:60]}",
                lines[0].place,
            )
        )
    return title, lines[last + 1 :]


def _without_page_lines(lines: list[Para], notes: list[Note]) -> list[Para]:
    """The lead without what the web site prints under a title."""
    kept = []
    for line in lines:
        if is_page_line(line.text):
            text = f"去除网页上标题以下的信息：{line.text.strip()[:60]}"
            notes.append(Note(NoteCode.FURNITURE, text, line.place))
        else:
            kept.append(line)
    return kept


def _without_running_title(lines: list[Para], title: str, notes: list[Note]) -> list[Para]:
    """Lines without the title that a printer repeats at the head of each page."""
    running = fold(title)
    kept = [line for line in lines if not title or fold(line.text) != running]
    if len(kept) < len(lines):
        text = f"去除每页重复的标题：{len(lines) - len(kept)}处"
        notes.append(Note(NoteCode.FURNITURE, text, lines[0].place))
    return kept


def _take_signature(sections: list[Section], notes: list[Note]) -> tuple[str, date | None, Place]:
    """Body and date at the end of the last section, taken out of its paragraphs."""
    last = sections[-1]
    found = find_signature([p.text for p in last.paragraphs])
    if found is None:
        return "", None, NOWHERE
    begin, end = found.first, found.last
    place = last.paragraphs[end].place
    after = last.paragraphs[end + 1 :]
    if after:
        notes.append(
            Note(
                NoteCode.LEFT_OUT,
                f"落款以后的{len(after)}段文字不属于报告，未读入："
                f"{' '.join(p.text.strip() for p in after)[:60]}",
                after[0].place,
            )
        )
    last.paragraphs = last.paragraphs[:begin]
    return found.signed_by, found.signed_on, place
