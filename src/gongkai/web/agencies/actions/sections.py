"""Sections of a body."""

from __future__ import annotations

from gongkai.errors import BadInput
from gongkai.web.acting import Act
from gongkai.web.agencies import facts
from gongkai.web.agencies.actions.base import SetUp, ended_on, today
from gongkai.web.agencies.models import Agency, Post, Section, on
from gongkai.web.agencies.moves import Verb

__all__ = ["CloseSection", "OpenSection", "RenameSection"]


def _only_one_so_named(row: Section, name: str) -> None:
    same = Section.objects.filter(agency=row.agency, name=name, until=None).exclude(pk=row.pk)
    if same.exists():
        raise BadInput(f"{row.agency}已经有科室“{name}”；请核对名称")


class OpenSection(SetUp[Section]):
    """Opens one: `row.agency`; facts name, since."""

    does = Verb.OPEN_SECTION
    logged = ("agency", "name", "since")

    def law(self, act: Act[Section]) -> None:
        """A name of its own."""
        row = act.row
        row.name = facts.word(act.facts, "name", "科室名称", 100)
        row.since = facts.day(act.facts, "since", "设立日期", today(act))
        if row.since < row.agency.since:
            raise BadInput(f"设立日期{row.since}早于{row.agency}的设立日期；请核对")
        _only_one_so_named(row, row.name)


class RenameSection(SetUp[Section]):
    """Gives it another name (facts name); the trace keeps the old one."""

    does = Verb.RENAME_SECTION
    logged = ("name",)

    def law(self, act: Act[Section]) -> None:
        """A name of its own."""
        name = facts.word(act.facts, "name", "科室名称", 100)
        _only_one_so_named(act.row, name)
        act.row.name = name


class CloseSection(SetUp[Section]):
    """Closes it (facts until, the last day)."""

    does = Verb.CLOSE_SECTION
    logged = ("until",)

    def law(self, act: Act[Section]) -> None:
        """Neither the disclosure office nor people may be left in it."""
        row, day = act.row, today(act)
        if Agency.objects.filter(disclosure_office=row).exists():
            raise BadInput(f"“{row}”是政府信息公开工作机构；请先指定别的科室")
        held = Post.objects.filter(on(day), section=row).select_related("user").first()
        if held:
            raise BadInput(f"“{row}”还有人任职（{held.user}等）；请先免去或者调整岗位")
        row.until = ended_on(act, row)
