"""登记收到的申请: counter, post, fax, mail, word of mouth, taken down in one form."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.law.receipt import CHANNEL_RULES, Channel
from gongkai.terms import term
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.models import Agency
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.models import Case, WantedForm, Way
from gongkai.web.cases.moves import Matter, Verb
from gongkai.web.cases.policies import ALLOWED
from gongkai.web.cases.staff.asked import buttons, choose, long, text, tick
from gongkai.web.cases.staff.persons import MOST, AgentForm, Block, person_forms, persons_given
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.forms import day_field

__all__ = ["begin"]

HELP = (
    "收到申请之日由渠道决定：当面提交的，提交之日；挂号邮寄的，签收之日；平常信函、电子邮件、传真的，"
    "双方确认之日。答复期限自次日起计算（条例第三十一条）。",
    "信函里没有写全的可以先登记，再告知补正；不要求申请人说明用途。",
)


class _Taken(Block):
    """How it came and what is asked for."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label="申请渠道", widget=forms.RadioSelect,
        choices=[(r.channel.value, f"{r.zh}：须有{r.evidence}")
                 for r in CHANNEL_RULES if r.channel is not Channel.ONLINE],
    )  # fmt: skip
    arrived = day_field("提交（到达）日期", help_text="当面提交的，这一天就是收到申请之日。")
    signed = day_field("签收日期", required=False,
                       help_text="挂号邮寄的必填；收发室签收即为签收。")  # fmt: skip
    confirmed = day_field("双方确认日期", required=False,
                          help_text="平常信函、电子邮件、传真：与申请人确认收到的那一天；"
                                    "还没有确认的不填，以后在办件页“确认收到”。")  # fmt: skip
    tracking = text("邮件编号", 60, "邮寄的填写。", required=False)
    evidence = text("收到日期的凭证", 300, "如“某时某分电话确认”“接收回执第几号”。", required=False)
    backlog = text("补录说明", 200, "只有本机关在本平台办理之前收到、在纸上办理的申请才填写，如“据"
                   "2024年纸质案卷第3号补录”；填写以后，各步骤可以按当时的日期登记。",
                   required=False)  # fmt: skip
    to_office = tick("邮件寄给工作机构", "寄给本机关其他科室或者个人的，去掉勾选。", initial=True)
    matter = buttons("事项种类", [(one.value, one.zh) for one in Matter],
                     "要求公开信息的，选第一项；有证据证明本机关提供的与其自身相关的记录不准确、"
                     "要求更正的（条例第四十一条），选第二项：没有法定期限，不计入表三。",
                     required=False, initial=Matter.INFORMATION.value)  # fmt: skip
    description = long("所需信息的内容描述", "照录申请表；不需要申请人说明用途。更正申请写哪里"
                       "不准确、应当是什么。", required=False, rows=6)  # fmt: skip
    features = text("文号或者其他特征", 1_000, "内容描述和特征至少填写一项；更正申请写哪一条记录。",
                    required=False)  # fmt: skip
    proof = long("证据（更正申请填写）", "申请人提供的证据的名称；随后上传。", required=False,
                 rows=2, limit=4_000)  # fmt: skip
    items = long("逐项内容", "申请几项内容的，一行一项；只有一项的不填。", required=False)
    title = text("申请事项", 120, "显示在列表和提醒中，不写申请人的姓名、证件号码和联系方式；"
                 "不填则取自内容描述。", required=False)  # fmt: skip
    wanted_form = choose("获取信息的形式", [(one.value, one.zh) for one in WantedForm],
                         "更正申请不填。", required=False)  # fmt: skip
    way = choose("获取信息的途径", [(one.value, one.zh) for one in Way])
    assistance = text("需要的帮助", 200, "阅读有困难或者视听障碍的申请人需要的必要帮助"
                      "（条例第四十三条）。", required=False)  # fmt: skip


_HOW = ("channel", "arrived", "signed", "confirmed", "tracking", "evidence", "to_office", "backlog")
_WHAT = (
    "matter", "description", "features", "proof", "items", "title", "wanted_form", "way",
    "assistance",
)  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The form; sent twice it makes one case."""
    actor = actor_of(request)
    agency = Agency.objects.select_related("parent").filter(pk=actor.agency or 0).first()
    if agency is None or actor.role not in {*ALLOWED[Verb.TAKE_IN]}:
        raise PermissionDenied("登记收到的申请由本机关的受理人员办理；如有多个岗位，请先切换岗位")
    posted = request.method == "POST"
    more = posted and "more" in request.POST
    count = _count(request.POST.get("people", "1")) + more
    count = min(count, MOST)
    data = request.POST if posted else None
    form, agent = _Taken(data), AgentForm(data, prefix="agent")
    if not posted:
        form.initial = {"token": uuid.uuid4(), "arrived": timezone.localdate(), "to_office": True}
    blocks = list(person_forms(data, count))
    if more:
        form, agent, blocks = (_unjudged(one, request.POST) for one in (form, agent, blocks))
    elif posted and all([form.is_valid(), agent.is_valid(), *(b.is_valid() for b in blocks)]):
        made = _take_in(request, agency, form, agent, blocks)
        if made is not None:
            return HttpResponseRedirect(made.get_absolute_url())
    context = {
        "title": "登记收到的申请", "lead": agency.name, "form": form, "agent": agent,
        "blocks": blocks, "people": count, "most": MOST, "help": HELP, "back": reverse("cases"),
        "how": [form[name] for name in _HOW], "what": [form[name] for name in _WHAT],
        "crumbs": [(term("disclosure_on_application").zh, reverse("cases")),
                   ("登记收到的申请", "")],
        "wrong": [one for one in (form, agent, *blocks) if one.is_bound and one.errors],
    }  # fmt: skip
    response = render(
        request, "cases/intake.html", context, status=400 if posted and not more else 200
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _count(given: str) -> int:
    return max(1, min(int(given), MOST)) if given.isdecimal() and len(given) < 3 else 1


def _unjudged(one: Any, data: Any) -> Any:
    """The same form, holding what was typed, without a judgement on it."""
    if isinstance(one, list):
        return [_unjudged(each, data) for each in one]
    fresh = {name: one.add_prefix(name) for name in one.fields}
    one.initial = {
        name: (key in data if isinstance(one.fields[name], forms.BooleanField) else data.get(key))
        for name, key in fresh.items()
    }
    one.is_bound, one.data = False, {}
    return one


def _take_in(
    request: HttpRequest, agency: Agency, form: Any, agent: Any, blocks: Any
) -> Case | None:
    given = dict(form.facts)
    token = given.pop("token")
    there = Case.objects.filter(token=token, agency=agency).first()
    if there is not None:
        messages.info(request, f"这张表单已经登记过，没有重复登记：{there.number}")
        return there
    given["items"] = str(given.get("items") or "").splitlines()
    given["matter"] = given.get("matter") or Matter.INFORMATION.value
    people = persons_given(blocks)
    acting = {**agent.cleaned_data, "kind": "person"} if agent.cleaned_data.get("name") else None
    row = Case(agency=agency, token=token)
    made = attempt(
        request, ACTIONS[Verb.TAKE_IN](), row, form=form, people=people, agent=acting, **given
    )
    if made is not None:
        say(request, f"已登记：{made.number}。请交给申请人接收回执，再上传申请表和证件。")
    return made
