"""Many files become one dataset: every file once, whatever one of them does."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

pl = pytest.importorskip("polars", reason="the extra `bulk` (polars) is not installed")

from gongkai import corpus
from gongkai.corpus import batch, run
from gongkai.corpus.plan import Plan
from gongkai.errors import BadInput, MissingProgram, ReadError
from tests.corpus.support import content, files_in, fill, table

# what a child does with files of these names, as a hostile file would make it do
HOSTILE = """
import ctypes, time
import gongkai.report.read as read
plain = read.read_bytes
def read_bytes(data, name):
    if "hangs" in name:
        while True:
            time.sleep(1)
    if "bursts" in name:
        len(b"x" * (3 << 30))
    if "crashes" in name:
        ctypes.string_at(0)
    yield from plain(data, name)
read.read_bytes = read_bytes
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, corpus.Summary, list[str]]:
    """A dataset of twelve good files and three bad ones, its summary and the progress lines."""
    folder = tmp_path_factory.mktemp("corpus")
    source = fill(folder / "files", 12)
    (source / "below").mkdir()
    (source / "below" / "empty.docx").write_bytes(b"")
    (source / "below" / "note.txt").write_text("明天休息。", "utf-8")
    (source / "cut.docx").write_bytes(content("docx")[:2000])
    lines: list[str] = []
    summary = corpus.build(source, folder / "set", workers=2, echo=lines.append)
    return folder / "set", summary, lines


def test_every_file_is_in_the_dataset_once(
    built: tuple[Path, corpus.Summary, list[str]],
) -> None:
    dataset, summary, _ = built
    assert files_in(dataset) == [f"{n:03d}.{('docx', 'html')[n % 2]}" for n in range(12)]
    assert files_in(dataset, "failures") == ["below/empty.docx", "below/note.txt", "cut.docx"]
    assert (summary.files, summary.reports, summary.failures) == (15, 12, 3)
    assert summary.batches == 1
    assert summary.zh.startswith("共15个文件：读出报告12份，未能读取3个，发现问题")


def test_cells_claims_and_findings_are_those_of_the_reports(
    built: tuple[Path, corpus.Summary, list[str]],
) -> None:
    dataset, summary, _ = built
    cells = table(dataset, "cells")
    per_file = cells.group_by("file").len().sort("file")["len"].to_list()
    assert per_file == [200, 198] * 6
    one = cells.filter((pl.col("file") == "000.docx") & (pl.col("slug") == "t3.carried_in.total"))
    assert one.select("raw", "value", "state", "year").row(0) == ("2", 2.0, "number", 2025)
    assert table(dataset, "claims").filter(kind="new_applications")[
        "figure"
    ].unique().to_list() == [31.0]
    assert len(table(dataset, "findings")) == summary.findings
    for form, files in (("2021", 6), ("2019", 6)):
        assert len(table(dataset, f"tables/form={form}")) == files


def test_what_cannot_be_read_says_why(built: tuple[Path, corpus.Summary, list[str]]) -> None:
    failures = table(built[0], "failures").sort("file")
    assert failures["kind"].to_list() == ["DamagedFile", "NotAReport", "DamagedFile"]
    assert all("；" in message for message in failures["message"])


def test_the_page_shows_coverage_findings_outcomes_and_failures(
    built: tuple[Path, corpus.Summary, list[str]], tmp_path: Path
) -> None:
    page = corpus.write_report(built[0], tmp_path / "page.html")
    text = page.read_text("utf-8")
    for heading in ("覆盖情况", "核验发现的问题", "申请与办理结果", "未能读取的文件"):
        assert f"<h2>{heading}</h2>" in text
    assert "2025年" in text and "2020年" in text and "<svg" in text
    assert corpus.write_report(built[0]) == built[0] / "report.html"


def test_the_last_progress_line_is_complete(
    built: tuple[Path, corpus.Summary, list[str]],
) -> None:
    assert "15/15" in built[2][-1] and built[2][-1].endswith("未能读取3个")
    assert len([line for line in built[2] if "15/15" in line]) == 1


def test_progress_is_told_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.4, 1.1, 1.5, 2.0])
    monkeypatch.setattr(run.time, "monotonic", lambda: next(clock))
    lines: list[str] = []
    progress = run._Progress(400, lines.append)
    for _ in range(3):
        progress.add({"files": 100, "failures": 1})
    progress.end()
    assert [line.split()[1:3] for line in lines] == [["200/400", "182"], ["300/400", "150"]]
    assert lines[0].startswith("████████████░░░░░░░░░░░░ ")
    assert "剩余约1秒" in lines[0]


def test_a_second_run_does_only_what_is_new(tmp_path: Path) -> None:
    source, dataset = fill(tmp_path / "files", 2), tmp_path / "set"
    corpus.build(source, dataset, workers=1)
    lines: list[str] = []
    again = corpus.build(source, dataset, workers=1, echo=lines.append)
    assert (again.files, again.reports, again.resumed, lines) == (2, 2, 1, [])
    fill(source, 3)
    more = corpus.build(source, dataset, workers=1)
    assert (more.files, more.reports, more.batches, more.resumed) == (3, 3, 2, 1)
    assert "其中1批此前已完成" in more.zh
    assert files_in(dataset) == ["000.docx", "001.html", "002.docx"]


def test_a_plan_torn_by_a_kill_is_mended(tmp_path: Path) -> None:
    source, dataset = fill(tmp_path / "files", 1), tmp_path / "set"
    Plan(dataset).add(source, ["000.docx"])
    with (dataset / "plan.jsonl").open("a", encoding="utf-8") as plan:
        plan.write('{"number": 1, "ro')
    fill(source, 2)
    summary = corpus.build(source, dataset, workers=1)
    assert (summary.files, summary.batches) == (2, 2)
    assert files_in(dataset) == ["000.docx", "001.html"]
    assert len(Plan(dataset).batches) == 2


def test_a_list_of_files_may_name_them_anywhere(tmp_path: Path) -> None:
    fill(tmp_path / "here", 1)
    elsewhere = fill(tmp_path / "there", 1) / "000.docx"
    names = tmp_path / "list.txt"
    names.write_text(f"\ufeff# 清单\nhere/000.docx\n\n{elsewhere}\nhere/gone.docx\n", "utf-8")
    summary = corpus.build(names, tmp_path / "set", workers=1)
    assert (summary.reports, summary.failures) == (2, 1)
    assert files_in(tmp_path / "set") == sorted(["here/000.docx", str(elsewhere)])
    assert "无法打开文件" in table(tmp_path / "set", "failures")["message"][0]


def test_a_file_that_hangs_bursts_or_crashes_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, dataset = fill(tmp_path / "files", 4), tmp_path / "set"
    for name in ("hangs", "bursts", "crashes"):
        (source / f"{name}.docx").write_bytes(content("docx"))
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(HOSTILE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    monkeypatch.setattr(batch, "_START", 2.0)
    monkeypatch.setattr(batch, "_SHARE", 0.0)
    monkeypatch.setattr(batch, "READ_SECONDS", 4.0)
    started = time.monotonic()
    summary = corpus.build(source, dataset, workers=1)
    assert time.monotonic() - started < 90
    assert (summary.reports, summary.failures) == (4, 3)
    said = dict(table(dataset, "failures").select("file", "message").iter_rows())
    assert "超过 4 秒" in said["hangs.docx"]
    assert "内存" in said["bursts.docx"]
    assert "崩溃" in said["crashes.docx"]


def test_a_dataset_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    source, dataset = fill(tmp_path / "files", 1), tmp_path / "set"
    dataset.mkdir()
    (dataset / "cells").write_text("in the way")
    with pytest.raises(ReadError, match="无法写入数据集"):
        corpus.build(source, dataset, workers=1)
    (dataset / "cells").unlink()
    assert corpus.build(source, dataset, workers=1).reports == 1
    assert files_in(dataset) == ["000.docx"]


def test_a_program_that_uses_polars_can_build_a_corpus(tmp_path: Path) -> None:
    # a forked child would wait for ever for the threads of its parent's polars
    pl.DataFrame({"a": range(100_000)}).group_by("a").agg(pl.len())
    assert corpus.build(fill(tmp_path / "files", 1), tmp_path / "set").reports == 1


def test_a_source_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="没有文件"):
        corpus.build(tmp_path / "empty", tmp_path / "set")
    with pytest.raises(BadInput, match="不存在"):
        corpus.build(tmp_path / "nowhere", tmp_path / "set")


def test_the_page_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="不是 gongkai corpus 生成的数据集"):
        corpus.write_report(tmp_path)


def test_the_page_of_a_dataset_without_reports_shows_its_failures(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "empty.docx").write_bytes(b"")
    corpus.build(tmp_path / "files", tmp_path / "set", workers=1)
    text = corpus.write_report(tmp_path / "set").read_text("utf-8")
    assert "数据集中还没有报告" in text and "未能读取的文件" in text


# on a cluster -----------------------------------------------------------------------------------


@pytest.mark.thorough
def test_workers_of_a_dask_cluster_build_the_same_dataset(tmp_path: Path) -> None:
    distributed = pytest.importorskip(
        "distributed", reason="the extra `cluster` (distributed) is not installed"
    )
    source = fill(tmp_path / "files", 6)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None
    ) as cluster:
        summary = corpus.build(source, tmp_path / "set", scheduler=cluster.scheduler_address)
    assert (summary.files, summary.reports) == (6, 6)
    corpus.build(source, tmp_path / "alone", workers=1)
    for name in ("reports", "cells", "claims", "findings"):
        one, other = (table(tmp_path / which, name) for which in ("set", "alone"))
        assert one.equals(other), name


def test_a_scheduler_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr(run, "_CONNECT_SECONDS", 1)
    source = fill(tmp_path / "files", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(BadInput, match="连不上 Dask 调度器"):
            corpus.build(source, tmp_path / "set", scheduler=address)


def test_without_dask_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingProgram, match="gongkai\\[cluster\\]"):
        corpus.build(fill(tmp_path / "f", 1), tmp_path / "set", scheduler="tcp://127.0.0.1:9")
