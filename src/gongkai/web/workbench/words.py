"""Wording on screen: articles cited in short, dates as documents write them."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.sources import INSTRUMENTS, R2007, R2019
from gongkai.written import day_zh, moment_zh

__all__ = ["brief", "day", "moment", "sentence"]

_SHORT = {
    str(one): {R2019: "条例", R2007: "原条例"}.get(one, f"《{one.title}》") for one in INSTRUMENTS
}
_CITED = re.compile("|".join(re.escape(text) for text in _SHORT))
_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")


def brief(text: object) -> str:
    """Instruments by the name that everybody here uses: 条例第三十三条第二款."""
    return _CITED.sub(lambda found: _SHORT[found[0]], str(text))


def day(value: date) -> SafeString:
    """2026年11月21日, marked up as a date."""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), day_zh(local))


def moment(value: datetime) -> SafeString:
    """2026年11月21日 09:30, in the time of the place."""
    local = timezone.localtime(value)
    written = local.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', written, moment_zh(local))


def sentence(text: object) -> SafeString:
    """A sentence of the law for the screen: articles in short, its dates marked up."""

    def dated(found: re.Match[str]) -> str:
        try:
            return day(date(int(found[1]), int(found[2]), int(found[3])))
        except ValueError:
            return found[0]

    return mark_safe(_DATE.sub(dated, escape(brief(text))))  # noqa: S308 - escaped before
