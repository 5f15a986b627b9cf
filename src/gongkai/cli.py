"""gongkai read | check | waive | consolidate | write | corpus | site: the command line, thin.

Exit codes: 0 clean, 1 errors found in a report, 2 a file could not be read or the call was wrong,
130 interrupted.
Results go to stdout or to the file of -o; what went wrong goes to stderr, one sentence a file.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from gongkai.errors import BadInput, GongkaiError, ReadError, WriteError
from gongkai.report.model import Report
from gongkai.report.write.files import why
from gongkai.report.write.text import one_line, visible

__all__ = ["main"]

CLEAN, ERRORS_FOUND, UNREADABLE, INTERRUPTED = 0, 1, 2, 130
_FILES = click.Path(path_type=Path)


class _Interrupted(Exception):
    """Ctrl-C, before click says a line of its own about it."""


class _Command(click.Group):
    """Says every failure in one Chinese sentence, and never shows a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a polite kill is the same as Ctrl-C, so that workers are ended."""
        with suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second one need not wait
            raise _Interrupted from None

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and leave with the code of the outcome."""
        kwargs["standalone_mode"] = False
        try:
            sys.exit(super().main(*args, **kwargs) or 0)
        except click.exceptions.Exit as leaving:
            sys.exit(leaving.exit_code)
        except (_Interrupted, click.exceptions.Abort):
            _fail("已中断", INTERRUPTED)
        except click.UsageError as problem:
            _fail(_usage_zh(problem))
        except click.ClickException as problem:
            _fail(problem.format_message())
        except GongkaiError as problem:
            _fail(str(problem))
        except BrokenPipeError:
            _drop_output()
            sys.exit(CLEAN)
        except OSError as problem:
            _drop_output()
            _fail(f"{problem.filename or '无法输出结果'}：{why(problem)}")


def _fail(sentence: str, code: int = UNREADABLE) -> NoReturn:
    _say(f"gongkai：{sentence}")
    sys.exit(code)


def _say(sentence: str) -> None:
    """One line on stderr, whatever a file's name or a report's text may hold."""
    click.echo(one_line(sentence), err=True)


def _drop_output() -> None:
    """Let what is still buffered go nowhere, or the interpreter complains when it leaves."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _usage_zh(problem: click.UsageError) -> str:
    if isinstance(problem, click.NoSuchOption):
        return f"没有 {problem.option_name} 这个选项；用 --help 查看用法"
    if isinstance(problem, click.MissingParameter):
        name = problem.param.human_readable_name if problem.param else "参数"
        return f"缺少 {name}；用 --help 查看用法"
    if isinstance(problem, click.BadParameter):
        name = problem.param.human_readable_name if problem.param else "参数"
        return f"{name} 的值不对（{problem.message}）；用 --help 查看用法"
    return f"命令不对（{problem.format_message()}）；用 --help 查看用法"


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai", prog_name="gongkai")
def main() -> None:
    """读取、核验、汇总、编制政府信息公开工作年度报告。"""


def _read_all(files: Sequence[Path], problems: list[str]) -> Iterator[Report]:
    """Reports of all files; a file that cannot be read is said at once and remembered."""
    from gongkai.report.read.batch import expand, read_files

    for outcome in read_files(expand(files)):
        if outcome.error is not None:
            _say(f"{outcome.name}：{outcome.error}")
            problems.append(outcome.name)
        yield from outcome.reports


def _emit(data: str | bytes, output: Path | None) -> None:
    if output is None:
        _print(data)
        return
    from gongkai.report.write.files import write_whole

    write_whole(output, data.encode() if isinstance(data, str) else data)


def _print(data: str | bytes) -> None:
    stream: Any = sys.stdout  # None when it was closed before the start
    if stream is None:
        raise WriteError("标准输出已关闭；请用 -o 写入文件")
    if isinstance(data, str):
        data = (visible(data) if stream.isatty() else data).encode()
    try:
        # bytes as they are: what is piped on is UTF-8 whatever the terminal says
        stream.buffer.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        _drop_output()
        raise WriteError(f"无法输出结果（{why(problem)}）；请检查磁盘，或用 -o 写入文件") from None


# read -----------------------------------------------------------------------------------------


@main.command("read")
@click.argument("files", nargs=-1, required=True, type=_FILES, metavar="文件…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "parquet", "table"]),
    default=None,
    help="输出格式；默认按 -o 的扩展名，否则为 table",
)
@click.option("-o", "--output", type=_FILES, default=None, help="写入文件，默认输出到屏幕")
def read_command(files: tuple[Path, ...], form: str | None, output: Path | None) -> None:
    """读出报告的每一格、每一节和文字中的每一个数。"""
    form = form or _format_of(output, {"json", "csv", "parquet"}, "table")
    problems: list[str] = []
    reports = list(_read_all(files, problems))
    if form == "table":
        from gongkai.report.write.terminal import tables_text

        _emit(visible("".join(tables_text(report) for report in reports)), output)
    elif form == "csv":
        from gongkai.report.write import csv_

        _emit(csv_.dump(reports), output)
    elif form == "json":
        from gongkai.report.write import json_

        _emit(json_.dump(reports), output)
    else:
        from gongkai.report.write import parquet

        _emit(parquet.dump(reports), output)
    raise click.exceptions.Exit(UNREADABLE if problems else CLEAN)


def _format_of(output: Path | None, known: Iterable[str], default: str) -> str:
    suffix = output.suffix.lower().lstrip(".") if output else ""
    return suffix if suffix in known else default


# check ----------------------------------------------------------------------------------------


@main.command("check")
@click.argument("files", nargs=-1, required=True, type=_FILES, metavar="文件…")
@click.option("--previous", type=_FILES, default=None, help="上一年度的报告（文件或目录）")
@click.option("--parent", type=_FILES, default=None, help="上级汇总了本报告的报告")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "html"]),
    default=None,
    help="输出格式；默认按 -o 的扩展名，否则为 text",
)
@click.option("--waivers", type=_FILES, default=None, help="核验豁免文件（TOML）")
@click.option("-o", "--output", type=_FILES, default=None, help="写入文件，默认输出到屏幕")
def check_command(
    files: tuple[Path, ...],
    previous: Path | None,
    parent: Path | None,
    form: str | None,
    waivers: Path | None,
    output: Path | None,
) -> None:
    """核验报告：勾稽、文字与表格、日期、章节、与上年和上级的衔接。"""
    from gongkai.report.checks.batch import check_report, worst
    from gongkai.report.checks.waivers import load_waivers
    from gongkai.report.write.checked import render
    from gongkai.report.write.findings import Checked

    form = form or _format_of(output, {"json", "sarif", "html"}, "text")
    known = load_waivers(waivers) if waivers else []
    problems: list[str] = []
    earlier = list(_read_all([previous], problems)) if previous else []
    above = list(_read_all([parent], problems)) if parent else []
    if (previous and not earlier) or (parent and not above):
        raise BadInput("--previous 或 --parent 没有读到报告，无法对照")
    checked = [
        Checked(report, check_report(report, earlier, above, known))
        for report in _read_all(files, problems)
    ]
    if form == "html" and output is not None and (output.is_dir() or not output.suffix):
        from gongkai.report.write.checked import write_pages

        write_pages(checked, output)
    else:
        text = render(checked, form)
        _emit(visible(text) if form == "text" else text, output)
    raise click.exceptions.Exit(
        UNREADABLE if problems else ERRORS_FOUND if worst(checked) else CLEAN
    )


@main.command("waive")
@click.argument("file", type=_FILES, metavar="文件")
@click.option("--finding", required=True, help="要豁免的问题编号，如 T4.BLANK")
@click.option("--reason", required=True, help="理由")
@click.option("--who", required=True, help="认可人")
@click.option("--waivers", type=_FILES, default=Path("waivers.toml"), help="核验豁免文件（TOML）")
@click.option("--previous", type=_FILES, default=None, help="上一年度的报告")
@click.option("--parent", type=_FILES, default=None, help="上级的报告")
def waive_command(
    file: Path,
    finding: str,
    reason: str,
    who: str,
    waivers: Path,
    previous: Path | None,
    parent: Path | None,
) -> None:
    """认可一个问题并写明理由；所依据的数据变了，问题会重新出现。"""
    from gongkai.report.checks.batch import check_report
    from gongkai.report.checks.waivers import Waiver, inputs_hash, save_waiver

    problems: list[str] = []
    earlier = list(_read_all([previous], problems)) if previous else []
    above = list(_read_all([parent], problems)) if parent else []
    known: list[str] = []
    for report in _read_all([file], problems):
        for found in check_report(report, earlier, above, []):
            known.append(found.id)
            if found.id == finding:
                entry = Waiver(report.file, finding, reason, who, inputs_hash(report, found))
                save_waiver(waivers, entry)
                click.echo(f"已写入 {waivers}：{report.file} 的 {finding}")
                return
    if problems:
        raise click.exceptions.Exit(UNREADABLE)
    raise BadInput(f"{file.name} 没有编号为 {finding} 的问题；现有：{'、'.join(known) or '无'}")


# consolidate ----------------------------------------------------------------------------------


@main.command("consolidate")
@click.argument("sources", nargs=-1, required=True, type=_FILES, metavar="目录或文件…")
@click.option("--expected", type=_FILES, default=None, help="应报机关名单（CSV，有 name 一列）")
@click.option("--of", "of", default="", help="汇总成哪个机关的报告（名单中有 parent 列时）")
@click.option("--year", type=int, default=None, help="年度，默认取最多的一年")
@click.option("--parent", type=_FILES, default=None, help="已公布的上级报告，逐格对照")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "html", "xlsx"]),
    default=None,
    help="输出格式；默认按 -o 的扩展名，否则为 text",
)
@click.option("-o", "--output", type=_FILES, default=None, help="写入文件，默认输出到屏幕")
def consolidate_command(
    sources: tuple[Path, ...],
    expected: Path | None,
    of: str,
    year: int | None,
    parent: Path | None,
    form: str | None,
    output: Path | None,
) -> None:
    """逐格相加一批报告，并说明谁缺报、谁未计入、为什么。"""
    from gongkai.report.consolidate import Body, Excluded, bodies_from_csv, consolidate, under
    from gongkai.report.read.batch import expand, read_files
    from gongkai.report.write.consolidated import render

    form = form or _format_of(output, {"json", "csv", "html", "xlsx"}, "text")
    above = ""
    bodies: list[Body] = []
    if expected:
        above, bodies = under(bodies_from_csv(_text_of(expected), expected.name), of)
    reports: list[Report] = []
    failed: list[Excluded] = []
    for outcome in read_files(expand(sources)):
        reports.extend(outcome.reports)
        if outcome.error is not None:
            _say(f"{outcome.name}：{outcome.error}")
            failed.append(Excluded(outcome.name, "", f"无法读取：{outcome.error}"))
    problems: list[str] = []
    printed = list(_read_all([parent], problems)) if parent else []
    result = consolidate(
        reports,
        year=year,
        expected=bodies,
        parent=printed[0] if printed else None,
        above=above,
        failed=failed,
    )
    data = render(result, form)
    _emit(visible(data) if form == "text" and isinstance(data, str) else data, output)
    raise click.exceptions.Exit(UNREADABLE if problems or not result.included else CLEAN)


def _text_of(path: Path) -> str:
    from gongkai.report.read.encoding import decode
    from gongkai.report.read.files import load

    try:
        return decode(load(path))[0]
    except ReadError as problem:
        raise BadInput(f"{path}：{problem}") from None


# write ----------------------------------------------------------------------------------------


@main.command("write")
@click.argument("report", type=_FILES, metavar="报告.json")
@click.option(
    "-o",
    "--output",
    type=_FILES,
    required=True,
    help="输出文件：.docx .pdf .html .xlsx .csv .json .parquet .svg",
)
@click.option("--fonts", type=_FILES, default=None, multiple=True, help="字体所在目录（PDF）")
def write_command(report: Path, output: Path, fonts: tuple[Path, ...]) -> None:
    """按规定的格式写出报告；也可由任何能读取的文件转换。"""
    from gongkai.report.read import json_
    from gongkai.report.read.isolate import run_isolated
    from gongkai.report.write import to_bytes

    problems: list[str] = []
    if report.suffix.lower() == ".json":
        reports = run_isolated(json_.load, _text_of(report))
    else:
        reports = list(_read_all([report], problems))
    if problems:
        raise click.exceptions.Exit(UNREADABLE)
    if len(reports) != 1:
        raise BadInput(f"{report.name} 中有{len(reports)}份报告；一次只写一份，请先分开")
    _emit(to_bytes(reports[0], output.suffix), output)


# corpus ---------------------------------------------------------------------------------------


@main.command("corpus")
@click.argument("source", type=_FILES, metavar="目录|清单|report")
@click.argument("dataset", required=False, type=_FILES, metavar="[数据集]")
@click.option("-o", "--output", type=_FILES, default=None, help="数据集目录")
@click.option(
    "--workers", type=click.IntRange(1, 1024), default=None, help="本机进程数，默认全部核"
)
@click.option("--scheduler", default="", help="Dask 调度器地址，如 tcp://主机:8786")
def corpus_command(
    source: Path, dataset: Path | None, output: Path | None, workers: int | None, scheduler: str
) -> None:
    """读取并核验成千上万份报告，写成数据集；“corpus report 数据集”画出概况。"""
    from gongkai import corpus

    if source.name == "report" and dataset is not None:
        page = corpus.write_report(dataset, output)
        click.echo(f"概况已写入 {page}")
        return
    if output is None:
        raise BadInput("请用 -o 指定数据集目录")
    summary = corpus.build(source, output, workers=workers, scheduler=scheduler, echo=_progress())
    click.echo(summary.zh)


def _progress() -> Any:
    return lambda line: click.echo(line, err=True)


# site -----------------------------------------------------------------------------------------


@main.command("site")
@click.argument("source", type=_FILES, metavar="目录")
@click.option("-o", "--output", type=_FILES, default=Path("out"), help="网页目录")
@click.option("--expected", type=_FILES, default=None, help="应报机关名单（CSV）")
def site_command(source: Path, output: Path, expected: Path | None) -> None:
    """读取并核验一个目录的报告，打印问题，并做成一个静态网站。"""
    from gongkai.report.site import build

    for line in build(source, output, expected):
        click.echo(one_line(line))


if __name__ == "__main__":
    main()
