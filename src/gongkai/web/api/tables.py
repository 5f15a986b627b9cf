"""The lists of tokens, web-hooks and deliveries, and the facts of one."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from gongkai.web.api.events import PING, all_events
from gongkai.web.api.models import Delivery, DeliveryState, Hook, Token, Usage
from gongkai.web.api.scopes import scope
from gongkai.web.workbench.columns import Choice, Column, Flag, Kind, Tag, Tone
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.things import Fact

__all__ = ["DELIVERIES", "HOOKS", "TOKENS", "hook_facts", "token_facts"]


def _token_state(row: Token) -> Tag | str:
    if row.revoked is not None:
        return Tag("已撤销")
    return "有效" if row.holds(timezone.now()) else Tag("已过期", Tone.LATE)


def _usage(row: Token) -> Usage | None:
    return getattr(row, "usage", None)


def _scopes(row: Token) -> list[str]:
    return [found.zh if (found := scope(id)) else id for id in row.scopes]


def _events(row: Hook) -> list[str]:
    names = {event.id: event.zh for event in all_events()}
    return [names.get(id, id) for id in row.events]


def _hook_state(row: Hook) -> Tag | str:
    if row.ended is not None:
        return Tag("已撤销")
    return Tag("已停用", Tone.LATE) if row.stopped is not None else "有效"


_TONES = {
    DeliveryState.WAITING: Tone.OPEN, DeliveryState.DELIVERED: Tone.DONE,
    DeliveryState.FAILED: Tone.LATE, DeliveryState.DROPPED: Tone.PLAIN,
}  # fmt: skip


def _delivery_state(row: Delivery) -> Tag:
    state = DeliveryState(row.state)
    return Tag(state.zh, _TONES[state])


def _held(yes: bool) -> Q:
    holds = Q(revoked=None, expires__gt=timezone.now())
    return holds if yes else ~holds


TOKENS: Listing[Token] = Listing(
    "api.token", "接口令牌", "个",
    (
        Column("name", "用途", lambda row: row.name, ("name",)),
        Column("prefix", "前缀", lambda row: f"gk_{row.prefix}", (), Kind.SHORT),
        Column("scopes", "权限范围", _scopes),
        Column("last", "最近使用", lambda row: (u := _usage(row)) and u.last, ("usage__last",),
               Kind.DAY),
        Column("expires", "有效期至", lambda row: row.expires, ("expires",), Kind.DAY),
        Column("maker", "生成人", lambda row: row.maker, ("maker",), Kind.SHORT, shown=False),
        Column("state", "状态", _token_state, (), Kind.SHORT),
    ),
    lambda row: reverse("api_token", args=[row.pk]),
    (Flag("held", "有效", _held),),
    ("name__icontains", "prefix__icontains"), "用途或前缀", ("-id",),
    ("这里将列出本机关的接口令牌。", "其他系统要调用接口时，先生成一个令牌。"),
)  # fmt: skip

HOOKS: Listing[Hook] = Listing(
    "api.hook", "网络钩子", "个",
    (
        Column("url", "网址", lambda row: row.url, ("url",)),
        Column("events", "事件", _events),
        Column("failures", "连续失败", lambda row: row.failures, ("failures",), Kind.NUMBER),
        Column("made", "登记时间", lambda row: row.made, ("made",), Kind.DAY),
        Column("state", "状态", _hook_state, (), Kind.SHORT),
    ),
    lambda row: reverse("api_hook", args=[row.pk]),
    (), ("url__icontains",), "网址", ("-id",),
    ("这里将列出本机关的网络钩子。", "要让其他系统及时知道变动，先登记它的网址。"),
)  # fmt: skip

DELIVERIES: Listing[Delivery] = Listing(
    "api.delivery", "投递记录", "条",
    (
        Column("made", "发生时间", lambda row: row.made, ("made",), Kind.DAY),
        Column("event", "事件", lambda row: row.event, ("event",), Kind.SHORT),
        Column("url", "网址", lambda row: row.hook.url, ("hook__url",)),
        Column("state", "状态", _delivery_state, ("state",), Kind.SHORT),
        Column("attempts", "次数", lambda row: row.attempts, ("attempts",), Kind.NUMBER),
        Column("status", "答复", lambda row: row.status, ("status",), Kind.NUMBER),
        Column("problem", "问题", lambda row: row.problem, (), Kind.LONG),
        Column("due", "下次发送", lambda row: row.due, ("due",), Kind.DAY),
        Column("id", "编号", lambda row: str(row.pk), (), Kind.LONG, shown=False),
    ),
    None,
    (
        Choice("event", "事件",
               [(PING, "测试消息"), *((event.id, event.zh) for event in all_events())], "event"),
        Choice("state", "状态", [(one.value, one.zh) for one in DeliveryState], "state"),
    ),
    ("hook__url__icontains", "problem__icontains"), "网址或问题", ("-made",),
    ("这里将列出向网络钩子发送的每一条消息。", "登记网络钩子以后，事件发生时就会有记录。"),
)  # fmt: skip


def token_facts(row: Token) -> list[Fact]:
    """What is known of a token."""
    usage = _usage(row)
    return [
        Fact("用途", row.name), Fact("前缀", f"gk_{row.prefix}"), Fact("权限范围", _scopes(row)),
        Fact("状态", _token_state(row)), Fact("生成", row.made), Fact("生成人", row.maker),
        Fact("有效期至", row.expires), Fact("撤销", row.revoked, "没有撤销"),
        Fact("最近使用", usage and usage.last, "从未使用"),
        Fact("来源地址", usage and usage.address, "从未使用"),
    ]  # fmt: skip


def hook_facts(row: Hook) -> list[Fact]:
    """What is known of a web-hook."""
    log = f"{reverse('api_deliveries')}?{urlencode({'q': row.url[:90]})}"
    return [
        Fact("网址", row.url), Fact("事件", _events(row)), Fact("状态", _hook_state(row)),
        Fact("登记", row.made), Fact("连续失败", f"{row.failures} 条"),
        Fact("停用", row.stopped, "没有停用"), Fact("停用原因", row.why_stopped, "没有停用"),
        Fact("投递记录", "查看", url=log),
    ]  # fmt: skip
