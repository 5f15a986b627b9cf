"""The verbs of tokens and web-hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.api import events, keys, policies
from gongkai.web.api.hooks import addresses, queue
from gongkai.web.api.models import Hook, Token
from gongkai.web.api.scopes import scope

__all__ = [
    "EndHook", "MakeToken", "PingHook", "ResumeHook", "RevokeToken", "SetHook", "StopHook",
]  # fmt: skip

LONGEST = 400  # days that a token may hold


def _chosen(act: Act[Any], key: str, zh: str, known: Callable[[str], object]) -> list[str]:
    asked = act.facts.get(key) or ()
    if not isinstance(asked, list | tuple) or not asked:
        raise BadInput(f"没有选择{zh}；请至少选择一项")
    for id in asked:
        if not isinstance(id, str) or not known(id):
            raise BadInput(f"没有“{id}”这一项{zh}；请从列表中选择")
    return sorted(set(asked))


class MakeToken(Action[Token]):
    """Makes one: `row.agency`; facts name, scopes, until (its last day).

    The row that is given back has `secret`, which is shown once and kept nowhere.
    """

    verb, zh = "make_token", "生成接口令牌"
    logged = ("agency", "name", "prefix", "scopes", "expires")

    def may(self, act: Act[Token]) -> None:
        """The administrator; for the trace the auditor."""
        policies.may_give(act.actor, act.row.agency, act.facts.get("scopes") or ())

    def move(self, act: Act[Token]) -> None:
        """New ones only."""
        if act.row.pk is not None:
            raise Refused(Refusal.STATE, "令牌已经生成；需要新的令牌请另行生成")

    def law(self, act: Act[Token]) -> None:
        """A name of its own, scopes that there are, an end."""
        row, today = act.row, timezone.localdate(act.now)
        row.name = facts.word(act.facts, "name", "用途", 60)
        row.scopes = _chosen(act, "scopes", "权限范围", scope)
        last = facts.day(act.facts, "until", "有效期至", today + timedelta(days=365))
        if not today <= last <= today + timedelta(days=LONGEST):
            raise BadInput(f"有效期应在今天至{LONGEST}天以内；请核对日期")
        row.expires = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
        if Token.objects.filter(agency=row.agency, name=row.name, revoked=None).exists():
            raise BadInput(f"已经有用途为“{row.name}”的令牌；请换一个名称，或者先撤销原来的")
        row.made, row.maker = act.now, act.actor.name[:200]

    def save(self, act: Act[Token]) -> None:
        """The secret is left on the object alone."""
        secret, act.row.prefix, act.row.digest = keys.new_token()
        act.row.save()
        act.row.secret = secret  # type: ignore[attr-defined]


class RevokeToken(Action[Token]):
    """From now on it opens nothing."""

    verb, zh = "revoke_token", "撤销接口令牌"
    logged = ("revoked",)

    def may(self, act: Act[Token]) -> None:
        """Who could have made one."""
        policies.may_revoke(act.actor, act.row.agency)

    def move(self, act: Act[Token]) -> None:
        """Once."""
        if act.row.revoked is not None:
            raise Refused(Refusal.STATE, f"令牌“{act.row}”已经撤销")
        act.row.revoked = act.now


class _OnHook(Action[Hook]):
    """What the administrator does with a web-hook."""

    def may(self, act: Act[Hook]) -> None:
        """The administrator of the body."""
        policies.may_keep_hooks(act.actor, act.row.agency)

    def move(self, act: Act[Hook]) -> None:
        """Not after its end."""
        if act.row.ended is not None:
            raise Refused(Refusal.STATE, "这个网络钩子已经撤销；需要的话请另行登记")


class SetHook(_OnHook):
    """Sets one up, or changes its address and events: facts url, events.

    A new row that is given back has `secret`, shown once.
    """

    verb, zh = "set_hook", "设定网络钩子"
    logged = ("agency", "url", "events")

    def law(self, act: Act[Hook]) -> None:
        """An address that may be sent to."""
        row = act.row
        row.url = addresses.plain(facts.word(act.facts, "url", "网址", 500))
        known = {event.id for event in events.all_events()}
        row.events = _chosen(act, "events", "事件", known.__contains__)
        same = Hook.objects.filter(agency=row.agency, url=row.url, ended=None).exclude(pk=row.pk)
        if same.exists():
            raise BadInput("这个网址已经登记过；请修改原来的网络钩子")

    def save(self, act: Act[Hook]) -> None:
        """The secret of a new one is left on the object."""
        row, new = act.row, act.row.pk is None
        if new:
            row.seed, row.made = keys.new_seed(), act.now
        row.save()
        if new:
            row.secret = keys.hook_secret(row.seed)  # type: ignore[attr-defined]


class PingHook(_OnHook):
    """Sends a trial message."""

    verb, zh = "ping_hook", "发送测试消息"

    def move(self, act: Act[Hook]) -> None:
        """Not to one that is stopped."""
        super().move(act)
        if act.row.stopped is not None:
            raise Refused(Refusal.STATE, "这个网络钩子已经停用；请先恢复")

    def tell(self, act: Act[Hook]) -> Iterable[Callable[[], None]]:
        """The message itself."""
        return (lambda: queue.put([act.row], events.PING, act, url=""),)


class StopHook(_OnHook):
    """Sends nothing to it any more (fact reason), until somebody resumes it."""

    verb, zh = "stop_hook", "停用网络钩子"
    logged = ("stopped", "why_stopped")

    def move(self, act: Act[Hook]) -> None:
        """One that runs."""
        super().move(act)
        if act.row.stopped is not None:
            raise Refused(Refusal.STATE, "这个网络钩子已经停用")
        act.row.stopped = act.now

    def law(self, act: Act[Hook]) -> None:
        """Why."""
        act.row.why_stopped = facts.word(act.facts, "reason", "停用原因", 300)


class ResumeHook(_OnHook):
    """Sends to it again what happens from now on."""

    verb, zh = "resume_hook", "恢复网络钩子"
    logged = ("stopped", "why_stopped")

    def move(self, act: Act[Hook]) -> None:
        """One that is stopped."""
        super().move(act)
        if act.row.stopped is None:
            raise Refused(Refusal.STATE, "这个网络钩子没有停用")
        act.row.stopped, act.row.why_stopped, act.row.failures = None, "", 0


class EndHook(_OnHook):
    """Takes it out for good."""

    verb, zh = "end_hook", "撤销网络钩子"
    logged = ("ended",)

    def law(self, act: Act[Hook]) -> None:
        """From now on."""
        act.row.ended = act.now
