"""The verbs of applications: every change of a row of this app is one of these."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.web.cases.actions.asking import (
    AskCorrection,
    AskReasons,
    Delay,
    Extend,
    LapseCorrection,
    ProposeExtension,
    ReceiveCorrection,
    ReceiveReasons,
    RefuseExtension,
    SendCorrection,
)
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.consulting import (
    Confer,
    Consult,
    EndConsultation,
    RecordEvidence,
    TellThirdParty,
)
from gongkai.web.cases.actions.deciding import Decide
from gongkai.web.cases.actions.disputes import KeepComplaint, OpenDispute, Redo, UpdateDispute
from gongkai.web.cases.actions.ending import Archive, Rate, Unmask, Withdraw
from gongkai.web.cases.actions.fees import LapsePayment, NotifyFee, ReceivePayment
from gongkai.web.cases.actions.intake import (
    Amend,
    Confirm,
    Register,
    Split,
    Submit,
    TakeIn,
    submit,
)
from gongkai.web.cases.actions.opening import OpenLetter
from gongkai.web.cases.actions.redacting import (
    BeginRedaction,
    DecideHits,
    MakeResult,
    Release,
    RemoveRedaction,
    SetMarks,
    TakeBack,
    UndoMarks,
)
from gongkai.web.cases.actions.replying import (
    Draft,
    RecordService,
    ReviewLaw,
    ReviewSecrecy,
    SendBack,
    SendForReview,
    Serve,
    Sign,
)
from gongkai.web.cases.actions.sections import Assign, Keep, Opine, Recall
from gongkai.web.cases.actions.setup import DropTemplate, KeepTemplate, SetDesk
from gongkai.web.cases.moves import Verb

__all__ = [
    "ACTIONS", "BeginRedaction", "DecideHits", "DropTemplate", "KeepComplaint", "KeepTemplate",
    "MakeResult", "OpenDispute", "OpenLetter", "Release", "RemoveRedaction", "SetDesk", "SetMarks",
    "TakeBack", "UndoMarks", "UpdateDispute", "submit",
]  # fmt: skip

ACTIONS: Mapping[Verb, type[OnCase]] = {
    action.does: action
    for action in (
        Submit, TakeIn, Confirm, Register, Amend, Split, Assign, Recall, Keep, Opine, Consult,
        EndConsultation, TellThirdParty, Confer, RecordEvidence, AskCorrection, SendCorrection,
        ReceiveCorrection, LapseCorrection, ProposeExtension, Extend, RefuseExtension, AskReasons,
        ReceiveReasons, Delay, NotifyFee, ReceivePayment, LapsePayment, Decide, Draft,
        SendForReview, ReviewLaw, ReviewSecrecy, Sign, SendBack, Serve, RecordService, Withdraw,
        Archive, Unmask, Rate, Redo,
    )
}  # fmt: skip
