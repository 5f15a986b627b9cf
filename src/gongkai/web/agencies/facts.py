"""What a person typed, made plain: each wrong value is a Chinese sentence naming its field."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from gongkai.errors import BadInput
from gongkai.law.labelled import Labelled
from gongkai.law.numbers.credit_code import check_credit_code

__all__ = ["code", "day", "email", "kind", "lines", "period", "postcode", "row", "word"]

Facts = Mapping[str, Any]
K = TypeVar("K", bound=Labelled)
M = TypeVar("M", bound=models.Model)


def word(facts: Facts, key: str, zh: str, limit: int, *, needed: bool = True) -> str:
    """One line of text, without stray spaces and signs that do not print."""
    text = " ".join(_printing(facts, key).split())
    return _fits(text, zh, limit, needed)


def lines(facts: Facts, key: str, zh: str, limit: int = 20_000) -> str:
    """Text of several lines; may be left out."""
    kept = (line.strip() for line in _printing(facts, key).splitlines())
    return _fits("\n".join(kept).strip(), zh, limit, False)


def _printing(facts: Facts, key: str) -> str:
    text = unicodedata.normalize("NFC", str(facts.get(key) or ""))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")


def _fits(text: str, zh: str, limit: int, needed: bool) -> str:
    if needed and not text:
        raise BadInput(f"没有填写{zh}；请填写")
    if len(text) > limit:
        raise BadInput(f"{zh}有{len(text)}个字，最多{limit}个；请缩短")
    return text


def day(facts: Facts, key: str, zh: str, otherwise: date | None = None) -> date:
    """A day; `otherwise` when it is left out."""
    value = facts.get(key) or otherwise
    if value is None:
        raise BadInput(f"没有填写{zh}；请填写日期，如 2026-03-01")
    if isinstance(value, datetime) or not isinstance(value, date):
        raise BadInput(f"{zh}应是日期，如 2026-03-01；请核对")
    if not 1900 <= value.year <= 2199:
        raise BadInput(f"{zh}为{value}，年份不在1900至2199之间；请核对")
    return value


def period(facts: Facts, today: date) -> tuple[date, date | None]:
    """From (today when left out) and to (open when left out)."""
    since = day(facts, "since", "起始日期", today)
    until = day(facts, "until", "截止日期") if facts.get("until") else None
    if until is not None and until < since:
        raise BadInput(f"截止日期{until}早于起始日期{since}；请核对")
    return since, until


def kind(facts: Facts, key: str, zh: str, kinds: type[K]) -> K:
    """One of the values of an enumeration."""
    try:
        return kinds(facts.get(key, ""))
    except ValueError:
        names = "、".join(member.zh for member in kinds)
        raise BadInput(f"没有选择{zh}；请在以下各项中选择：{names}") from None


def row(facts: Facts, key: str, zh: str, model: type[M]) -> M:
    """A stored row of another model."""
    value = facts.get(key)
    if not isinstance(value, model) or value.pk is None:
        raise BadInput(f"没有选择{zh}；请选择")
    return value


def code(facts: Facts, key: str = "credit_code") -> str | None:
    """统一社会信用代码, checked; None when left out."""
    if not facts.get(key):
        return None
    checked = check_credit_code(str(facts[key]))
    if checked.faults:
        raise BadInput(f"统一社会信用代码不对：{checked.faults[0].message}")
    return checked.code


def email(facts: Facts, key: str = "email") -> str:
    """An address of electronic mail, or ""."""
    text = word(facts, key, "电子邮箱", 254, needed=False)
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise BadInput(f"电子邮箱“{text}”的写法不对；应如 office@example.gov.cn") from None
    return text


def postcode(facts: Facts, key: str = "postcode") -> str:
    """Six digits, or ""."""
    text = word(facts, key, "邮政编码", 20, needed=False)
    if text and not (len(text) == 6 and text.isascii() and text.isdigit()):
        raise BadInput(f"邮政编码“{text}”应为6位数字；请核对")
    return text
