"""What the public and the yearly report see of a body, and its calendar, in the settings."""

from __future__ import annotations

from gongkai.web.agencies.models import (
    CalendarOverlay,
    ContactBlock,
    GroupMember,
    GroupPart,
    Leader,
    Meeting,
)  # fmt: skip
from gongkai.web.agencies.moves import Kind, Verb
from gongkai.web.workbench.columns import Column
from gongkai.web.workbench.columns import Kind as Set
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.setup.shown import (
    AGENCY,
    BY_AGENCY,
    BY_STATE,
    SINCE,
    STATE,
    UNTIL,
    Shown,
    detail_url,
    period,
)  # fmt: skip
from gongkai.web.workbench.things import Fact

__all__ = ["FACE"]

_LEADERS = Shown(
    Kind.LEADER, Leader,
    Listing(
        "setup.leader", "领导", "人",
        (
            Column("name", "姓名", lambda row: row.name, ("name",)),
            Column("title", "职务", lambda row: row.title, ("title",)),
            AGENCY,
            Column("duties", "分工", lambda row: row.duties, (), Set.LONG),
            Column("order", "排序", lambda row: row.order, ("order",), Set.NUMBER, shown=False),
            SINCE, UNTIL, STATE,
        ),
        detail_url, (BY_AGENCY, BY_STATE), ("name__icontains", "title__icontains"), "姓名或职务",
        ("agency__path", "order", "since"),
        ("这里将列出机关领导的职务和分工，并在门户上公开。", "登记第一位领导即可开始。"),
    ),
    lambda row, day: [
        Fact("姓名", row.name), Fact("职务", row.title), Fact("分工", row.duties),
        Fact("机关", row.agency, url=detail_url(row.agency)), Fact("排序", row.order),
        *period(row),
    ],
    Verb.APPOINT_LEADER, ("agency",),
)  # fmt: skip

_MEMBERS = Shown(
    Kind.MEMBER, GroupMember,
    Listing(
        "setup.groupmember", "领导小组", "人",
        (
            Column("name", "姓名", lambda row: row.name, ("name",)),
            Column("part", "组内职务", lambda row: GroupPart(row.part).zh, ("part",), Set.SHORT),
            Column("title", "职务", lambda row: row.title),
            Column("unit", "单位", lambda row: row.unit),
            AGENCY, SINCE, UNTIL, STATE,
        ),
        detail_url, (BY_AGENCY, BY_STATE), ("name__icontains", "unit__icontains"), "姓名或单位",
        ("agency__path", "since", "id"),
        ("这里将列出政务公开领导小组的成员和任职起止。", "先登记组长，再登记副组长和成员。"),
    ),
    lambda row, day: [
        Fact("姓名", row.name), Fact("组内职务", GroupPart(row.part).zh), Fact("职务", row.title),
        Fact("单位", row.unit), Fact("机关", row.agency, url=detail_url(row.agency)), *period(row),
    ],
    Verb.JOIN_GROUP, ("agency",),
)  # fmt: skip

_MEETINGS = Shown(
    Kind.MEETING, Meeting,
    Listing(
        "setup.meeting", "专题会议", "次",
        (
            Column("topic", "议题", lambda row: row.topic, ("topic",), Set.LONG),
            Column("day", "日期", lambda row: row.day, ("day",), Set.DAY),
            AGENCY,
            Column("decisions", "决定", lambda row: row.decisions, (), Set.LONG),
        ),
        detail_url, (BY_AGENCY,), ("topic__icontains", "decisions__icontains"), "议题或决定",
        ("-day", "-id"),
        ("这里将列出研究政务公开工作的专题会议；年度报告按此计数。", "登记第一次会议即可开始。"),
    ),
    lambda row, day: [
        Fact("日期", row.day), Fact("议题", row.topic), Fact("决定", row.decisions),
        Fact("审议通过的文件", row.documents.splitlines()),
        Fact("机关", row.agency, url=detail_url(row.agency)),
    ],
    Verb.RECORD_MEETING, ("agency",),
)  # fmt: skip

_CONTACTS = Shown(
    Kind.CONTACT, ContactBlock,
    Listing(
        "setup.contactblock", "联系方式", "个",
        (
            Column("agency", "机关", lambda row: row.agency.name, ("agency__path",)),
            Column("office", "工作机构", lambda row: row.office, ("office",)),
            Column("phone", "联系电话", lambda row: row.phone, (), Set.SHORT),
            Column("address", "办公地址", lambda row: row.address),
            Column("hours", "办公时间", lambda row: row.hours),
            Column("email", "电子邮箱", lambda row: row.email, (), Set.SHORT, shown=False),
        ),
        detail_url, (BY_AGENCY,), ("office__icontains", "agency__name__icontains"),
        "机关或工作机构", ("agency__path",),
        ("这里将列出工作机构的联系方式，公开指南应当载明。", "设定本机关的联系方式即可开始。"),
    ),
    lambda row, day: [
        Fact("机关", row.agency, url=detail_url(row.agency)), Fact("工作机构名称", row.office),
        Fact("办公地址", row.address), Fact("办公时间", row.hours), Fact("联系电话", row.phone),
        Fact("传真号码", row.fax), Fact("邮政编码", row.postcode), Fact("电子邮箱", row.email),
    ],
    Verb.SET_CONTACT, ("agency",),
)  # fmt: skip

_OVERLAYS = Shown(
    Kind.OVERLAY, CalendarOverlay,
    Listing(
        "setup.calendaroverlay", "日历补充", "份",
        (
            Column("number", "文号", lambda row: row.number, ("number",)),
            Column("issued", "印发日期", lambda row: row.issued, ("issued",), Set.DAY),
            AGENCY, STATE,
        ),
        detail_url, (BY_AGENCY,), ("number__icontains",), "文号", ("-issued", "id"),
        ("这里将列出地方的放假通知；期限按此计算。", "全国的放假调休已经在系统里，不必录入。"),
    ),
    lambda row, day: [
        Fact("文号", row.number), Fact("印发日期", row.issued),
        Fact("机关", row.agency, url=detail_url(row.agency)),
        Fact("停用", row.withdrawn, "没有停用"), Fact("内容", row.text),
    ],
    Verb.ADD_OVERLAY, ("agency",),
)  # fmt: skip

FACE = (_CONTACTS, _LEADERS, _MEMBERS, _MEETINGS, _OVERLAYS)
