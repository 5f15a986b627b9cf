"""gongkai fee: the 信息处理费 by item or by page, with the breakdown."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from gongkai.cli.dates import date_option
from gongkai.cli.options import format_of, format_option, output_option
from gongkai.cli.streams import emit, show
from gongkai.cli.wording import Command
from gongkai.errors import BadInput

__all__ = ["command"]

_FORMATS = ("text", "json")
_EPILOG = """例：
  gongkai fee --items 29 4    本月第29件起的4件
  gongkai fee --pages 250     一件申请答复250页"""


@click.command("fee", cls=Command, epilog=_EPILOG)
@click.option(
    "--items",
    type=int,
    nargs=2,
    metavar="首件 件数",
    help="按件计收：当月从第几件起、共几件",
)
@click.option("--pages", type=int, metavar="页数", help="按量计收：一件申请的页数（A4单面）")
@date_option("--on", help="收到申请之日，决定适用哪个标准；不写则用现行标准")
@format_option(*_FORMATS, piped="json")
@output_option
def command(
    items: tuple[int, int] | None,
    pages: int | None,
    on: date | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """信息处理费：按件或者按量，列出各档。"""
    from gongkai.law.fees.tariff import fee_by_items, fee_by_pages

    format_ = format_of(format_, output, *_FORMATS, piped="json")
    if (items is None) == (pages is None):
        raise BadInput("按件还是按量只能择一：请写 --items 首件 件数，或者 --pages 页数")
    day = on or date.max
    fee = fee_by_items(*items, day) if items else fee_by_pages(pages or 0, day)
    if format_ == "json":
        emit(json.dumps(fee.as_json(), ensure_ascii=False, indent=1) + "\n", output)
    else:
        heading, *reasons = fee.reasons
        lines = [heading, "", *(f"  · {reason}" for reason in reasons)]
        show("\n".join(lines) + "\n", output)
