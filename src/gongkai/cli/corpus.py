"""gongkai corpus: thousands of reports into a data set, and the page that shows it."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.options import output_option, path_argument
from gongkai.cli.streams import say, tell
from gongkai.cli.wording import Command
from gongkai.errors import BadInput

__all__ = ["command"]


@click.command("corpus", cls=Command)
@path_argument("source", metavar="目录|清单|report")
@path_argument("dataset", required=False, metavar="[数据集]")
@output_option
@click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    metavar="个数",
    help="本机同时运行几个进程，不写则每核一个",
)
@click.option("--scheduler", default="", metavar="地址", help="Dask 调度器，如 tcp://主机:8786")
def command(
    source: Path, dataset: Path | None, output: Path | None, workers: int | None, scheduler: str
) -> None:
    """读取并核验成千上万份报告，写成数据集；“corpus report 数据集”画出概况。"""
    from gongkai import corpus

    if str(source) == "report":
        if dataset is None:
            raise BadInput("请写明数据集目录：gongkai corpus report 数据集")
        tell(f"概况已写入 {corpus.write_report(dataset, output)}")
        return
    if dataset is not None:
        raise BadInput(f"一次只读一个目录或清单，多了 {dataset}；数据集目录用 -o 指定")
    if output is None:
        raise BadInput("请用 -o 指定数据集目录")
    summary = corpus.build(source, output, workers=workers, scheduler=scheduler, echo=say)
    tell(summary.zh)
