"""What the public sees of a body: leaders, leading group, meetings, contact block, calendar."""

from __future__ import annotations

from django.db.models import Q

from gongkai.errors import BadInput, LawError
from gongkai.law.calendar.overlay import overlay_from_toml
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act
from gongkai.web.agencies import facts
from gongkai.web.agencies.actions.base import Ending, SetUp, today
from gongkai.web.agencies.models import (
    CalendarOverlay,
    ContactBlock,
    GroupMember,
    GroupPart,
    Leader,
    Meeting,
)
from gongkai.web.agencies.moves import Verb

__all__ = [
    "AddOverlay", "AppointLeader", "CorrectMeeting", "DescribeLeader", "EndLeader", "JoinGroup",
    "LeaveGroup", "RecordMeeting", "SetContact", "WithdrawOverlay",
]  # fmt: skip


class AppointLeader(SetUp[Leader]):
    """Notes a leader from a day on: `row.agency`; facts name, title, duties, order, since."""

    does = Verb.APPOINT_LEADER
    logged = ("agency", "name", "title", "duties", "order", "since", "until")

    def law(self, act: Act[Leader]) -> None:
        """Name and title."""
        row, given = act.row, act.facts
        row.name = facts.word(given, "name", "姓名", 60)
        row.title = facts.word(given, "title", "职务", 100)
        row.duties = facts.lines(given, "duties", "分工")
        row.order = _order(given.get("order", 1))
        row.since, row.until = facts.period(given, today(act))


def _order(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 999:
        raise BadInput("排序应是1至999的整数；请核对")
    return value


class DescribeLeader(SetUp[Leader]):
    """Changes division of work and order; a new title is an end and a new appointment."""

    does = Verb.DESCRIBE_LEADER
    logged = ("duties", "order")

    def law(self, act: Act[Leader]) -> None:
        """What is given is changed."""
        if "duties" in act.facts:
            act.row.duties = facts.lines(act.facts, "duties", "分工")
        if "order" in act.facts:
            act.row.order = _order(act.facts["order"])


class EndLeader(Ending[Leader]):
    """He or she leaves (facts until, the last day)."""

    does = Verb.END_LEADER


class JoinGroup(SetUp[GroupMember]):
    """A member of the leading group: `row.agency`; facts name, title, unit, part, since."""

    does = Verb.JOIN_GROUP
    logged = ("agency", "name", "title", "unit", "part", "since", "until")

    def law(self, act: Act[GroupMember]) -> None:
        """One head at a time."""
        row, given = act.row, act.facts
        row.name = facts.word(given, "name", "姓名", 60)
        row.title = facts.word(given, "title", "职务", 100)
        row.unit = facts.word(given, "unit", "单位", 200, needed=False)
        part = facts.kind(given, "part", "组内职务", GroupPart)
        row.part = part.value
        row.since, row.until = facts.period(given, today(act))
        if part is GroupPart.HEAD:
            heads = GroupMember.objects.filter(
                Q(until=None) | Q(until__gte=row.since), agency=row.agency, part=part.value
            )
            if row.until is not None:
                heads = heads.filter(since__lte=row.until)
            if other := heads.first():
                raise BadInput(f"这段时间的组长是{other}；请先登记其退出日期")


class LeaveGroup(Ending[GroupMember]):
    """A member leaves (facts until, the last day)."""

    does = Verb.LEAVE_GROUP


class RecordMeeting(SetUp[Meeting]):
    """A meeting that was held: `row.agency`; facts day, topic, decisions, documents."""

    does = Verb.RECORD_MEETING
    logged = ("agency", "day", "topic", "decisions", "documents")

    def law(self, act: Act[Meeting]) -> None:
        """Held already, and not counted twice."""
        row, given = act.row, act.facts
        row.day = facts.day(given, "day", "会议日期")
        row.topic = facts.word(given, "topic", "议题", 200)
        row.decisions = facts.lines(given, "decisions", "决定")
        row.documents = facts.lines(given, "documents", "审议通过的文件")
        if row.day > today(act):
            raise BadInput(f"会议日期{row.day}还没有到；请在会后登记")
        same = Meeting.objects.filter(agency=row.agency, day=row.day, topic=row.topic)
        if same.exclude(pk=row.pk).exists():
            raise BadInput(f"{row.day}的“{row.topic}”已经登记；不必重复")


class CorrectMeeting(RecordMeeting):
    """Puts its record right; the trace keeps what stood there."""

    does = Verb.CORRECT_MEETING


class SetContact(SetUp[ContactBlock]):
    """The contact block of the disclosure office: all that 条例第十二条 asks for."""

    does = Verb.SET_CONTACT
    logged = ("agency", "office", "address", "hours", "phone", "fax", "postcode", "email")

    def law(self, act: Act[ContactBlock]) -> None:
        """指南 names 名称、办公地址、办公时间、联系电话、传真号码、互联网联系方式."""
        row, given = act.row, act.facts
        article = Article(R2019, 12, 2)
        if row._state.adding and ContactBlock.objects.filter(agency=row.agency).exists():
            raise BadInput(f"{row.agency}的联系方式已经设定；请刷新页面后修改")
        for key, zh, limit in (
            ("office", "工作机构名称", 200), ("address", "办公地址", 200),
            ("hours", "办公时间", 200), ("phone", "联系电话", 60),
        ):  # fmt: skip
            if not str(given.get(key) or "").strip():
                raise LawError(f"没有填写{zh}；公开指南应当载明", article)
            setattr(row, key, facts.word(given, key, zh, limit))
        row.fax = facts.word(given, "fax", "传真号码", 60, needed=False)
        row.postcode = facts.postcode(given)
        row.email = facts.email(given)
        act.article = str(article)


class AddOverlay(SetUp[CalendarOverlay]):
    """Lays a notice over the calendar: `row.agency`; facts text (TOML)."""

    does = Verb.ADD_OVERLAY
    logged = ("agency", "number", "issued", "text")

    def law(self, act: Act[CalendarOverlay]) -> None:
        """Number and day are those of the notice itself."""
        row = act.row
        row.text = str(act.facts.get("text") or "").strip() + "\n"
        layer = overlay_from_toml(row.text, "日历补充")
        row.number, row.issued = layer.notice.number[:100], layer.notice.issued
        if CalendarOverlay.objects.filter(
            agency=row.agency, number=row.number, withdrawn=None
        ).exists():
            raise BadInput(f"{row.number}已经录入；要更正请先停用原来的一份")


class WithdrawOverlay(SetUp[CalendarOverlay]):
    """Takes back one that was entered in error; deadlines are counted anew without it."""

    does = Verb.WITHDRAW_OVERLAY
    logged = ("withdrawn",)

    def law(self, act: Act[CalendarOverlay]) -> None:
        """From today."""
        act.row.withdrawn = today(act)
