"""The verbs of the tests' app."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gongkai.errors import LawError
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Action, Refusal, Refused, perform
from tests.web.desk.models import Letter, Sheet, Slip

LOGGED = ("title", "total", "state", "keeper", "due")
LIMIT = Article(R2019, 33)


class _OnSheet(Action[Sheet]):
    logged = LOGGED

    def may(self, act: Act[Sheet]) -> None:
        if act.actor.role == "auditor":
            raise Refused(Refusal.FORBIDDEN, "审计人员不能改动")

    def move(self, act: Act[Sheet]) -> None:
        if act.row.state == "closed":
            raise Refused(Refusal.STATE, f"“{act.row}”已经结清，不能再改")

    def tell(self, act: Act[Sheet]) -> Iterable[Callable[[], None]]:
        yield lambda: Letter(act=act.id, text=f"{self.zh} {act.row}").save()


class Open(_OnSheet):
    """Begin a sheet."""

    verb, zh = "desk.open", "登记"

    def save(self, act: Act[Sheet]) -> None:
        act.row.save()
        Slip(sheet=act.row, act=act.id, amount=act.row.total).save()


class Enter(_OnSheet):
    """Enter an amount; the law allows a total up to a thousand million."""

    verb, zh = "desk.enter", "记入"

    def law(self, act: Act[Sheet]) -> None:
        act.article = str(LIMIT)
        if act.facts["amount"] > 1_000_000_000:
            raise LawError("金额过大", LIMIT)
        act.row.total += act.facts["amount"]

    def save(self, act: Act[Sheet]) -> None:
        act.row.save(update_fields=["total"])  # forgets the version on purpose
        Slip(sheet=act.row, act=act.id, amount=act.facts["amount"]).save()


class Amend(_OnSheet):
    """Change fields."""

    verb, zh = "desk.amend", "修改"

    def save(self, act: Act[Sheet]) -> None:
        for name, value in act.facts.get("values", {}).items():
            setattr(act.row, name, value)
        act.row.save()


class Move(_OnSheet):
    """Take an amount from this sheet to another: two acts follow from it."""

    verb, zh = "desk.move", "划转"

    def save(self, act: Act[Sheet]) -> None:
        amount, to = act.facts["amount"], act.facts["to"]
        for sheet, part in ((act.row, -amount), (to, amount)):
            perform(Enter(), act.actor, sheet, now=act.now, amount=part)
        if act.facts.get("fail"):
            raise RuntimeError("in the middle")
        act.row.refresh_from_db()


class Remove(_OnSheet):
    """Delete the sheet."""

    verb, zh = "desk.remove", "删除"

    def save(self, act: Act[Sheet]) -> None:
        act.row.delete()
