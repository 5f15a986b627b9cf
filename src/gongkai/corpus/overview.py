"""A dataset → the page a researcher wants first: coverage, findings by check, outcomes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gongkai.errors import BadInput
from gongkai.files import write_whole
from gongkai.report.checks import CHECKS
from gongkai.report.forms import FORMS
from gongkai.report.model import Level
from gongkai.report.write.page import shell
from gongkai.report.write.parquet import polars
from gongkai.report.write.text import markup

__all__ = ["write_report"]

_LEVELS = {
    Level.NATIONAL: "国务院部门",
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWNSHIP: "乡镇街道",
    Level.UNKNOWN: "不明",
}
_SHOWN = 40  # rows of a table by region; the rest is in the Parquet files


def write_report(dataset: Path, output: Path | None = None) -> Path:
    """Write the page and return its path; BadInput when the directory is no whole dataset."""
    if not (dataset / "plan.jsonl").exists():
        raise BadInput(f"{dataset} 不是 gongkai corpus 生成的数据集；请检查路径")
    if not (dataset / "summary.json").exists():
        raise BadInput(f"{dataset} 还没有做完；请再运行一次生成它的 gongkai corpus 命令")
    target = output or dataset / "report.html"
    try:
        parts = "".join(_parts(dataset))
    except (polars().exceptions.PolarsError, json.JSONDecodeError):
        raise BadInput(f"{dataset} 中有文件损坏；请删除该目录，重新生成") from None
    body = f'<main class="board figures">\n{parts}</main>\n'
    write_whole(target, shell("年度报告数据集概况", body).encode())
    return target


def _scan(dataset: Path, table: str) -> Any:
    """A lazy frame over one table of the dataset, None when it has no rows."""
    if not any((dataset / table).rglob("*.parquet")):
        return None
    return polars().scan_parquet(str(dataset / table / "**" / "*.parquet"), hive_partitioning=True)


def _parts(dataset: Path) -> Iterable[str]:
    summary = json.loads((dataset / "summary.json").read_text(encoding="utf-8"))
    yield (
        '<header class="masthead">\n<h1>年度报告数据集概况</h1>\n'
        f"<p>文件{summary['files']}个，报告{summary['reports']}份，未能读取{summary['failures']}个，"
        f"发现问题{summary['findings']}处，其中错误{summary['errors']}处。</p>\n</header>\n"
    )
    reports = _scan(dataset, "reports")
    if reports is None:
        yield "<p>数据集中还没有报告。</p>\n"
    else:
        yield from _coverage(reports)
        yield from _findings(dataset, reports)
        yield from _outcomes(dataset)
    yield from _failures(dataset)


def _coverage(reports: Any) -> Iterable[str]:
    pl = polars()
    by_year = (
        reports.group_by("year")
        .agg(
            pl.len().alias("reports"),
            pl.col("body").n_unique().alias("bodies"),
            pl.col("region").n_unique().alias("regions"),
            (pl.col("errors") > 0).sum().alias("wrong"),
        )
        .sort("year")
        .collect()
    )
    rows = [
        [_year(y), n, bodies, regions, f"{wrong}（{wrong / n:.0%}）"]
        for y, n, bodies, regions, wrong in by_year.iter_rows()
    ]
    yield "<h2>覆盖情况</h2>\n"
    yield _bars([(_year(y), n) for y, n, *_ in by_year.iter_rows()], "各年度报告份数")
    yield _table("各年度", ["年度", "报告", "机关", "地区", "有错误的报告"], rows)
    by_level = reports.group_by("level").agg(pl.len()).sort("len", descending=True).collect()
    yield _table(
        "各层级", ["层级", "报告"], [[_LEVELS[Level(v)], n] for v, n in by_level.iter_rows()]
    )


def _findings(dataset: Path, reports: Any) -> Iterable[str]:
    pl = polars()
    findings = _scan(dataset, "findings")
    yield "<h2>核验发现的问题</h2>\n"
    if findings is None:
        yield "<p>没有发现问题。</p>\n"
        return
    total = reports.select(pl.len()).collect().item()
    by_check = (
        findings.group_by("check")
        .agg(pl.len().alias("times"), pl.col("file").n_unique().alias("files"))
        .sort("files", descending=True)
        .collect()
    )
    yield _bars([(c, f) for c, _, f in by_check.head(15).iter_rows()], "出现该问题的报告份数")
    yield _table(
        "按检查项",
        ["检查项", "等级", "内容", "报告份数", "占比", "次数"],
        [
            [c, CHECKS[c].severity.zh, CHECKS[c].sentence, f, f"{f / total:.1%}", n]
            for c, n, f in by_check.iter_rows()
            if c in CHECKS
        ],
    )


def _outcomes(dataset: Path) -> Iterable[str]:
    """New applications and outcomes by region and year, from the total column of table 3."""
    pl = polars()
    frames = []
    for form in FORMS:
        folder = dataset / "tables" / f"form={form.key}"
        if not any(folder.glob("*.parquet")):
            continue
        groups = {
            "new": ["t3.new_applications.total"],
            "granted": ["t3.granted.total", "t3.partly_granted.total"],
            "withheld": _totals(form.by_slug, "t3.withheld"),
            "unavailable": _totals(form.by_slug, "t3.unavailable"),
            "declined": _totals(form.by_slug, "t3.declined"),
            "other": _totals(form.by_slug, "t3.other"),
        }
        frames.append(
            pl.scan_parquet(str(folder / "*.parquet")).select(
                "region",
                "year",
                *(
                    pl.sum_horizontal(pl.col(f"value.{s}").fill_nan(None) for s in slugs).alias(n)
                    for n, slugs in groups.items()
                ),
            )
        )
    if not frames:
        return
    names = ["new", "granted", "withheld", "unavailable", "declined", "other"]
    heads = ["新收申请", "予以公开和部分公开", "不予公开", "无法提供", "不予处理", "其他处理"]
    everything = pl.concat(frames)
    by_year = _summed(everything, ["year"], names).sort("year").collect()
    yield "<h2>申请与办理结果</h2>\n"
    yield (
        "<p>按总计一列相加；没有填报的格不计入，因此这里是已填报数之和，不是全部机关的总数。"
        "上级的汇总报告与下级报告同在数据集中时会重复计算，请按层级筛选后使用。</p>\n"
    )
    yield _table(
        "按年度",
        ["年度", "报告", *heads],
        [[_year(y), n, *map(_whole, values)] for y, n, *values in by_year.iter_rows()],
    )
    by_region = (
        _summed(everything, ["region", "year"], names)
        .sort(["new", "region", "year"], descending=[True, False, False])
        .collect()
    )
    yield _bars(
        [(f"{r or '不明'} {_year(y)}", v) for r, y, _, v, *_ in by_region.head(15).iter_rows()],
        "新收申请最多的地区和年度",
    )
    yield _table(
        f"按地区和年度（前{min(_SHOWN, len(by_region))}行，共{len(by_region)}行）",
        ["地区", "年度", "报告", *heads],
        [
            [r or "不明", _year(y), n, *map(_whole, values)]
            for r, y, n, *values in by_region.head(_SHOWN).iter_rows()
        ],
    )


def _totals(by_slug: dict[str, int], prefix: str) -> list[str]:
    return [s for s in by_slug if s.startswith(prefix) and s.endswith(".total")]


def _summed(frame: Any, keys: list[str], names: list[str]) -> Any:
    pl = polars()
    return frame.group_by(keys).agg(pl.len().alias("reports"), *(pl.col(n).sum() for n in names))


def _failures(dataset: Path) -> Iterable[str]:
    pl = polars()
    failures = _scan(dataset, "failures")
    if failures is None:
        return
    yield "<h2>未能读取的文件</h2>\n"
    by_reason = (
        failures.group_by("message")
        .agg(pl.len().alias("files"), pl.col("file").first())
        .sort("files", descending=True)
        .head(_SHOWN)
        .collect()
    )
    yield _table("按原因", ["原因", "文件数", "例"], [list(r) for r in by_reason.iter_rows()])


# drawing ----------------------------------------------------------------------------------------


def _year(year: int | None) -> str:
    return f"{year}年" if year else "年度不明"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


_SHORT = 12  # letters; more may be broken over lines
_FIGURE = re.compile(r"[\d,.]+%?(?:（\d+%）)?")


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Columns of figures are aligned to the right, with their heads; short words stay whole."""
    texts = [[str(value) for value in row] for row in rows]
    kinds = ["keep", *(_kind([row[i] for row in texts]) for i in range(1, len(heads)))]
    head = "".join(
        f'<th scope="col" class="{kind}">{markup(h)}</th>'
        for h, kind in zip(heads, kinds, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{markup(row[0])}</th>'
        + "".join(
            f'<td class="{kind}">{markup(text)}</td>'
            for text, kind in zip(row[1:], kinds[1:], strict=True)
        )
        + "</tr>\n"
        for row in texts
    )
    return (
        f'<div class="frame" role="region" aria-label="{markup(caption)}" tabindex="0">\n'
        f'<table class="list">\n<caption>{markup(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )


def _kind(texts: Sequence[str]) -> str:
    """The class of a column."""
    if all(map(_FIGURE.fullmatch, texts)):
        return "count"
    return "keep" if all(len(text) <= _SHORT for text in texts) else "words"


def _bars(items: Sequence[tuple[str, float]], title: str) -> str:
    """A bar chart as a table: label, number, bar. Its text keeps its size at any width."""
    most = max((v for _, v in items), default=0)
    if not most:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{markup(label)}</th><td>{value:,.0f}</td><td class="bar">'
        '<svg viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{max(0.3, value / most * 100):.1f}" height="16"/></svg></td></tr>\n'
        for label, value in items
    )
    return (
        f'<table class="bars">\n<caption>{markup(title)}</caption>\n<tbody>\n{rows}</tbody>\n'
        "</table>\n"
    )
