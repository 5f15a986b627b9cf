"""The command line as a user meets it: results on stdout, sentences on stderr, exit codes."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.support import file

# read -------------------------------------------------------------------------------------------


def test_read_csv_has_exactly_the_published_columns(run, clean: Path) -> None:
    answer = run("read", clean, "--format", "csv")
    assert answer.code == 0
    rows = list(csv.reader(io.StringIO(answer.out)))
    assert rows[0] == [
        "file", "table", "row_path", "column_path", "raw", "value", "state", "unit", "place",
    ]  # fmt: skip
    assert len(rows) == 201
    assert {r[0] for r in rows[1:]} == {"教育局2024.docx"}
    assert ["三", "一、本年新收政府信息公开申请数量", "总计", "3", "3", "number"] in [
        r[1:7] for r in rows
    ]


def test_read_json_goes_back_into_write(run, clean: Path, tmp_path: Path) -> None:
    data = tmp_path / "r.json"
    assert run("read", clean, "-o", data).code == 0
    again = tmp_path / "again.xlsx"
    assert run("write", data, "-o", again).code == 0
    first, second = (run("read", f, "--format", "csv").out for f in (clean, again))
    plain = [[r[1:8] for r in csv.reader(io.StringIO(text))][1:] for text in (first, second)]
    assert plain[0] == plain[1]


def test_read_shows_tables_by_default(run, clean: Path) -> None:
    out = run("read", clean).out
    assert "云州市教育局　2024年　国办公开办函〔2021〕30号" in out
    assert "（一）予以公开" in out


def test_read_writes_parquet(run, clean: Path, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="the extra `bulk` (polars) is not installed")
    target = tmp_path / "cells.parquet"
    assert run("read", clean, "-o", target).code == 0
    assert polars.read_parquet(target).height == 200


def test_files_of_one_name_are_told_apart_by_their_path(run, tmp_path: Path) -> None:
    paths = []
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        paths.append(file(tmp_path / name, "年报.html"))
    rows = csv.DictReader(io.StringIO(run("read", *paths, "--format", "csv").out))
    assert {r["file"] for r in rows} == {str(p) for p in paths}


def test_a_directory_is_read_whole(run, clean: Path, wrong: Path) -> None:
    (clean.parent / ".DS_Store").write_bytes(b"x")
    answer = run("read", clean.parent, "--format", "csv")
    assert answer.code == 0
    rows = csv.DictReader(io.StringIO(answer.out))
    assert {r["file"] for r in rows} == {clean.name, wrong.name}


def test_members_of_a_zip_are_named(run, clean: Path, tmp_path: Path) -> None:
    target = tmp_path / "batch" / "全部.zip"
    target.parent.mkdir()
    with zipfile.ZipFile(target, "w") as archive:
        archive.write(clean, "一/教育局.docx")
        archive.writestr("坏的.docx", b"PK\x03\x04 broken")
    answer = run("read", target, "--format", "csv")
    assert answer.code == 2
    assert "全部.zip/坏的.docx：" in answer.err
    rows = csv.DictReader(io.StringIO(answer.out))
    assert {r["file"] for r in rows} == {"全部.zip/一/教育局.docx"}


# check ------------------------------------------------------------------------------------------


def test_exit_codes(run, clean: Path, wrong: Path, tmp_path: Path) -> None:
    assert run("check", clean).code == 0
    assert run("check", wrong).code == 1
    bad = tmp_path / "空.pdf"
    bad.write_bytes(b"")
    answer = run("check", bad, wrong)
    assert answer.code == 2
    assert answer.err.count("\n") == 1 and answer.err.startswith("空.pdf：")
    assert "T3.ROW_TOTAL" in answer.out, "the rest of the batch is unharmed"


def test_check_json_is_a_list_with_one_object_a_file(run, clean: Path, wrong: Path) -> None:
    data = json.loads(run("check", clean, wrong, "--format", "json").out)
    assert [d["file"] for d in data] == [clean.name, wrong.name]
    assert list(data[0]) == ["file", "findings"]
    errors = [f for f in data[1]["findings"] if f["severity"] == "error"]
    root = next(f for f in errors if not f["derived_from"])
    assert list(root) == [
        "id", "check", "severity", "message", "cells", "quote", "expected", "found", "derived_from",
    ]  # fmt: skip
    assert (root["check"], root["expected"], root["found"]) == ("T3.ROW_TOTAL", "2", "9")
    assert root["cells"][0] == {
        "table": "三",
        "row_path": "三、本年度办理结果 / （一）予以公开",
        "column_path": "总计",
    }
    assert any(f["derived_from"] == [root["id"]] for f in errors)


def test_check_sarif_and_html(run, wrong: Path, clean: Path, tmp_path: Path) -> None:
    assert json.loads(run("check", wrong, "--format", "sarif").out)["version"] == "2.1.0"
    page = tmp_path / "page.html"
    assert run("check", wrong, "-o", page).code == 1
    assert "云州市公安局" in page.read_text(encoding="utf-8")
    answer = run("check", wrong, clean, "--format", "html")
    assert answer.code == 2 and "请用 -o 指定一个目录" in answer.err
    pages = tmp_path / "pages"
    assert run("check", wrong, clean, "--format", "html", "-o", pages).code == 1
    assert {p.name for p in pages.iterdir()} == {"index.html", "report-001.html", "report-002.html"}
    missing = tmp_path / "缺.docx"
    assert run("check", wrong, missing, "-o", pages).code == 2
    assert "缺.docx" in (pages / "index.html").read_text("utf-8")


def test_previous_and_parent_are_compared(run, tmp_path: Path) -> None:
    report = file(tmp_path, "2024.docx", cells={"t2.licences.decisions": "9"})
    old = file(tmp_path, "2023.docx", year=2023, cells={"t3.carried_out.natural_person": "4"})
    city = file(tmp_path, "市.docx", body="云州市人民政府")
    out = run("check", report, "--previous", old, "--parent", city).out
    assert "X.OPENING" in out and "X.SUBSET" in out
    missing = run("check", report, "--previous", tmp_path / "none.docx")
    assert missing.code == 2 and "无法对照" in missing.err


def test_a_waiver_silences_until_its_inputs_change(run, tmp_path: Path) -> None:
    report = file(tmp_path, "局.docx", cells={"t3.granted.total": "9"})
    waivers = tmp_path / "waivers.toml"
    first = json.loads(run("check", report, "--format", "json").out)[0]["findings"]
    for found in first:
        if found["severity"] == "error":
            said = run(
                "waive", report, "--finding", found["id"], "--reason", "已核", "--who", "王",
                "--waivers", waivers,
            )  # fmt: skip
            assert said.code == 0 and "已写入" in said.out
    assert run("check", report, "--waivers", waivers).code == 0
    assert "已豁免 错误" not in run("check", report, "--waivers", waivers).out
    assert "已豁免 错误" in run("check", report, "--waivers", waivers, "--show-waived").out
    file(tmp_path, "局.docx", cells={"t3.granted.total": "8"})
    assert run("check", report, "--waivers", waivers).code == 1
    unknown = run(
        "waive", report, "--finding", "T9.X", "--reason", "x", "--who", "x", "--waivers", waivers
    )
    assert unknown.code == 2 and "没有编号为 T9.X 的问题" in unknown.err


# consolidate, write, site -----------------------------------------------------------------------


def test_consolidate_says_who_is_missing(run, clean: Path, wrong: Path, tmp_path: Path) -> None:
    bodies = tmp_path / "list" / "bodies.csv"
    bodies.parent.mkdir()
    bodies.write_text("name\n云州市教育局\n云州市公安局\n云州市财政局\n", encoding="utf-8")
    answer = run("consolidate", clean, wrong, "--expected", bodies)
    assert answer.code == 0
    assert "缺报1" in answer.out and "（2/3）" in answer.out
    for suffix in ("json", "csv", "html", "xlsx"):
        target = tmp_path / f"sum.{suffix}"
        assert run("consolidate", clean, wrong, "--expected", bodies, "-o", target).code == 0
        assert target.stat().st_size > 1000
    parent = file(tmp_path, "市.docx", body="云州市人民政府")
    compared = run("consolidate", clean, wrong, "--parent", parent)
    assert "与上级公布的报告有" in compared.out
    nothing = run("consolidate", clean, "--expected", tmp_path / "none.csv")
    assert nothing.code == 2 and "无法打开" in nothing.err


@pytest.mark.parametrize("suffix", [".docx", ".html", ".xlsx", ".csv", ".json", ".svg", ".parquet"])
def test_write_makes_every_format(run, clean: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / "out" / f"报告{suffix}"
    assert run("write", clean, "-o", target).code == 0
    assert target.stat().st_size > 2000


def test_write_explains_what_it_cannot_do(run, clean: Path, wrong: Path, tmp_path: Path) -> None:
    unknown = run("write", clean, "-o", tmp_path / "x.rtf")
    assert unknown.code == 2 and "不能写出" in unknown.err
    data = tmp_path / "two.json"
    run("read", clean, wrong, "-o", data)
    two = run("write", data, "-o", tmp_path / "x.docx")
    assert two.code == 2 and "有2份报告" in two.err
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert run("write", broken, "-o", tmp_path / "x.docx").code == 2
    folder = tmp_path / "x.docx"
    folder.mkdir()
    assert "无法写入" in run("write", clean, "-o", folder).err


def test_site_prints_findings_and_writes_pages(
    run, clean: Path, wrong: Path, tmp_path: Path
) -> None:
    source = tmp_path / "reports"
    source.mkdir()
    for path in (clean, wrong):
        path.rename(source / path.name)
    (source / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    (source / "bodies.csv").write_text("name\n云州市教育局\n云州市财政局\n", encoding="utf-8")
    out = tmp_path / "out"
    answer = run("site", source, "-o", out)
    assert answer.code == 0
    assert "\n  错误 T3.ROW_TOTAL:t3.granted.total" in answer.out and "坏.pdf：" in answer.out
    index = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="consolidated-2024.html">汇总（1/2）' in index
    pages = [p.read_text("utf-8") for p in out.glob("*.html") if "form" not in p.name]
    assert all('<a href="index.html">' in page for page in pages if page != index)
    assert (out / "consolidated-2024.html").exists()
    assert {p.suffix for p in out.iterdir()} == {".html", ".svg", ".docx", ".xlsx", ".json"}
