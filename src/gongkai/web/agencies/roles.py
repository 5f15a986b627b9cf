"""岗位: the roles a person can hold in a body or in one of its sections."""

from __future__ import annotations

from gongkai.law.labelled import Labelled
from gongkai.web.audit.verbs import name_roles

__all__ = ["APART", "Role"]


class Role(Labelled):
    """What a post lets its holder do; `policies` of each app say which verbs that are."""

    INTAKE = "intake", "受理"
    HANDLER = "handler", "承办"
    SECTION_HEAD = "section_head", "科室负责人"
    LEGAL_REVIEWER = "legal_reviewer", "法规复核"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查"
    APPROVER = "approver", "签发"
    EDITOR = "editor", "编辑"
    PUBLISHER = "publisher", "发布"
    OVERSEER = "overseer", "公开办"
    SUPERVISOR = "supervisor", "监督"
    ADMINISTRATOR = "administrator", "管理员"
    AUDITOR = "auditor", "审计"


# no one person holds both: who sets the system up does not judge its trace
APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})

name_roles(Role)  # how the trace is read
