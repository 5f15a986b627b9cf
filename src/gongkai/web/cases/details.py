"""要素: what is said of a decision besides its reasons, made plain as merge fields of its reply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.decisions.codes import decision
from gongkai.sources import ARCHIVES_LAW, R2019, Article
from gongkai.web.agencies import facts

__all__ = ["BASES", "DETAILS", "clean"]

# on what a decision rests that names no article of its own (D63)
BASES: Mapping[str, Article] = {
    "not_information": Article(R2019, 2),
    "archives": Article(ARCHIVES_LAW),
}
_TEXTS = {
    "kind": "信息的类别", "form": "提供的方式", "way": "提供的途径", "time": "提供的时间",
    "where": "获取的网址或者地点", "public_part": "公开的部分", "rule": "有关规定",
    "place": "查询机构和地点", "unknown_body": "无法确定负责机关的说明", "unclear": "仍不明确之处",
    "channel": "相应的渠道", "earlier_number": "在先答复文号", "delivery": "此前提供的记录",
    "turn": "可以咨询或者办理的去处",
}  # fmt: skip
_GROUPS: Mapping[str, Mapping[str, str]] = {
    "search": {"by": "检索人员", "on": "检索时间", "scope": "检索范围", "method": "检索方法"},
    "other_body": {"name": "负责公开的行政机关名称", "contact": "负责公开的行政机关联系方式"},
}
_PART = {"what": "不公开的部分", "code": "不公开的决定", "reason": "不公开的理由"}
_MOST = 4_000
# what a body may say of an item besides its reasons; each a field of `notices.facts.Decision`
DETAILS = frozenset({*_TEXTS, *_GROUPS, "information", "parts", "earlier_date", "basis"})


def clean(order: int, given: Mapping[str, Any]) -> dict[str, Any]:
    """The details of the decision on an item, as they are stored; BadInput names what is wrong."""
    found: dict[str, Any] = {}
    for key, value in given.items():
        if not value:
            continue
        if key in _TEXTS:
            found[key] = _text({key: value}, key, order, _TEXTS[key])
        elif key in _GROUPS:
            found[key] = _group(value, order, _GROUPS[key])
        elif key == "information":
            found[key] = [_text({"one": one}, "one", order, "所提供的信息") for one in value]
        elif key == "parts":
            found[key] = [_part(one, order) for one in value]
        elif key == "earlier_date":
            found[key] = _day(value, order)
        elif key == "basis":
            found[key] = _basis(value, order)
        else:
            raise BadInput(f"第{order}项有不认识的要素：{key}")
    return found


def _text(values: Mapping[str, Any], key: str, order: int, zh: str) -> str:
    return facts.lines(values, key, f"第{order}项的{zh}", _MOST).rstrip("。；;")


def _group(value: Any, order: int, fields: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) - set(fields):
        raise BadInput(f"第{order}项的{'、'.join(fields.values())}填写有误；请重新填写")
    found = {key: _text(value, key, order, zh) for key, zh in fields.items()}
    return {key: text for key, text in found.items() if text}


def _part(value: Any, order: int) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadInput(f"第{order}项不公开的部分填写有误；请重新填写")
    found = {key: _text(value, key, order, zh) for key, zh in _PART.items()}
    for key, zh in _PART.items():
        if not found[key]:
            raise BadInput(f"第{order}项没有填写{zh}；请填写")
    decision(found["code"])
    return found


def _day(value: Any, order: int) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError:
        raise BadInput(f"第{order}项的在先答复日期应如 2026-03-01；请核对") from None


def _basis(value: Any, order: int) -> list[str]:
    names = [value] if isinstance(value, str) else [str(one) for one in value]
    if set(names) - set(BASES):
        all_ = "、".join(map(str, BASES.values()))
        raise BadInput(f"第{order}项的依据应在以下各项中选择：{all_}")
    return sorted(set(names))
