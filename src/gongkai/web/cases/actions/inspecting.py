"""检查用申请（暗访）: an application of an inspection, which table 3 leaves out.

What leaves out a case of the report is never one person's word: the head of the disclosure office
marks it, not who took it in or registered it, by the letter of the body that inspected; each one
is named beside the tables.
"""

from __future__ import annotations

from gongkai.errors import BadInput
from gongkai.law.events import Event
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.audit.models import Entry
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Verb

__all__ = ["MarkDrill"]


class MarkDrill(OnCase):
    """列为检查用申请, or no longer; facts drill, notice (body and number of its letter), reason."""

    does = Verb.MARK_DRILL
    logged = ("drill", "drill_notice")

    def check(self, act: Act[Case]) -> Event | None:
        """Another person than who entered it; a letter to go by."""
        case, drill = act.row, bool(act.facts.get("drill"))
        facts.word(act.facts, "reason", "理由", 300)
        if drill == case.drill:
            raise BadInput(f"{case}{'已经' if drill else '没有'}列为检查用申请；不需要改动")
        whole, keys = case, [str(case.pk)]
        while whole.split_from is not None:  # a part was entered as the whole was
            whole = whole.split_from
            keys.append(str(whole.pk))
        entered = Entry.objects.filter(
            kind=Case._meta.label_lower, object__in=keys, actor=act.actor.id,
            verb__in=(Verb.TAKE_IN.value, Verb.REGISTER.value),
        )  # fmt: skip
        if act.actor.id is not None and entered.exists():
            raise Refused(
                Refusal.FORBIDDEN,
                f"{case}是您接收、登记的；是否列为检查用申请，由另一位负责人决定",
                self.row_of_table.article,
            )
        notice = facts.word(act.facts, "notice", "组织检查的机关和通知文号", 200, needed=drill)
        case.drill, case.drill_notice = drill, notice if drill else ""
        return None
