"""Options of the commands that count days: dates, and the calendar they are counted by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.options import file_option
from gongkai.errors import BadInput

if TYPE_CHECKING:
    from gongkai.law.calendar import Calendar

__all__ = ["as_of_option", "calendar_from", "calendar_option", "date_option", "day"]


def day(text: str, what: str) -> date:
    """A day written 2024-02-02; BadInput says for which option it is wrong."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{what} 的日期“{text}”不对；应如 2024-02-02") from None


def date_option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """An option that takes one date."""

    def convert(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
        return None if value is None else day(value, max(param.opts, key=len))

    return click.option(*names, metavar="日期", callback=convert, **settings)


calendar_option = file_option(
    "--calendar", multiple=True, help="日历补充文件（TOML）：新通知、临时调整、地方节假日；可多次"
)
as_of_option = date_option("--as-of", help="只用这一天以前发布的放假通知")


def calendar_from(overlays: tuple[Path, ...], as_of: date | None) -> Calendar:
    """The national calendar with the files laid on top, as it was known on a day."""
    from gongkai.files import why
    from gongkai.law.calendar import national
    from gongkai.law.calendar.overlay import overlay_from_toml

    layers = []
    for path in overlays:
        try:
            text = path.read_text("utf-8-sig")
        except OSError as problem:
            raise BadInput(f"日历补充文件 {path} 读不了：{why(problem)}") from None
        except UnicodeDecodeError:
            raise BadInput(f"日历补充文件 {path} 不是 UTF-8 编码；请另存为 UTF-8") from None
        layers.append(overlay_from_toml(text, path.name))
    calendar = national().with_layers(*layers) if layers else national()
    return calendar.as_of(as_of) if as_of else calendar
