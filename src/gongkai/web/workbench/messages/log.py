"""投递记录: for administrators what went out, what did not, and what nobody knows of; 发通知."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.acting import Refused
from gongkai.web.agencies.active import active_of, actor_of
from gongkai.web.agencies.roles import Role
from gongkai.web.messages import policies
from gongkai.web.messages.actions import Announce, Resend, Settle
from gongkai.web.messages.kinds import all_kinds, kind_zh
from gongkai.web.messages.models import Announcement, Attempt, Channel, Delivery
from gongkai.web.messages.moves import State, Step, move_of
from gongkai.web.workbench.acts import ask, attempt, say
from gongkai.web.workbench.columns import Choice, Column, Day, Kind, Tag, Tone
from gongkai.web.workbench.forms import WorkForm
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.messages.own import tabs
from gongkai.web.workbench.things import Done, Fact, NextMove

__all__ = ["announce", "delivery", "listing", "resend", "settle"]

_TONES = {
    State.SENT: Tone.DONE, State.FAILED: Tone.LATE, State.DOUBTFUL: Tone.SOON,
    State.SENDING: Tone.OPEN, State.QUEUED: Tone.OPEN,
}  # fmt: skip


def _tag(row: Delivery) -> Tag:
    state = State(row.state)
    return Tag(state.zh, _TONES.get(state, Tone.PLAIN))


def _kinds(request: HttpRequest) -> Iterator[tuple[str, str]]:
    yield from ((kind.slug, kind.zh) for kind in all_kinds())
    yield "digest", "每日摘要"


def _kind_zh(row: Delivery) -> str:
    return "每日摘要" if row.message_id is None else kind_zh(row.kind)


LISTING: Listing[Delivery] = Listing(
    id="deliveries",
    zh="投递记录",
    unit="件",
    columns=(
        Column("subject", "标题", lambda d: d.subject, ("subject",)),
        Column("state", "状态", _tag, ("state",), Kind.SHORT),
        Column("user", "收件人", lambda d: d.user.name, ("user__name",), Kind.SHORT),
        Column("channel", "渠道", lambda d: Channel(d.channel).zh, ("channel",), Kind.SHORT),
        Column("kind", "种类", _kind_zh, ("kind",), Kind.SHORT),
        Column("agency", "机关", lambda d: d.agency, ("agency__name",), shown=False),
        Column("made", "提出", lambda d: d.made, ("made",), Kind.SHORT),
        Column("ended", "结束", lambda d: d.ended, ("ended",), Kind.SHORT),
        Column("due", "不早于", lambda d: d.due, ("due",), Kind.SHORT, shown=False),
        Column("attempts", "次数", lambda d: d.attempts, ("attempts",), Kind.NUMBER),
    ),
    url=lambda d: reverse("delivery", args=[d.pk]),
    filters=(
        Choice("state", "状态", [(s.value, s.zh) for s in State], "state"),
        Choice("channel", "渠道", [(c.value, c.zh) for c in Channel], "channel"),
        Choice("kind", "种类", _kinds, "kind"),
        Day("from", "提出自", "made__date__gte"),
        Day("until", "提出至", "made__date__lte"),
    ),
    search=("subject__icontains", "user__name__icontains"),
    search_zh="搜索标题和收件人",
    order=("-id",),
    empty=(
        "这里将列出本机关发往平台以外的每一封邮件和短信：发给谁、什么时候、结果如何。",
        "记录里没有正文和地址；目前还没有投递。",
    ),
)  # fmt: skip


def _administrator(request: HttpRequest) -> None:
    if actor_of(request).role != Role.ADMINISTRATOR:
        raise PermissionDenied("投递记录和通知由机关管理员办理；请切换岗位")


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Every letter of the body, newest first; those in doubt are counted above."""
    _administrator(request)
    rows = policies.deliveries_of(actor_of(request))
    return LISTING.respond(
        request,
        rows.select_related("user", "agency"),
        template="messages/log.html",
        title="投递记录",
        doubtful=rows.filter(state=State.DOUBTFUL.value).count(),
        tabs=tabs(request, "deliveries"),
        help=(
            "结果不明：发送程序在发送途中中断，不能确定对方是否收到。系统不会自动重发；请向收件人核实。",
            "发送失败：对方拒收，或者多次重试都没有成功。消息本身总在收件人的工作台里。",
        ),
    )


def _row(request: HttpRequest, pk: int) -> Delivery:
    rows = policies.deliveries_of(actor_of(request)).select_related("user", "agency", "digest")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@login_required
@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of one letter, and what became of each try."""
    _administrator(request)
    row = _row(request, pk)
    digest = row.digest
    facts = [
        Fact("状态", _tag(row)),
        Fact("收件人", row.user.name),
        Fact("渠道", Channel(row.channel).zh),
        Fact("种类", _kind_zh(row)),
        Fact("机关", row.agency, "平台"),
        Fact("提出", row.made),
        Fact("不早于", row.due),
        Fact("免打扰", "留到工作日早上发出" if row.held else "", "没有推迟"),
        Fact("结束", row.ended, "尚未结束"),
        Fact("编号", str(row.key)),
    ]
    if digest is not None:
        facts.append(Fact("每日摘要", digest.subject, url=reverse("delivery", args=[digest.pk])))
    context = {
        "title": row.subject, "what_zh": "投递", "facts": facts,
        "done": [_done(one) for one in row.log.all()[:50]],
        "moves": list(_moves(request, row)),
        "crumbs": [("消息", reverse("work_messages")), ("投递记录", reverse("deliveries")),
                   (row.subject, "")],
    }  # fmt: skip
    return render(request, "patterns/thing.html", context)


def _done(one: Attempt) -> Done:
    step = Step(one.step)
    bad = step in (Step.GIVE_UP, Step.DOUBT)
    return Done(one.at, step.zh, said=one.said, tone=Tone.LATE if bad else Tone.PLAIN)


def _moves(request: HttpRequest, row: Delivery) -> Iterator[NextMove]:
    for step, name in ((Step.SETTLE, "settle_delivery"), (Step.RESEND, "resend_delivery")):
        if row.state not in [state.value for state in move_of(step).sources]:
            continue
        try:
            policies.may_keep(actor_of(request), row.agency, step.zh)
        except Refused as refusal:
            yield NextMove(step.zh, "", refusal=refusal.sentence)
        else:
            yield NextMove(step.zh, reverse(name, args=[row.pk]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once: the receiver may get it twice."""
    return _decide(
        request,
        pk,
        Resend(),
        "将再发一次，编号不变。结果不明的可能已经到达，对方也许会收到两次。",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once."""
    return _decide(request, pk, Settle(), "这次投递将记为已发送，不再重发。")


def _decide(
    request: HttpRequest, pk: int, action: Resend | Settle, consequence: str
) -> HttpResponse:
    _administrator(request)
    row = _row(request, pk)
    back = reverse("delivery", args=[pk])
    page = ask(request, f"{action.zh}：{row.subject}", consequence, button=action.zh, back=back)
    if page is not None:
        return page
    if attempt(request, action, row) is not None:
        say(request, f"“{row.subject}”：{action.zh}")
    return HttpResponseRedirect(back)


# 发通知 ----------------------------------------------------------------------------------------


class AnnounceForm(WorkForm):
    """A notice."""

    role = forms.ChoiceField(
        label="发给", required=False,
        choices=[("", "本机关全体人员"), *((r.value, r.zh) for r in Role)],
    )  # fmt: skip
    subject = forms.CharField(
        label="标题", max_length=100, help_text="会出现在邮件标题和短信里，不要写个人信息"
    )
    text = forms.CharField(label="内容", max_length=5_000, widget=forms.Textarea(attrs={"rows": 8}))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """Tell the people of one's body something."""
    _administrator(request)
    post = active_of(request).post
    if post is None:
        raise PermissionDenied("请先切换到管理员岗位")
    form = AnnounceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = Announcement(agency=post.agency)
        if attempt(request, Announce(), row, form=form, **form.facts) is not None:
            say(request, f"通知“{row.subject}”已发出")
            return HttpResponseRedirect(reverse("announce"))
    context = {
        "title": "发通知", "lead": post.agency.name, "form": form, "button": "发出",
        "back": reverse("work_messages"), "tabs": tabs(request, "announce"),
        "consequence": "收件人的工作台里立即出现这条消息；邮件和短信按各人的设置发出，不能撤回。",
    }  # fmt: skip
    return render(request, "messages/form.html", context, status=400 if form.errors else 200)
