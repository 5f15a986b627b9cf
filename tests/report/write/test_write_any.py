"""Writing by suffix, to a file or to bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import WriteError
from gongkai.report.write import SUFFIXES, to_bytes, write
from tests.report.write.made_reports import report_2021

BEGINS = {
    ".docx": b"PK",
    ".html": b"<!DOCTYPE html>",
    ".xlsx": b"PK",
    ".csv": b"file,table,",
    ".json": b"{",
    ".parquet": b"PAR1",
    ".svg": b"<?xml",
}


@pytest.mark.parametrize("suffix", sorted(BEGINS))
def test_the_suffix_names_the_format(suffix: str, tmp_path: Path) -> None:
    assert to_bytes(report_2021(), suffix).startswith(BEGINS[suffix])
    write(report_2021(), tmp_path / "新" / f"x{suffix.upper()}")
    assert (tmp_path / "新" / f"x{suffix.upper()}").read_bytes().startswith(BEGINS[suffix])
    assert [p.name for p in (tmp_path / "新").iterdir()] == [f"x{suffix.upper()}"]


def test_pdf_is_the_only_other_one() -> None:
    assert set(SUFFIXES) - set(BEGINS) == {".pdf"}


@pytest.mark.parametrize("target", [".rtf", "x.rtf", "x"])
def test_another_suffix_is_refused_by_name(target: str) -> None:
    with pytest.raises(WriteError, match=r"可用的后缀有\.docx"):
        write(report_2021(), target)
    with pytest.raises(WriteError, match="无后缀"):
        to_bytes(report_2021(), "")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("a file, no directory")
    with pytest.raises(WriteError, match="here"):
        write(report_2021(), tmp_path / "here" / "x.json")
