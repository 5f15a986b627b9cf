"""What the pages ask for a token and for a web-hook."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from gongkai.web.acting import Actor
from gongkai.web.api.events import all_events
from gongkai.web.api.scopes import all_scopes
from gongkai.web.workbench.forms import WorkForm, day_field

__all__ = ["HookForm", "ReasonForm", "TokenForm"]


def _boxes(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple)


class TokenForm(WorkForm):
    """A token: for what, which scopes, until when."""

    name = forms.CharField(label="用途", max_length=60, help_text="哪个系统使用，如“办公系统同步”")
    scopes = _boxes("权限范围")
    until = day_field("有效期至", help_text="最长四百天；到期以前请换新的令牌。")

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": today + timedelta(days=365)}
        super().__init__(*args, **kwargs)
        given: Any = self.fields["scopes"]
        given.choices = [
            (one.id, f"{one.zh}（{one.id}）") for one in all_scopes() if actor.role in one.makers
        ]


class HookForm(WorkForm):
    """A web-hook: where, of what."""

    url = forms.CharField(
        label="网址", max_length=500, help_text="以 https:// 开头，主机须在公共网络上"
    )
    events = _boxes("事件")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given: Any = self.fields["events"]
        given.choices = [(one.id, f"{one.zh}（{one.id}）") for one in all_events()]


class ReasonForm(WorkForm):
    """Why a hook is stopped."""

    reason = forms.CharField(label="停用原因", max_length=300)
