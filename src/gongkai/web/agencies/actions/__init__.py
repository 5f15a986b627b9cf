"""The verbs of this app; each is a class for `gongkai.web.acting.perform`."""

from __future__ import annotations

from typing import Any

from gongkai.web.agencies.actions.base import SetUp
from gongkai.web.agencies.actions.bodies import Describe, Found, Move, NameOffice, Rename
from gongkai.web.agencies.actions.ends import Close, HandOn, Merge, Split
from gongkai.web.agencies.actions.face import (
    AddOverlay,
    AppointLeader,
    CorrectMeeting,
    DescribeLeader,
    EndLeader,
    JoinGroup,
    LeaveGroup,
    RecordMeeting,
    SetContact,
    WithdrawOverlay,
)
from gongkai.web.agencies.actions.people import (
    ChangePerson,
    DisableAccount,
    EnableAccount,
    OpenAccount,
    ResetFactor,
    ResetPassword,
)
from gongkai.web.agencies.actions.posts import (
    Delegate,
    EndDelegation,
    EndPost,
    GivePost,
    RecordTraining,
)
from gongkai.web.agencies.actions.sections import CloseSection, OpenSection, RenameSection
from gongkai.web.agencies.moves import Verb

__all__ = [
    "ACTIONS", "AddOverlay", "AppointLeader", "ChangePerson", "Close", "CloseSection",
    "CorrectMeeting", "Delegate", "Describe", "DescribeLeader", "DisableAccount",
    "EnableAccount", "EndDelegation", "EndLeader", "EndPost", "Found", "GivePost", "HandOn",
    "JoinGroup", "LeaveGroup", "Merge", "Move", "NameOffice", "OpenAccount", "OpenSection",
    "RecordMeeting", "RecordTraining", "Rename", "RenameSection", "ResetFactor",
    "ResetPassword", "SetContact", "Split", "WithdrawOverlay",
]  # fmt: skip

_ALL: tuple[type[SetUp[Any]], ...] = (
    Found, Rename, Describe, Move, Merge, Split, HandOn, Close, NameOffice,
    OpenSection, RenameSection, CloseSection, GivePost, RecordTraining, EndPost, Delegate,
    EndDelegation, AppointLeader, DescribeLeader, EndLeader, JoinGroup, LeaveGroup, RecordMeeting,
    CorrectMeeting, SetContact, AddOverlay, WithdrawOverlay, OpenAccount, ChangePerson,
    ResetPassword, ResetFactor, DisableAccount, EnableAccount,
)  # fmt: skip

ACTIONS: dict[Verb, type[SetUp[Any]]] = {action.does: action for action in _ALL}
