"""Reports in the layouts met in the wild: no cell is ever silently wrong or silently left out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from gongkai.report.forms import FORMS, Form
from gongkai.report.read.assemble import assemble
from gongkai.report.read.html import read as read_html
from tests.report.read.variant_tables import FOUR, HEADS, ROWS, TWO, Box, Table, four_official
from tests.report.read.variant_twists import TWISTS
from tests.report.read.variants import (
    FORMATS,
    Layout,
    as_blocks,
    as_html,
    judge,
    parts_of,
    read_made,
    verdict_on,
)

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches

BOTH = pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
# the form of 2021 in the gate, that of 2019 too in make test-all
MANY = pytest.mark.parametrize(
    "form",
    [pytest.param(f, marks=[pytest.mark.thorough] * (f is FORMS[0])) for f in FORMS],
    ids=lambda f: f.key,
)
FAST = [name for name in FORMATS if name != "docx"]
_SOME = ["html padded", "tab rows", "copied rows", "tab cells", "bare cells", "single spaces"]
# one cell a line without a mark: 总计 on the left cannot be told from the header of the form
_BARE = ("bare cells", "bare cells apart")
LAYOUTS: dict[str, dict[str, Any]] = {
    **{name: {"two": name} for name in TWO},
    **{name: {"head": name} for name in HEADS},
    **{name: {"rows": name} for name in ROWS},
    **{name: {"four": name} for name in FOUR},
    **{f"cut behind row {n}": {"cut": n} for n in (2, 3, 7, 13, 22)},
    **{f"cut behind row {n}, header again": {"cut": n, "head_again": True} for n in (2, 7, 13)},
    **{name: {"twists": (name,)} for name in TWISTS if name not in ("value_lost", "swapped")},
    **{f"{name}, nothing merged": {"twists": (name,), "rows": "rows_unmerged"}
       for name in ("spaced_out", "cut_off", "empty_rows", "decorated", "explained")},
}  # fmt: skip


def is_told(format: str, layout: dict[str, Any]) -> bool:
    """Whether a format keeps enough of a layout to read every cell."""
    if layout.get("head") == "head_total_first":
        return format not in _BARE
    if "spaced_out" in layout.get("twists", ()) and "rows" in layout:
        return format != "wide spaces"  # the lines are longer than any page
    return True


@MANY
@pytest.mark.parametrize("format", [name for name in FAST if "html " not in name])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_cell_of_every_layout_is_read(form: Form, name: str, format: str) -> None:
    verdict = verdict_on(form, 1, Layout(**LAYOUTS[name]), format, blanks=0)
    assert not verdict.wrong and not verdict.silent
    assert not verdict.said or not is_told(format, LAYOUTS[name])


@MANY
@pytest.mark.parametrize("format", _SOME)
@pytest.mark.parametrize("name", LAYOUTS)
def test_with_empty_cells_nothing_is_silently_wrong(form: Form, name: str, format: str) -> None:
    verdict = verdict_on(form, 2, Layout(**LAYOUTS[name]), format, blanks=0.3)
    assert not verdict.wrong and not verdict.silent
    if format == "html padded":
        assert not verdict.said


@BOTH
@pytest.mark.parametrize(
    "name", ["two_one", "head_total_first", "rows_official", "four_rows", "four_turned"]
)
def test_merged_cells_of_word_files_are_read(form: Form, name: str) -> None:
    verdict = verdict_on(form, 3, Layout(**LAYOUTS[name]), "docx", blanks=0.3)
    assert (verdict.wrong, verdict.said, verdict.silent) == ([], [], [])


@BOTH
@pytest.mark.parametrize("rows", ["rows_official", "rows_unmerged", "rows_joined"])
@pytest.mark.parametrize("format", ["blocks", "html", "copied rows", "tab cells", "bare cells"])
def test_a_row_with_a_figure_lost_is_said(form: Form, rows: str, format: str) -> None:
    layout = Layout(rows=rows, twists=("value_lost",))
    for seed in range(4):
        verdict = verdict_on(form, seed, layout, format, blanks=0)
        assert not verdict.wrong and not verdict.silent
        assert 0 < len(verdict.said) <= 42


def mixtures() -> Iterator[tuple[int, Form, str, dict[str, Any], float]]:
    """Layouts put together by chance."""
    for seed in range(120):
        rng = random.Random(seed)
        layout: dict[str, Any] = {
            "two": rng.choice(list(TWO)),
            "head": rng.choice(list(HEADS)),
            "rows": rng.choice(list(ROWS)),
            "four": rng.choice(list(FOUR)),
        }
        names = [n for n in TWISTS if n != "value_lost"]
        layout["twists"] = tuple(rng.sample(names, rng.choice([0, 0, 1, 2])))
        if not layout["twists"] and rng.random() < 0.5:
            layout["cut"], layout["head_again"] = rng.randint(2, 22), rng.random() < 0.5
        yield seed, rng.choice(FORMS), rng.choice(FAST), layout, rng.choice([0, 0, 0.3, 0.9])


@pytest.mark.parametrize("mixture", list(mixtures()), ids=lambda m: str(m[0]))
def test_no_mixture_is_silently_wrong(
    mixture: tuple[int, Form, str, dict[str, Any], float],
) -> None:
    seed, form, format, layout, blanks = mixture
    verdict = verdict_on(form, seed, Layout(**layout), format, blanks)
    assert not verdict.wrong and not verdict.silent


# the whole page -----------------------------------------------------------------------------


def one_table(form: Form, values: list[str]) -> Table:
    """Title, headings, prose and tables as rows of one table fifteen columns wide."""
    rows: Table = []
    for part in parts_of(form, values, Layout(), random.Random(1)):
        rows += [[Box(part, 15)]] if isinstance(part, str) else part
    return rows


@BOTH
@pytest.mark.parametrize("format", ["blocks", "html", "docx", "tab rows", "bars"])
def test_a_report_that_is_one_table_keeps_its_prose(form: Form, format: str) -> None:
    values = [str(n % 7) for n in range(len(form.cells))]
    report = read_made(format, [one_table(form, values)])
    assert report is not None
    verdict = judge(report, form, values)
    assert (verdict.wrong, verdict.said, verdict.silent) == ([], [], [])
    assert report.title.startswith("云州市水务局")
    texts = [s.text for s in report.sections]
    assert texts == ["我局认真做好公开工作，效果明显。", "", "", "", "问题是更新慢。", "无。"]


def test_headings_and_tables_in_cells_of_a_page_are_found() -> None:
    form = FORMS[1]
    values = [str(n % 5) for n in range(200)]
    cells = []
    for part in parts_of(form, values, Layout(), random.Random(1)):
        inner = part if isinstance(part, str) else as_html([part]).decode()
        cells.append(f"<tr><td>{inner}</td></tr>")
    page = f'<html><meta charset="utf-8"><table>{"".join(cells)}</table></html>'
    (report,) = assemble(read_html(page.encode()), "x.html")
    assert judge(report, form, values).right == 200
    assert [s.number for s in report.sections] == [1, 2, 3, 4, 5, 6]


def test_tables_behind_the_last_section_are_read() -> None:
    form = FORMS[1]
    values = [str(n % 5) for n in range(200)]
    parts = parts_of(form, values, Layout(), random.Random(1))
    lines = [p for p in parts if isinstance(p, str)]
    tables = [p for p in parts if not isinstance(p, str)]
    (report,) = assemble(as_blocks([*lines, "附表", *tables]), "x")
    assert judge(report, form, values).right == 200


def test_a_second_table_4_is_left_out_and_said() -> None:
    form = FORMS[1]
    values = ["1"] * 200
    parts = parts_of(form, values, Layout(), random.Random(1))
    at = parts.index("五、存在的主要问题及改进情况")
    (report,) = assemble(
        as_blocks([*parts[:at], *four_official(form, ["9"] * 200), *parts[at:]]), "x"
    )
    assert judge(report, form, values).right == 200
    assert any("表四出现不止一次" in n.message for n in report.notes)


def test_a_row_of_the_other_form_is_said_not_guessed() -> None:
    """（六）其他处理 in one row where the form of 2021 has three."""
    form = FORMS[1]
    values = ["1"] * 200
    parts = parts_of(form, values, Layout(rows="rows_leaf"), random.Random(1))
    (table,) = [p for p in parts if not isinstance(p, str) and len(p) > 20]
    others = [i for i, row in enumerate(table) if "不再处理" in row[0].text]
    del table[others[1] : others[1] + 2]
    table[others[0]][0].text = "（六）其他处理"
    (report,) = assemble(as_blocks(parts), "x")
    verdict = judge(report, form, values)
    assert report.form is form
    assert not verdict.wrong and not verdict.silent
    assert len(verdict.said) == 21
