"""What may happen to the rows of this app, in which state, and where that leads; a plain table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from gongkai.law.labelled import Labelled

__all__ = ["MOVES", "Kind", "Move", "State", "Verb", "move_of", "moves_of", "state_of"]


class State(StrEnum):
    """Where a row stands on a day."""

    NEW = "new"  # not stored yet
    PLANNED = "planned"  # begins later
    CURRENT = "current"
    ENDED = "ended"

    @property
    def zh(self) -> str:
        """The word for it."""
        return {"new": "未建立", "planned": "尚未开始", "current": "有效", "ended": "已结束"}[self]


class Kind(Labelled):
    """The kinds of rows that are set up."""

    AGENCY = "agency", "机关"
    SECTION = "section", "科室"
    POST = "post", "岗位"
    DELEGATION = "delegation", "代理"
    LEADER = "leader", "领导"
    MEMBER = "groupmember", "领导小组成员"
    MEETING = "meeting", "专题会议"
    CONTACT = "contactblock", "联系方式"
    OVERLAY = "calendaroverlay", "日历补充"
    PERSON = "user", "用户"


class Verb(Labelled):
    """What a person may do to them."""

    FOUND = "found_agency", "设立机关"
    RENAME = "rename_agency", "更名"
    DESCRIBE = "describe_agency", "修改机关资料"
    MOVE = "move_agency", "调整隶属关系"
    MERGE = "merge_agency", "并入其他机关"
    SPLIT = "split_agency", "分设"
    HAND_ON = "hand_on_functions", "划转职责"
    CLOSE = "close_agency", "撤销机关"
    NAME_OFFICE = "name_disclosure_office", "指定信息公开工作机构"
    OPEN_SECTION = "open_section", "设立科室"
    RENAME_SECTION = "rename_section", "科室更名"
    CLOSE_SECTION = "close_section", "撤销科室"
    GIVE_POST = "give_post", "任用"
    RECORD_TRAINING = "record_training", "登记培训和专兼职"
    END_POST = "end_post", "免去岗位"
    DELEGATE = "delegate_post", "委托代理"
    END_DELEGATION = "end_delegation", "结束代理"
    APPOINT_LEADER = "appoint_leader", "登记领导"
    DESCRIBE_LEADER = "describe_leader", "修改领导信息"
    END_LEADER = "end_leader", "领导离任"
    JOIN_GROUP = "join_group", "加入领导小组"
    LEAVE_GROUP = "leave_group", "退出领导小组"
    RECORD_MEETING = "record_meeting", "登记专题会议"
    CORRECT_MEETING = "correct_meeting", "更正专题会议"
    SET_CONTACT = "set_contact", "设定联系方式"
    ADD_OVERLAY = "add_overlay", "补充日历"
    WITHDRAW_OVERLAY = "withdraw_overlay", "停用日历补充"
    OPEN_ACCOUNT = "open_account", "开立用户"
    CHANGE_PERSON = "change_person", "修改用户资料"
    RESET_PASSWORD = "reset_password", "重置口令"
    RESET_FACTOR = "reset_second_factor", "解除双因素"
    DISABLE_ACCOUNT = "disable_account", "停用用户"
    ENABLE_ACCOUNT = "enable_account", "启用用户"


@dataclass(frozen=True, slots=True)
class Move:
    """A verb on a kind of row: from which states, and the state that follows."""

    verb: Verb
    kind: Kind
    states: frozenset[State]
    leads: State


_N, _P, _C, _E = State.NEW, State.PLANNED, State.CURRENT, State.ENDED


def _move(verb: Verb, kind: Kind, states: str, leads: State) -> Move:
    letters = {"N": _N, "P": _P, "C": _C, "E": _E}
    return Move(verb, kind, frozenset(letters[letter] for letter in states), leads)


MOVES: tuple[Move, ...] = (
    _move(Verb.FOUND, Kind.AGENCY, "N", _C),
    _move(Verb.RENAME, Kind.AGENCY, "C", _C),
    _move(Verb.DESCRIBE, Kind.AGENCY, "C", _C),
    _move(Verb.MOVE, Kind.AGENCY, "C", _C),
    _move(Verb.MERGE, Kind.AGENCY, "C", _E),
    _move(Verb.SPLIT, Kind.AGENCY, "C", _E),
    _move(Verb.HAND_ON, Kind.AGENCY, "C", _C),
    _move(Verb.CLOSE, Kind.AGENCY, "C", _E),
    _move(Verb.NAME_OFFICE, Kind.AGENCY, "C", _C),
    _move(Verb.OPEN_SECTION, Kind.SECTION, "N", _C),
    _move(Verb.RENAME_SECTION, Kind.SECTION, "C", _C),
    _move(Verb.CLOSE_SECTION, Kind.SECTION, "C", _E),
    _move(Verb.GIVE_POST, Kind.POST, "N", _C),
    _move(Verb.RECORD_TRAINING, Kind.POST, "PC", _C),
    _move(Verb.END_POST, Kind.POST, "PC", _E),
    _move(Verb.DELEGATE, Kind.DELEGATION, "N", _C),
    _move(Verb.END_DELEGATION, Kind.DELEGATION, "PC", _E),
    _move(Verb.APPOINT_LEADER, Kind.LEADER, "N", _C),
    _move(Verb.DESCRIBE_LEADER, Kind.LEADER, "PC", _C),
    _move(Verb.END_LEADER, Kind.LEADER, "PC", _E),
    _move(Verb.JOIN_GROUP, Kind.MEMBER, "N", _C),
    _move(Verb.LEAVE_GROUP, Kind.MEMBER, "PC", _E),
    _move(Verb.RECORD_MEETING, Kind.MEETING, "N", _C),
    _move(Verb.CORRECT_MEETING, Kind.MEETING, "C", _C),
    _move(Verb.SET_CONTACT, Kind.CONTACT, "NC", _C),
    _move(Verb.ADD_OVERLAY, Kind.OVERLAY, "N", _C),
    _move(Verb.WITHDRAW_OVERLAY, Kind.OVERLAY, "C", _E),
    _move(Verb.OPEN_ACCOUNT, Kind.PERSON, "N", _C),
    _move(Verb.CHANGE_PERSON, Kind.PERSON, "C", _C),
    _move(Verb.RESET_PASSWORD, Kind.PERSON, "C", _C),
    _move(Verb.RESET_FACTOR, Kind.PERSON, "C", _C),
    _move(Verb.DISABLE_ACCOUNT, Kind.PERSON, "C", _E),
    _move(Verb.ENABLE_ACCOUNT, Kind.PERSON, "E", _C),
)

_BY_VERB = {move.verb: move for move in MOVES}


class _Row(Protocol):
    @property
    def pk(self) -> int | None: ...


def state_of(row: _Row, day: date) -> State:
    """Where a row stands on that day, from its own dates or marks."""
    if row.pk is None:
        return State.NEW
    since: date | None = getattr(row, "since", None)
    ended: date | None = getattr(row, "withdrawn", None)
    until: date | None = getattr(row, "until", None)
    # a day of its end that is still to come is no end yet; what ends today has ended
    if ended is not None or not getattr(row, "is_active", True):
        return State.ENDED
    if until is not None and until <= day:
        return State.ENDED
    return State.PLANNED if since is not None and since > day else State.CURRENT


def moves_of(kind: Kind, state: State) -> list[Verb]:
    """What may be done to a row of that kind in that state."""
    return [move.verb for move in MOVES if move.kind is kind and state in move.states]


def move_of(verb: Verb) -> Move:
    """The one line of the table for a verb."""
    return _BY_VERB[verb]
