"""办理设置与文书模板."""

from __future__ import annotations

from django.db.models import Max

from gongkai.errors import BadInput
from gongkai.law.documents.notices import notice
from gongkai.law.documents.signing import SIGNABLE
from gongkai.notices.lint import lint
from gongkai.notices.template import parse, source
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import policies
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import Desk, Template

__all__ = ["DropTemplate", "KeepTemplate", "SetDesk"]


class SetDesk(Action[Desk]):
    """Sets how the body's desk works; facts are the fields of Desk."""

    verb, zh = "cases.set_desk", "设定办理设置"
    logged = (
        "online", "email", "fax", "inner_days", "correction_days", "court", "review_body",
        "online_review", "payment", "to_sign", "began",
    )  # fmt: skip

    def may(self, act: Act[Desk]) -> None:
        """The body's administrator."""
        policies.may_set_up(act.actor, act.row.agency)

    def move(self, act: Act[Desk]) -> None:
        """Set up for the first time once: of two who do it together the second is told."""
        row = act.row
        if not row._state.adding:
            return
        Agency.objects.select_for_update(no_key=True).get(pk=row.agency_id)
        if Desk.objects.filter(agency=row.agency_id).exists():
            raise Refused(
                Refusal.STALE, "办理设置刚被别人改过；您的改动没有保存，请刷新页面看过之后再改"
            )

    def law(self, act: Act[Desk]) -> None:
        """Sensible numbers; a court is named in every reply."""
        row, given = act.row, act.facts
        for name in ("online", "email", "fax"):
            setattr(row, name, bool(given.get(name)))
        for name, zh, most in (
            ("inner_days", "科室办理期限", 20), ("correction_days", "补正期限", 60),
        ):  # fmt: skip
            days = given.get(name)
            if not isinstance(days, int) or not 1 <= days <= most:
                raise BadInput(f"{zh}应是1至{most}之间的工作日数；请核对")
            setattr(row, name, days)
        row.court = facts.word(given, "court", "提起行政诉讼的人民法院", 100)
        row.review_body = facts.word(given, "review_body", "复议机关", 100, needed=False)
        row.online_review = facts.word(given, "online_review", "网上复议渠道", 200, needed=False)
        row.payment = facts.lines(given, "payment", "信息处理费缴纳方式", 1_000)
        if "to_sign" in given:
            chosen = {str(one) for one in given["to_sign"] or ()}
            if not chosen <= set(SIGNABLE):
                raise BadInput("选择的文书不在可以设定签发的范围内；请重新选择")
            row.to_sign = sorted(chosen)
        # what was received before then was handled on paper, and may be entered later
        row.began = (
            past_day(act, "began", "在本平台办理的起始日") if given.get("began")
            else row.began or today(act)
        )  # fmt: skip


class KeepTemplate(Action[Template]):
    """A new version of the body's own wording of a document: `row.agency`, `row.notice`; fact text.

    It must say all that the law wants of that document (`notices.lint`); older versions stay. Fact
    seen: the version that the person began with (0: ours); another one since is told.
    """

    verb, zh = "cases.keep_template", "保存文书模板"
    logged = ("notice", "number", "since")

    def may(self, act: Act[Template]) -> None:
        """The body's administrator."""
        policies.may_set_up(act.actor, act.row.agency)

    def law(self, act: Act[Template]) -> None:
        """Parsed and found complete."""
        row = act.row
        named = notice(row.notice)
        row.text = str(act.facts.get("text") or "").replace("\r\n", "\n").strip() + "\n"
        if len(row.text) > 40_000:
            raise BadInput("模板太长；请控制在4万字以内")
        template = parse(row.text)
        if template.code != row.notice:
            raise BadInput(f"模板写的是{template.code}，这里应当是{row.notice}“{named.zh}”；请核对")
        if found := lint(template, today(act)):
            raise BadInput("模板还不能启用：" + "；".join(one.sentence for one in found[:8]))
        # one at a time: two who save together would make the same version
        Agency.objects.select_for_update(no_key=True).get(pk=row.agency_id)
        used = Template.objects.filter(agency=row.agency, notice=row.notice, ended=None).first()
        seen = act.facts.get("seen")
        if seen is not None and seen != (used.number if used else 0):
            raise Refused(
                Refusal.STALE,
                f"“{named.zh}”的模板刚被别人改过；您的改动没有保存，请刷新页面看过之后再改",
            )
        if row.text == (used.text if used else source(row.notice)):
            raise BadInput("模板与现在使用的没有不同；没有保存新的一版")
        row.since, row.ended, row.author = act.now, None, act.actor.name

    def save(self, act: Act[Template]) -> None:
        """The version before it ends now."""
        row = act.row
        same = Template.objects.filter(agency=row.agency, notice=row.notice)
        same.filter(ended=None).update(ended=act.now)
        row.number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
        row.save()


class DropTemplate(Action[Template]):
    """Back to the wording that comes with the software; the version stays to be read."""

    verb, zh = "cases.drop_template", "停用文书模板"
    logged = ("ended",)

    def may(self, act: Act[Template]) -> None:
        """The body's administrator."""
        policies.may_set_up(act.actor, act.row.agency)

    def law(self, act: Act[Template]) -> None:
        """In use until now."""
        if act.row.ended is not None:
            raise Refused(Refusal.STATE, f"{act.row}已经停用")
        act.row.ended = act.now
