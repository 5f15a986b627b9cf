"""What is stored of applications; only the actions of this app write these rows."""

from __future__ import annotations

from gongkai.web.cases.models.case import Case, Clock, Part, Party, Stamp, Step, WantedForm, Way
from gongkai.web.cases.models.dates import DueChange, Reminder
from gongkai.web.cases.models.desk import Desk, Draft
from gongkai.web.cases.models.disputes import Complaint, Dispute
from gongkai.web.cases.models.handover import Handover
from gongkai.web.cases.models.papers import Letter, Paper, Review, Service, Template
from gongkai.web.cases.models.rectification import Proposal, Rectification
from gongkai.web.cases.models.sealing import FilledSheet, Package, Redaction
from gongkai.web.cases.models.work import Assignment, Conference, Evidence, Inquiry, Item

__all__ = [
    "Assignment", "Case", "Clock", "Complaint", "Conference", "Desk", "Dispute", "Draft",
    "DueChange", "Evidence", "FilledSheet", "Handover", "Inquiry", "Item", "Letter", "Package",
    "Paper", "Part", "Party", "Proposal", "Rectification", "Redaction", "Reminder", "Review",
    "Service", "Stamp", "Step", "Template", "WantedForm", "Way",
]  # fmt: skip
