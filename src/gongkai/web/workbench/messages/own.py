"""我的消息: the list with the unread ones first to see, how one is reached, calendar feeds."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.web.accounts.models import User
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.roles import Role
from gongkai.web.messages import feeds as registry
from gongkai.web.messages import policies
from gongkai.web.messages.actions import OpenFeed, RevokeFeed, SetPreference, new_token
from gongkai.web.messages.kinds import all_kinds, kind_zh
from gongkai.web.messages.models import FeedToken, Message, Preference
from gongkai.web.workbench.acts import ask, attempt, say
from gongkai.web.workbench.bulk import Bulk
from gongkai.web.workbench.columns import Choice, Column, Flag, Kind, Tag, Tone
from gongkai.web.workbench.forms import WorkForm
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.things import Fact

__all__ = [
    "feeds", "listing", "message", "open_feed", "preference", "read_all", "revoke_feed", "tabs",
]  # fmt: skip


def tabs(request: HttpRequest, here: str) -> list[tuple[str, str, bool]]:
    """The pages of the messages that this person has."""
    pages = [
        ("我的消息", "work_messages"), ("消息设置", "message_preference"),
        ("日历订阅", "calendar_feeds"),
    ]  # fmt: skip
    if actor_of(request).role == Role.ADMINISTRATOR:
        pages += [("发通知", "announce"), ("消息用语", "wordings"), ("投递记录", "deliveries")]
    return [(zh, reverse(name), name == here) for zh, name in pages]


# messages -----------------------------------------------------------------------------------------


def _mark(request: HttpRequest, row: Message) -> None:
    Message.objects.filter(pk=row.pk, read=None).update(read=timezone.now())


LISTING: Listing[Message] = Listing(
    id="messages",
    zh="我的消息",
    unit="条",
    columns=(
        Column("subject", "标题", lambda m: m.subject, ("subject",)),
        Column("at", "时间", lambda m: m.at, ("at",), Kind.SHORT),
        Column("kind", "种类", lambda m: kind_zh(m.kind), ("kind",), Kind.SHORT),
        Column("agency", "机关", lambda m: m.agency, ("agency__name",), shown=False),
        Column(
            "read", "状态", lambda m: Tag("已读") if m.read else Tag("未读", Tone.OPEN), ("read",),
            Kind.SHORT,
        ),
    ),
    url=lambda m: reverse("work_message", args=[m.pk]),
    filters=(
        Flag("unread", "未读", lambda yes: Q(read__isnull=yes)),
        Choice("kind", "种类", lambda request: [(k.slug, k.zh) for k in all_kinds()], "kind"),
    ),
    search=("subject__icontains", "text__icontains"),
    search_zh="搜索标题和内容",
    order=("-at", "-pk"),
    empty=(
        "这里将列出通知您的事：交您办理的事项、到期提醒、本机关的通知。",
        "目前没有消息；怎样收到邮件提醒，见“消息设置”。",
    ),
    bulk=(Bulk("read", "标为已读", "这些消息将标为已读，仍可在列表中查到。", _mark),),
)  # fmt: skip


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """What one was told, newest first."""
    rows = policies.messages_of(actor_of(request)).select_related("agency")
    unread = rows.filter(read=None).count()
    return LISTING.respond(
        request, rows, template="messages/list.html", title="我的消息", unread=unread,
        tabs=tabs(request, "work_messages"),
    )  # fmt: skip


@login_required
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message; who has opened it has read it."""
    row = policies.messages_of(actor_of(request)).select_related("agency").filter(pk=pk).first()
    if row is None:
        raise Http404
    if request.method == "GET":
        _mark(request, row)
    facts = [
        Fact("时间", row.at),
        Fact("种类", kind_zh(row.kind)),
        Fact("机关", row.agency.name if row.agency else "", "平台"),
    ]
    context = {
        "title": row.subject, "message": row, "facts": facts,
        "crumbs": [("消息", reverse("work_messages")), (row.subject, "")],
    }  # fmt: skip
    return render(request, "messages/message.html", context)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All of them."""
    rows = policies.messages_of(actor_of(request)).filter(read=None)
    say(request, f"已将 {rows.update(read=timezone.now())} 条消息标为已读")
    return HttpResponseRedirect(reverse("work_messages"))


# how one is reached -------------------------------------------------------------------------------


def _clock(label: str, help_text: str = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=label, widget=widget, help_text=help_text,
        error_messages={"invalid": f"“{label}”不是时间；应写成 08:30"},
    )  # fmt: skip


def _box(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class PreferenceForm(WorkForm):
    """One's wishes."""

    mail = _box("发电子邮件", "发到您账户的电子邮箱；消息总会列在工作台里")
    sms = _box("发短信", "只发标题；账户中的电话须是手机号")
    digest = _box("邮件合并为每日摘要", "每个工作日一封；标明紧急的仍随时发出")
    digest_at = _clock("摘要时间")
    quiet = _box(
        "免打扰", "这段时间和非工作日里的邮件、短信，留到工作日早上发出；工作日按本机关的日历"
    )
    quiet_from = _clock("免打扰开始")
    quiet_until = _clock("免打扰结束")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preference(request: HttpRequest) -> HttpResponse:
    """How one wants to be reached."""
    user: Any = request.user
    row = Preference.objects.filter(user=user).first() or Preference(user=user)
    initial = {name: getattr(row, name) for name in SetPreference.logged}
    if row.pk is not None:
        initial["version"] = row.version
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(request, SetPreference(), row, form=form, version=form.seen, **form.facts)
        if done is not None:
            say(request, "消息设置已保存；对以后的消息有效")
            return HttpResponseRedirect(reverse("message_preference"))
    context = {
        "title": "消息设置", "form": form, "button": "保存", "back": reverse("work_messages"),
        "tabs": tabs(request, "message_preference"),
    }  # fmt: skip
    return render(request, "messages/form.html", context, status=400 if form.errors else 200)


# feeds --------------------------------------------------------------------------------------------


class FeedForm(WorkForm):
    """A new address."""

    feed = forms.ChoiceField(label="日历")
    name = forms.CharField(
        label="用在哪里", max_length=40, required=False, help_text="如“办公室电脑”，便于以后停用"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["feed"]
        choice.choices = [(one.slug, one.zh) for one in registry.all_feeds()]


@login_required
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """One's addresses, those in force first; a new one is shown in full this once."""
    names = {one.slug: one.zh for one in registry.all_feeds()}
    rows = policies.feeds_of(actor_of(request)).order_by("revoked", "-id")[:50]
    shown = [(row, names.get(row.feed, row.feed)) for row in rows]
    token = request.session.pop("new_feed", "")
    path = reverse("feed", args=[token]) if token else ""
    context = {
        "title": "日历订阅", "feeds": shown,
        "address": settings.SITE_ADDRESS.rstrip("/") + path if path else "",
        "tabs": tabs(request, "calendar_feeds"),
        "help": (
            "在手机或电脑的日历程序里选择“添加订阅日历”，粘贴订阅地址，期限就会出现在您的日历里。",
            "地址相当于口令：知道的人就能看到这个日历。不要转发；换了设备或者怀疑泄露时请停用。",
        ),
    }  # fmt: skip
    return render(request, "messages/feeds.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_feed(request: HttpRequest) -> HttpResponse:
    """Ask which calendar; then the address, once."""
    form = FeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        token, user = new_token(), cast(User, request.user)
        row = FeedToken(user=user)
        if attempt(request, OpenFeed(), row, form=form, token=token, **form.facts) is not None:
            request.session["new_feed"] = token
            return HttpResponseRedirect(reverse("calendar_feeds"))
    context = {
        "title": "开通日历订阅", "form": form, "button": "开通", "back": reverse("calendar_feeds"),
        "consequence": "订阅地址只显示一次；平台只保存它的校验值，丢失后只能另开一个。",
        "tabs": tabs(request, "calendar_feeds"),
    }  # fmt: skip
    return render(request, "messages/form.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once: it cannot be taken back."""
    row = policies.feeds_of(actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    back = reverse("calendar_feeds")
    page = ask(
        request, "停用日历订阅", "使用这个地址的日历程序将不再更新；停用后不能恢复，可以另开一个。",
        button="停用", back=back, danger=True,
    )  # fmt: skip
    if page is not None:
        return page
    if attempt(request, RevokeFeed(), row) is not None:
        say(request, "订阅已停用")
    return HttpResponseRedirect(back)
