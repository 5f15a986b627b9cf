"""已经公开的相近信息: offered before an application is sent; every trade may add its own.

similar.provide(lambda agency, text, day: [Found("…", "/…/", "…")])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, TextField, Value
from django.urls import reverse

from gongkai.web.agencies.models import Agency, on

__all__ = ["MOST", "Found", "Provider", "found", "provide"]

MOST = 10


@dataclass(frozen=True, slots=True)
class Found:
    """Something published: its title, where it is, what kind of thing it is."""

    zh: str
    url: str
    kind: str


Provider = Callable[[Agency, str, date], Iterable[Found]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Have these asked too; the first to be registered come first."""
    if provider not in _providers:
        _providers.append(provider)


def found(agency: Agency, text: str, day: date) -> list[Found]:
    """What is published already and may be what is asked for; each address once."""
    by_url: dict[str, Found] = {}
    for provider in _providers:
        for one in provider(agency, text, day):
            by_url.setdefault(one.url, one)
            if len(by_url) == MOST:
                return list(by_url.values())
    return list(by_url.values())


_PAGES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("年度报告", "年报"), "政府信息公开年报", "reports"),
    (("公开指南",), "政府信息公开指南", "guide"),
    (("公开制度", "公开条例"), "政府信息公开制度", "rules"),
    (("主动公开", "权责清单", "预算", "决算", "规划"), "法定主动公开内容", "disclosure"),
)
_OF_BODY = ("机构职能", "机构设置", "领导", "分工", "办公地址", "联系方式", "联系电话")


def _pages(agency: Agency, text: str, day: date) -> Iterable[Found]:
    """The columns of the portal, by the words of what is asked for."""
    for words, zh, name in _PAGES:
        if any(word in text for word in words):
            yield Found(zh, reverse(name), "本站栏目")
    if any(word in text for word in _OF_BODY):
        yield Found(f"{agency}：机构、领导和联系方式", reverse("body", args=[agency.pk]), "机关")


def _bodies(agency: Agency, text: str, day: date) -> Iterable[Found]:
    """Other bodies that are named in it: perhaps the application belongs to them."""
    named = Agency.objects.filter(on(day)).exclude(pk=agency.pk)
    asked = Value(text[:2_000], output_field=TextField())
    for one in named.annotate(asked=asked).filter(asked__contains=F("name"))[:5]:
        yield Found(one.name, reverse("body", args=[one.pk]), "内容里提到的机关")


provide(_pages)
provide(_bodies)
