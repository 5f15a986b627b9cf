"""gongkai deadline: when the reply to an application is due, day by day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.dates import as_of_option, calendar_from, calendar_option, date_option, day
from gongkai.cli.options import format_of, format_option, output_option
from gongkai.cli.streams import emit, show
from gongkai.cli.wording import Command
from gongkai.errors import BadInput

if TYPE_CHECKING:
    from gongkai.law.clock import Pause

__all__ = ["command"]

_FORMATS = ("text", "json", "html")
_EPILOG = """例：
  gongkai deadline --received 2024-02-02
  gongkai deadline --received 2024-03-01 --pause 2024-03-06/2024-03-20 --extension 20
  gongkai deadline --received 2024-07-01 --correction 2024-07-19 -o 期限说明.html"""


@click.command("deadline", cls=Command, epilog=_EPILOG)
@date_option("--received", required=True, help="收到申请之日（当日不计）")
@click.option(
    "--pause",
    "pauses",
    multiple=True,
    metavar="发出/收到",
    help="征求意见的发出日和收到意见日，如 2024-03-06/2024-03-20；可多次",
)
@date_option("--correction", help="收到补正之日，期限自此重新计算")
@click.option("--extension", type=int, default=0, metavar="天数", help="经批准延长的工作日")
@date_option("--fee-paid", help="缴费完成之日，期限自此重新计算")
@calendar_option
@as_of_option
@format_option(*_FORMATS)
@output_option
def command(
    received: date,
    pauses: tuple[str, ...],
    correction: date | None,
    extension: int,
    fee_paid: date | None,
    calendar: tuple[Path, ...],
    as_of: date | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """申请的答复期限，并逐日说明为什么。"""
    from gongkai.law import explain
    from gongkai.law.clock import ReplyFacts, reply_due

    format_ = format_of(format_, output, *_FORMATS)
    facts = ReplyFacts(received, tuple(map(_pause, pauses)), correction, fee_paid, extension)
    deadline = reply_due(facts, calendar_from(calendar, as_of))
    if format_ == "json":
        data = explain.deadline_as_json(deadline)
        emit(json.dumps(data, ensure_ascii=False, indent=1) + "\n", output)
    elif format_ == "html":
        emit(explain.deadline_page(deadline), output)
    else:
        show(explain.deadline_text(deadline), output)


def _pause(text: str) -> Pause:
    from gongkai.law.clock import Pause

    sent, slash, answered = text.partition("/")
    if not slash:
        raise BadInput(
            f"--pause 的值“{text}”不对；应是 发出日/收到意见日，如 2024-03-06/2024-03-20"
        )
    return Pause(day(sent, "--pause"), day(answered, "--pause"))
