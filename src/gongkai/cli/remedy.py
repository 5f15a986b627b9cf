"""gongkai remedy: the last day to apply for reconsideration or to sue."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from gongkai.cli.dates import as_of_option, calendar_from, calendar_option, date_option
from gongkai.cli.options import format_of, format_option, output_option
from gongkai.cli.streams import emit, show
from gongkai.cli.wording import Command

__all__ = ["command"]

_FORMATS = ("text", "json")
_KINDS = ("reconsideration", "suit", "suit-after-reconsideration")


@click.command("remedy", cls=Command)
@date_option(
    "--known", required=True, help="知道答复之日（签收日）；复议后起诉为收到复议决定书之日"
)
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    required=True,
    metavar="种类",
    help="reconsideration 行政复议、suit 直接起诉、suit-after-reconsideration 复议后起诉",
)
@click.option("--untold", is_flag=True, help="答复没有告知权利、机关和期限")
@date_option("--told-on", help="未告知的，后来知道权利和期限之日")
@calendar_option
@as_of_option
@format_option(*_FORMATS, piped="json")
@output_option
def command(
    known: date,
    kind: str,
    untold: bool,
    told_on: date | None,
    calendar: tuple[Path, ...],
    as_of: date | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """申请行政复议、提起行政诉讼的最后一日。"""
    from gongkai.law.explain import long_date
    from gongkai.law.remedies import Remedy, remedy_due

    format_ = format_of(format_, output, *_FORMATS, piped="json")
    told = not untold and told_on is None
    remedy = Remedy(kind)
    found = remedy_due(remedy, known, calendar_from(calendar, as_of), told=told, told_on=told_on)
    if format_ == "json":
        data = {
            "last_day": found.last_day.isoformat(),
            "article": str(found.article),
            "nominal": found.nominal.isoformat(),
            "provisional": found.provisional,
            "reasons": list(found.reasons),
        }
        emit(json.dumps(data, ensure_ascii=False, indent=1) + "\n", output)
        return
    mark = "（暂计）" if found.provisional else ""
    lines = [f"{remedy.zh}的最后一日：{long_date(found.last_day)}{mark}", ""]
    lines += [f"  · {reason}" for reason in found.reasons]
    show("\n".join(lines) + "\n", output)
