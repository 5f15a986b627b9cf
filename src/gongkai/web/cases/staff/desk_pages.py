"""办理设置: how the body's desk works, what follows from it, and what an applicant will see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.errors import GongkaiError
from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.bodies.review_body import ReviewPlace, review_body
from gongkai.law.clock import REPLY_DAYS
from gongkai.law.documents.notices import notice
from gongkai.law.documents.signing import SIGNABLE
from gongkai.law.periods import CORRECTION_DAYS
from gongkai.notices.compose import remedy_text
from gongkai.notices.render import Renderer
from gongkai.notices.sample import sample_facts
from gongkai.web.acting import Refused
from gongkai.web.agencies.active import active_of, actor_of
from gongkai.web.agencies.models import Agency, ContactBlock
from gongkai.web.cases import letters, policies
from gongkai.web.cases.actions.setup import SetDesk
from gongkai.web.cases.limits import says
from gongkai.web.cases.models import Desk
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.forms import WorkForm, day_field
from gongkai.web.workbench.setup.tabs import tabs_of
from gongkai.web.workbench.things import Fact

__all__ = ["desk"]


class DeskForm(WorkForm):
    """The fields of the desk, each with its article."""

    online = forms.BooleanField(
        label="接收网上申请",
        required=False,
        help_text="门户上出现申请表。以互联网渠道提交的，双方确认之日为收到申请之日（条例第三十一条）。",
    )
    email = forms.BooleanField(
        label="接收电子邮件申请",
        required=False,
        help_text="在公开指南中公布的渠道才算数（条例第十二条、第二十九条）；确认之日为收到之日。",
    )
    fax = forms.BooleanField(
        label="接收传真申请",
        required=False,
        help_text="同样以双方确认之日为收到申请之日（条例第三十一条）。",
    )
    inner_days = forms.IntegerField(
        label="科室办理期限（工作日）",
        min_value=1,
        max_value=REPLY_DAYS.versions[-1].value,
        help_text=says(
            "转办时自动填入，可以逐件改。答复期限是收到之日起{0}（条例{0.place}），"
            "请为审查、签发和送达留出时间。",
            REPLY_DAYS,
        ),
    )
    correction_days = forms.IntegerField(
        label="补正期限（工作日）",
        min_value=1,
        max_value=60,
        help_text=says(
            "告知补正时自动填入；条例{0.place}要求合理的补正期限，没有规定天数，通常{0}。",
            CORRECTION_DAYS,
        ),
    )
    court = forms.CharField(
        label="提起行政诉讼的人民法院",
        max_length=100,
        help_text="写进每份答复的救济告知（行政诉讼法第十四条、第十五条）；请写全称。",
    )
    review_body = forms.CharField(
        label="复议机关",
        max_length=100,
        required=False,
        help_text="由系统按机关种类和隶属关系算出（行政复议法第二十四条至第二十八条），算出的见下方。"
        "隶属关系里查不到的（例如垂直管理的上一级主管部门）才在这里填写全称。",
    )
    online_review = forms.CharField(
        label="提交复议申请的互联网渠道",
        max_length=200,
        required=False,
        help_text="通过互联网送达的答复应当一并告知（行政复议法第二十二条第二款）；写名称和网址。",
    )
    payment = forms.CharField(
        label="信息处理费缴纳方式", max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写进收费通知书：凭缴款码到哪里、怎样缴（国办函〔2020〕109号）。费用缴入国库，不收现金。",
    )  # fmt: skip
    to_sign = forms.MultipleChoiceField(
        label="须经签发才发出的文书",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, notice(code).zh) for code in SIGNABLE],
        help_text="选中的，由受理人员提请、签发人签发以后才能发出；征求意见书一项包括给共同制作机关和"
        "其他机关的。收费和视为放弃默认须签发。答复书都须签发，延期由负责人自己批准，不在此列。",
    )
    began = day_field(
        "在本平台办理的起始日", required=False,
        help_text="此前收到、在纸上办理的申请可以补录，按当时的日期登记；此后收到的不能倒填日期。",
    )  # fmt: skip


def _body(request: HttpRequest) -> Agency:
    post = active_of(request).post
    if post is None:
        raise PermissionDenied("请先切换到管理员岗位")
    try:
        policies.may_set_up(actor_of(request), post.agency)
    except Refused as refusal:
        raise PermissionDenied(refusal.sentence) from None
    return post.agency


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """The settings of the body whose administrator sits there."""
    body, today = _body(request), timezone.localdate()
    row = Desk.objects.filter(agency=body).first() or Desk(agency=body)
    initial: dict[str, Any] = {name: getattr(row, name) for name in DeskForm.base_fields}
    if row._state.adding:  # what nobody has saved has no version
        initial["version"] = None
    form = DeskForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        # who saw it unset while another set it has seen none of its versions
        version = None if row._state.adding else form.seen or 0
        if attempt(request, SetDesk(), row, form=form, version=version, **form.facts) is not None:
            say(request, "办理设置已保存；对以后收到的申请和以后生成的文书有效")
            return HttpResponseRedirect(reverse("desk"))
    context = {
        "title": "办理设置", "lead": body.name, "form": form, "set": row.pk is not None,
        "review": _review(body, row, today), "seen": _seen(body, row),
        "tabs": tabs_of(request, reverse("desk")),
        **_remedies(body, today),
    }  # fmt: skip
    return render(request, "cases/desk.html", context, status=400 if form.errors else 200)


def _review(body: Agency, row: Desk, today: date) -> list[Fact]:
    """The body of reconsideration as the platform reckons it, and what was filled in for it."""
    kind = BodyKind(body.kind)
    names = {**letters.body_of(body).reviewers, ReviewPlace.ITSELF: body.name}
    facts = [Fact("机关种类", kind.zh)]
    try:
        found = review_body(kind, today, names)
    except GongkaiError as refusal:
        return [*facts, Fact("复议机关", str(refusal))]
    for place in found.places:
        name = names.get(place, "")
        said = f"{name}（本机关填写）" if name and name == row.review_body else name
        facts.append(Fact(place.zh, said, "隶属关系里查不到；请在上面填写“复议机关”"))
    facts.append(Fact("依据", str(found.article)))
    if row.review_body and row.review_body not in names.values():
        facts.append(Fact("填写的复议机关", f"{row.review_body}：按隶属关系已经算出，没有采用"))
    if not found.confirmed:
        facts.append(Fact("说明", found.note))
    return facts


def _seen(body: Agency, row: Desk) -> list[Fact]:
    """What an applicant reads on the portal and in letters."""
    contact = ContactBlock.objects.filter(agency=body).first()
    ways = [zh for zh, open_ in (
        ("网上提交", row.online), ("当面提交", True), ("邮寄", True), ("传真", row.fax),
        ("电子邮件", row.email),
    ) if open_]  # fmt: skip
    return [
        Fact("怎样申请", "、".join(ways)),
        Fact("找谁", contact.office if contact else "", "没有设定联系方式；请在设置中补充"),
        Fact("地址和电话", f"{contact.address} {contact.phone}" if contact else "", "没有设定"),
        Fact("补正期限", f"{row.correction_days}个工作日"),
        Fact("缴费方式", row.payment, "没有填写；收费通知书会缺这一项"),
    ]


def _remedies(body: Agency, today: date) -> dict[str, Any]:
    """The remedy paragraph of a refusal, with what is set now."""
    own = letters.body_of(body)
    facts = sample_facts("T23", today)
    facts = replace(facts, body=own, service=replace(facts.service, online=True))
    try:
        return {"remedies": remedy_text(facts, "T23", Renderer(facts, True))}
    except GongkaiError as problem:
        return {"problem": str(problem)}
