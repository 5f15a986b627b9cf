"""样例办件的内容: who asks in the sample city, for what, and what is decided; all invented."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.web.agencies.roles import Role
from gongkai.web.cases.moves import Matter, Verb
from gongkai.written import day_zh

__all__ = [
    "HAND",
    "NET",
    "RECORDS",
    "REVIEWS",
    "Table",
    "application_of",
    "decision_of",
    "granted",
    "token_of",
]

_NAMESPACE = uuid.UUID("5d1c6f0e-0000-4000-8000-990000000000")
Table = dict[str, Any]
NET: Table = {"method": "electronic"}
HAND: Table = {"method": "direct"}
REVIEWS: tuple[tuple[str, Verb, Role, Table], ...] = (
    ("law", Verb.REVIEW_LAW, Role.LEGAL_REVIEWER, {"comment": "依据正确，同意"}),
    ("secrecy", Verb.REVIEW_SECRECY, Role.SECRECY_REVIEWER, {"basis": "保守国家秘密法第三十五条"}),
    ("signing", Verb.SIGN, Role.APPROVER, {}),
)

RECORDS: Mapping[str, tuple[Table, ...]] = {
    "D20": (
        {"kind": "internal_kind", "text": "表后所附的工作人员联系分工，属于内部工作流程信息"},
        {"kind": "discretion_reason", "text": "联系分工经常变动，公开容易误导，且不影响使用该信息"},
    ),
    "D41": (
        {"kind": "search_log", "place": "综合档案室、业务系统", "by": "档案管理员",
         "text": "以名称和关键词检索，未检索到"},
    ),
    "D42": (
        {"kind": "reason", "text": "该事项不由本机关负责"},
        {"kind": "competent_body", "text": "临江区人民政府办公室，0000-5550013"},
    ),
}  # fmt: skip
_GIVEN: Table = {"form": "电子数据", "way": "网上获取"}


def token_of(key: str) -> uuid.UUID:
    """The same each time: by it one knows that the case is there."""
    return uuid.uuid5(_NAMESPACE, key)


def application_of(entry: Table) -> Table:
    """Who asks, and for what; the numbers cannot be anybody's."""
    person = entry["kind"] == "person"
    digits = uuid.uuid5(_NAMESPACE, entry["name"]).int % 10**7
    who = {
        "kind": entry["kind"], "name": entry["name"],
        "identity_kind": "passport" if person else "other",
        "identity": f"X{digits:07}", "phone": f"0000-{digits:07}",
        "address": f"云州市样例路{digits % 300 + 1}号",
        "representative": "" if person else "钟样例",
    }  # fmt: skip
    if "record" in entry:  # a claim for its correction (第四十一条)
        return {
            "people": [who], "matter": Matter.RECTIFICATION.value, "features": entry["record"],
            "description": entry["wrong"], "proof": entry["proof"], "way": "online",
        }  # fmt: skip
    return {
        "people": [who], "description": entry["title"], "wanted_form": "electronic",
        "way": "online",
    }  # fmt: skip


def granted(information: str) -> Table:
    """D12 on the one item."""
    return {
        "order": 1, "code": "D12", "reason": "属于可以公开的政府信息",
        "details": {"information": [information], **_GIVEN},
    }  # fmt: skip


def decision_of(entry: Table, day: date) -> Table:
    """The decision of a past case."""
    code, information = entry["code"], entry["information"]
    if code == "D12":
        return granted(information)
    if code == "D11":
        return {"order": 1, "code": code, "reason": "该信息已经主动公开",
                "details": {"where": "本机关网站“政府信息公开”专栏"}}  # fmt: skip
    if code == "D20":
        part = {
            "what": "表后所附的工作人员联系分工", "code": "D35", "reason": "属于内部工作流程信息",
        }  # fmt: skip
        details = {"public_part": f"{information}除下列内容以外的部分", "parts": [part], **_GIVEN}
        return {"order": 1, "code": code, "refused": ["D35"],
                "reason": "能够区分处理，可以公开的部分予以公开", "details": details}  # fmt: skip
    if code == "D41":
        search = {
            "by": "办公室工作人员", "on": day_zh(day),
            "scope": "综合档案室、业务系统", "method": "按名称和关键词检索",
        }  # fmt: skip
        return {"order": 1, "code": code, "reason": "经检索，本机关没有制作或者保存该信息",
                "details": {"search": search}}  # fmt: skip
    body = {"name": "临江区人民政府办公室", "contact": "0000-5550013"}
    return {"order": 1, "code": code, "reason": "该事项不由本机关负责",
            "details": {"other_body": body}}  # fmt: skip
