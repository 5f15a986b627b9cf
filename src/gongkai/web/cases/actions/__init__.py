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
from gongkai.web.cases.actions.explaining import SendReasons
from gongkai.web.cases.actions.fees import LapsePayment, NotifyFee, ReceivePayment
from gongkai.web.cases.actions.filling import FillSheet
from gongkai.web.cases.actions.handing_over import HandOver
from gongkai.web.cases.actions.inspecting import MarkDrill
from gongkai.web.cases.actions.intake import Submit, TakeIn, submit
from gongkai.web.cases.actions.lapsing import TellLapse
from gongkai.web.cases.actions.on_letter import ProposeLetter, RefuseLetter, SignLetter
from gongkai.web.cases.actions.opening import OpenLetter
from gongkai.web.cases.actions.packing import CheckPackage, PackAgain
from gongkai.web.cases.actions.publishing import ExamineProposal, Propose, Publish
from gongkai.web.cases.actions.rectifying import Find
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
from gongkai.web.cases.actions.registering import Amend, Confirm, Register
from gongkai.web.cases.actions.replying import Draft, SendForReview
from gongkai.web.cases.actions.reviewing import ReviewLaw, ReviewSecrecy, SendBack, Sign
from gongkai.web.cases.actions.sections import Assign, Keep, Opine, Recall
from gongkai.web.cases.actions.serving import RecordService, Resend, Serve
from gongkai.web.cases.actions.setup import DropTemplate, KeepTemplate, SetDesk
from gongkai.web.cases.actions.splitting import Split
from gongkai.web.cases.moves import Verb

__all__ = [
    "ACTIONS", "BeginRedaction", "CheckPackage", "DecideHits", "DropTemplate", "FillSheet",
    "KeepComplaint", "KeepTemplate", "MakeResult", "OpenDispute", "OpenLetter", "PackAgain",
    "Release", "RemoveRedaction", "SetDesk", "SetMarks", "TakeBack", "UndoMarks", "UpdateDispute",
    "submit",
]  # fmt: skip

ACTIONS: Mapping[Verb, type[OnCase]] = {
    action.does: action
    for action in (
        Submit, TakeIn, Confirm, Register, Amend, Split, Assign, Recall, Keep, Opine, Consult,
        EndConsultation, TellThirdParty, Confer, RecordEvidence, AskCorrection, SendCorrection,
        ReceiveCorrection, LapseCorrection, ProposeExtension, Extend, RefuseExtension, AskReasons,
        SendReasons, ReceiveReasons, Delay, NotifyFee, ReceivePayment, LapsePayment, Decide, Find,
        Draft,
        SendForReview, ReviewLaw, ReviewSecrecy, Sign, SendBack, Serve, RecordService, Resend,
        ProposeLetter, SignLetter, RefuseLetter, TellLapse, Withdraw,
        Archive, Unmask, Rate, Propose, ExamineProposal, Publish, HandOver,
        MarkDrill, Redo,
    )
}  # fmt: skip
