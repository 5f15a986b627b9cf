"""消息的动作: what people do with messages, deliveries, wishes and feeds, each traced."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import time
from typing import Any, ClassVar

from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.accounts.models import User
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.messages import feeds, policies
from gongkai.web.messages.kinds import SUBJECT, TEXT, kind_of
from gongkai.web.messages.models import (
    Announcement,
    Attempt,
    Delivery,
    FeedToken,
    Override,
    Preference,
)  # fmt: skip
from gongkai.web.messages.moves import Step, move_of
from gongkai.web.messages.telling import in_role, told

__all__ = [
    "ACTIONS", "Announce", "OpenFeed", "Resend", "ResetWording", "RevokeFeed", "Reword",
    "SetPreference", "Settle", "hashed", "new_token",
]  # fmt: skip

_FEEDS = 10  # addresses of one person that are in force


class Announce(Action[Announcement]):
    """An administrator tells the people of his body something."""

    verb = "message.announce"
    zh = "发通知"

    def may(self, act: Act[Announcement]) -> None:
        """In one's own body."""
        policies.may_keep(act.actor, act.row.agency, self.zh)

    def law(self, act: Act[Announcement]) -> None:
        """Subject and text are there."""
        row = act.row
        row.role = str(act.facts.get("role", ""))
        row.subject = " ".join(str(act.facts.get("subject", "")).split())
        row.text = str(act.facts.get("text", "")).strip()
        row.at = act.now
        if not row.subject or not row.text:
            raise BadInput("通知的标题和内容都要填写")
        if row.role and row.role not in Role._value2member_map_:
            raise BadInput("没有这个岗位；请从列表中选择")

    def tell(self, act: Act[Announcement]) -> Iterable[Callable[[], None]]:
        """Everybody it is for."""
        row, day = act.row, timezone.localdate(act.now)
        roles = [Role(row.role)] if row.role else list(Role)
        people = in_role(row.agency, roles, day)
        yield told(
            act, "announcement", people, agency=row.agency, body=row.agency.name,
            subject=row.subject, text=row.text,
        )  # fmt: skip


class _ByHand(Action[Delivery]):
    """An administrator decides about a delivery that did not end well."""

    step: ClassVar[Step]
    logged = ("state",)

    def may(self, act: Act[Delivery]) -> None:
        """In one's own body."""
        policies.may_keep(act.actor, act.row.agency, self.zh)

    def move(self, act: Act[Delivery]) -> None:
        """By the table."""
        move = move_of(self.step)
        if act.row.state not in [state.value for state in move.sources]:
            words = "、".join(state.zh for state in move.sources)
            raise Refused(Refusal.STATE, f"这次投递不是“{words}”，不能“{self.zh}”；请刷新页面")
        act.row.state = move.target.value

    def save(self, act: Act[Delivery]) -> None:
        """With a line in its log."""
        act.row.save()
        Attempt.objects.create(delivery=act.row, at=act.now, step=self.step.value)


class Resend(_ByHand):
    """Once more, although it may be that it went out."""

    verb = "message.resend"
    zh = "重新发送"
    step = Step.RESEND

    def law(self, act: Act[Delivery]) -> None:
        """As if it were new, with the same key."""
        row = act.row
        row.due, row.claim, row.lease, row.ended = act.now, None, None, None
        row.attempts = max(1, row.attempts)  # an open digest has none: this one is closed
        row.held = False

    def tell(self, act: Act[Delivery]) -> Iterable[Callable[[], None]]:
        """The worker."""
        from gongkai.web.messages.tasks import deliver

        yield lambda: _discard(deliver.enqueue([act.row.pk]))


class Settle(_ByHand):
    """The receiver has it."""

    verb = "message.settle"
    zh = "核实已送达"
    step = Step.SETTLE

    def law(self, act: Act[Delivery]) -> None:
        """The worker that may still be alive has nothing to say any more."""
        act.row.claim = None
        act.row.ended = act.now


def _discard(result: object) -> None:
    """What the queue answers is of no interest to the act."""


class SetPreference(Action[Preference]):
    """How one wants to be reached."""

    verb = "message.prefer"
    zh = "设置消息"
    logged = ("mail", "sms", "digest", "digest_at", "quiet", "quiet_from", "quiet_until")

    def may(self, act: Act[Preference]) -> None:
        """One's own."""
        policies.may_own(act.actor, act.row.user_id)

    def law(self, act: Act[Preference]) -> None:
        """Hours are whole, and quiet hours end."""
        for name in self.logged:
            if name in act.facts:
                setattr(act.row, name, act.facts[name])
        for name in ("digest_at", "quiet_from", "quiet_until"):
            if not isinstance(getattr(act.row, name), time):
                raise BadInput("时间应写成 08:30")
        if act.row.quiet and act.row.quiet_from == act.row.quiet_until:
            raise BadInput("免打扰的起止时间不能相同；不需要免打扰时请取消勾选")


class OpenFeed(Action[FeedToken]):
    """A private address for one's calendar program; `token` is in it and shown once."""

    verb = "message.open_feed"
    zh = "开通日历订阅"
    logged = ("feed", "name")

    def may(self, act: Act[FeedToken]) -> None:
        """One's own."""
        policies.may_own(act.actor, act.row.user_id)

    def law(self, act: Act[FeedToken]) -> None:
        """A feed that there is, and not too many."""
        row = act.row
        row.feed, row.name = str(act.facts["feed"]), str(act.facts.get("name", ""))[:40]
        feeds.feed_of(row.feed)
        # locked: two at once are counted one after the other
        owner = User.objects.select_for_update(no_key=True).get(pk=row.user_id)
        if FeedToken.objects.filter(user=owner, revoked=None).count() >= _FEEDS:
            raise BadInput(f"一个人最多有 {_FEEDS} 个有效的订阅；请先停用不用的")
        row.made = act.now
        row.hash = hashed(str(act.facts["token"]))


class RevokeFeed(Action[FeedToken]):
    """The address answers no more."""

    verb = "message.revoke_feed"
    zh = "停用日历订阅"
    logged = ("revoked",)

    def may(self, act: Act[FeedToken]) -> None:
        """One's own."""
        policies.may_own(act.actor, act.row.user_id)

    def move(self, act: Act[FeedToken]) -> None:
        """Once."""
        if act.row.revoked is not None:
            raise Refused(Refusal.STATE, "这个订阅已经停用")
        act.row.revoked = act.now


class Reword(Action[Override]):
    """Words a kind of message for a body: a new row. Facts subject, text, seen.

    `seen` is the number of the wording that the person saw, 0 for that of the platform.
    """

    verb = "message.reword"
    zh = "修改消息用语"
    logged = ("agency", "kind", "number", "subject", "text")

    def may(self, act: Act[Override]) -> None:
        """In one's own body."""
        policies.may_keep(act.actor, act.row.agency, self.zh)

    def law(self, act: Act[Override]) -> None:
        """Merge fields that there are; the second of two editors is told."""
        row, kind = act.row, kind_of(act.row.kind)
        row.subject = " ".join(str(act.facts.get("subject", "")).split())
        row.text = str(act.facts.get("text", "")).replace("\r\n", "\n").strip()
        for zh, text, most in (("标题", row.subject, SUBJECT), ("正文", row.text, TEXT)):
            if len(text) > most:
                raise BadInput(f"{zh}有{len(text)}个字，最多{most}个；请缩短")
        kind.reworded(row.subject, row.text)
        # one change at a time in a body
        Agency.objects.select_for_update(no_key=True).get(pk=row.agency_id)
        former = Override.objects.filter(agency=row.agency, kind=row.kind)
        self.present = former.filter(ended=None).first()
        seen, there = act.facts.get("seen"), self.present.number if self.present else 0
        if seen is not None and seen != there:
            raise Refused(
                Refusal.STALE,
                f"“{kind.zh}”的用语刚被别人改过；您的改动没有保存，请刷新页面看过再改",
            )
        now = self.present or Override(subject=kind.subject, text=kind.text.strip())
        if (now.subject, now.text) == (row.subject, row.text):
            raise BadInput("标题和正文都没有改动")
        last = former.order_by("-number").values_list("number", flat=True).first()
        row.number, row.at = (last or 0) + 1, act.now

    def save(self, act: Act[Override]) -> None:
        """The present one ends."""
        if self.present is not None:
            self.present.ended = act.now
            self.present.save(update_fields=["ended"])
        act.row.save()


class ResetWording(Action[Override]):
    """Back to the wording of the platform."""

    verb = "message.reset_wording"
    zh = "恢复平台的用语"
    logged = ("ended",)

    def may(self, act: Act[Override]) -> None:
        """In one's own body."""
        policies.may_keep(act.actor, act.row.agency, self.zh)

    def move(self, act: Act[Override]) -> None:
        """Once."""
        if act.row.ended is not None:
            raise Refused(Refusal.STATE, "这一版用语已经停用；请刷新页面")
        act.row.ended = act.now


def new_token() -> str:
    """43 characters that nobody guesses."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


ACTIONS: tuple[type[Action[Any]], ...] = (
    Announce, Resend, Settle, SetPreference, OpenFeed, RevokeFeed, Reword, ResetWording,
)  # fmt: skip
