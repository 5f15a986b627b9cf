"""The five real reports beside the repository give every cell of the golden list."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gongkai.report.read import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.needs_shared


def golden() -> dict[str, list[dict[str, str]]]:
    files: dict[str, list[dict[str, str]]] = {}
    path = SHARED / "domain" / "golden" / "seeds-cells.csv"
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                files.setdefault(row["file"], []).append(row)
    return files


GOLDEN = golden()


def test_there_are_992_golden_cells() -> None:
    assert sum(map(len, GOLDEN.values())) == 992


@pytest.mark.parametrize("name", sorted(GOLDEN) or ["(none)"])
def test_every_cell_of_a_real_report_is_read(name: str) -> None:
    (report,) = read(SHARED / "seeds" / name)
    for row in GOLDEN[name]:
        cell = report.cell(row["table"], row["row_path"], row["column_path"])
        assert cell is not None, row
        value = "" if cell.value is None else f"{cell.value:f}"
        assert (cell.raw, value, cell.unit, str(cell.place.line)) == (
            row["raw"],
            row["value"],
            row["unit"],
            row["line"],
        )
    assert sum(1 for _ in report.filled()) == len(GOLDEN[name])
