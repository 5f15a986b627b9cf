"""说明理由: the applicant gives them himself on line (第三十五条); the desk confirms them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.events import Event
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.days import today
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Verb
from gongkai.web.messages.telling import in_role, told

__all__ = ["SendReasons"]


class SendReasons(OnCase):
    """The applicant gives his reasons on line; facts text."""

    does = Verb.SEND_REASONS
    logged = ("reasons_came",)

    def check(self, act: Act[Case]) -> Event | None:
        """Only while they are awaited; nothing that was handed in is lost."""
        case = act.row
        if case.state != law.State.ASKED_REASONS:
            raise Refused(
                Refusal.STATE, "这件申请现在不需要说明理由；如有补充，请与工作机构联系",
                Article(R2019, 35),
            )  # fmt: skip
        text = facts.lines(act.facts, "text", "说明的理由", 4_000)
        if not text:
            raise BadInput("没有填写理由；请写明为什么需要提出这些申请")
        before = case.reasons
        case.reasons = text if before in text else f"{before}\n{text}"
        if len(case.reasons) > 8_000:
            raise BadInput("说明的理由太长；请上传文件，这里写明要点")
        # what came first decides whether it was in time
        case.reasons_came = case.reasons_came or today(act)
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """The desk confirms the receipt and weighs them."""
        case = act.row
        clerks = in_role(case.agency, [Role.INTAKE], today(act))
        yield told(act, "case_explained", clerks, number=case.number, title=case.title,
                   url=case.get_absolute_url())  # fmt: skip
