"""填写表单: what people write on the forms of a case (`cases.sheets`), until it is archived."""

from __future__ import annotations

from gongkai.errors import BadInput
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.cases import policies, sheets
from gongkai.web.cases.models import Case, FilledSheet
from gongkai.web.cases.moves import Stage

__all__ = ["FillSheet"]

_A45 = Article(R2019, 45)


class FillSheet(Action[FilledSheet]):
    """`row.case`, `row.sheet`; facts: the fields of that form, each once or left as it stands."""

    verb, zh = "cases.fill_sheet", "填写表单"
    logged = ("sheet", "at")

    def may(self, act: Act[FilledSheet]) -> None:
        """Whoever works on the case."""
        policies.may_work(act.actor, self.zh, act.row.case)

    def move(self, act: Act[FilledSheet]) -> None:
        """Not after archiving, and begun once.

        The case is locked, so that it is not sealed or another form begun meanwhile.
        """
        act.article = str(_A45)
        case = Case.objects.select_for_update(no_key=True).get(pk=act.row.case_id)
        if case.stage == Stage.ARCHIVED:
            raise Refused(Refusal.STATE, f"{case}已经归档，表单不能再填写", _A45)
        row = act.row
        same = FilledSheet.objects.filter(case=case, sheet=row.sheet)
        if row._state.adding and same.exists():  # both opened it empty, the other was quicker
            raise Refused(
                Refusal.STALE, "这张表单刚被别人填写；您的填写没有保存，请刷新页面看过之后再改"
            )

    def law(self, act: Act[FilledSheet]) -> None:
        """A form that has arisen, and what has a place on it."""
        row, case = act.row, act.row.case
        papers = case.papers.prefetch_related("reviews", "services")
        there = {one.key: one for one in sheets.sheets_of(case, papers, case.inquiries.all())}
        sheet = there.get(row.sheet)
        if sheet is None:
            raise BadInput(f"{case}没有这张表单；请从办件页面打开")
        if not sheet.fields:
            raise BadInput(f"“{sheet.zh}”由第三方填复；登记征求意见结果以后，可以补填证据和签名")
        written = dict(row.values)
        for field in sheet.fields:
            if field.name in act.facts:
                read = facts.lines if field.longest > 300 else _word
                written[field.name] = read(act.facts, field.name, field.zh, field.longest)
        row.values, row.at, row.actor = written, act.now, act.actor.name


def _word(given: facts.Facts, key: str, zh: str, limit: int) -> str:
    return facts.word(given, key, zh, limit, needed=False)
