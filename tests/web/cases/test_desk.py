"""办理设置的页面: each field with its article, what follows from it, who may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions import SetDesk
from gongkai.web.cases.models import Desk
from tests.web.agencies.world import sit
from tests.web.cases.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(shared: World) -> Client:
    return sit(shared.agency, Role.ADMINISTRATOR)


def given(desk: Desk, **changes: Any) -> dict[str, Any]:
    """The form as it stands on the page, with something changed."""
    values = {
        "version": desk.version, "online": "on", "inner_days": 5, "correction_days": 15,
        "court": "云州市样例区人民法院", "review_body": "", "online_review": "云州市平台",
        "payment": "凭缴款码缴纳",
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value is not None}


def test_the_page_explains_each_field_and_what_follows(shared: World, keeper: Client) -> None:
    text = keeper.get(reverse("desk")).content.decode()
    for words in ("条例第三十一条", "条例第三十条", "行政复议法", "缴款码"):
        assert words in text
    assert "本级人民政府" in text and shared.city.name in text  # reckoned from the tree
    assert "云州市样例区人民法院" in text and "60日" in text  # the remedies as letters tell them
    assert "15个工作日" in text and "网上提交、当面提交、邮寄、电子邮件" in text
    assert re.findall(r'aria-current="page">(\w+)</a></li>', text.partition("<main")[0]) == ["设置"]


def test_what_is_set_is_kept_and_shown(shared: World, keeper: Client) -> None:
    desk = Desk.objects.get(agency=shared.agency)
    changes = {"inner_days": 7, "court": "云州市另一区人民法院", "online": None, "fax": "on"}
    page = keeper.post(reverse("desk"), given(desk, **changes), follow=True).content.decode()
    assert "办理设置已保存" in page and "云州市另一区人民法院" in page
    desk.refresh_from_db()
    assert (desk.inner_days, desk.online, desk.fax, desk.email) == (7, False, True, False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"inner_days": 21}, "20"),
        ({"correction_days": 0}, "1"),
        ({"court": ""}, "请填写“提起行政诉讼的人民法院”"),
        ({"inner_days": "五"}, "整数"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    shared: World, keeper: Client, changes: dict[str, Any], sentence: str
) -> None:
    desk = Desk.objects.get(agency=shared.agency)
    page = keeper.post(reverse("desk"), given(desk, **changes))
    assert page.status_code == 400 and sentence in page.content.decode()
    desk.refresh_from_db()
    assert desk.inner_days == 5


def test_the_second_of_two_is_told(shared: World, keeper: Client) -> None:
    desk = Desk.objects.get(agency=shared.agency)
    keeper.post(reverse("desk"), given(desk, inner_days=6))
    page = keeper.post(reverse("desk"), given(desk, inner_days=9)).content.decode()
    assert "刚被别人改过" in page
    desk.refresh_from_db()
    assert desk.inner_days == 6


def test_of_two_who_set_up_at_once_the_second_is_told(shared: World, keeper: Client) -> None:
    Desk.objects.filter(agency=shared.agency).delete()
    seen = keeper.get(reverse("desk")).context["form"]["version"].value()
    mine, yours = Desk(agency=shared.agency), Desk(agency=shared.agency)
    facts = {"inner_days": 6, "correction_days": 15, "court": "云州市样例区人民法院"}
    admin = shared.actor(Role.ADMINISTRATOR)
    perform(SetDesk(), admin, mine, now=at(shared.day), **facts)
    with pytest.raises(Refused) as refused:  # both were at it in the same moment
        perform(SetDesk(), admin, yours, now=at(shared.day), **facts | {"inner_days": 9})
    assert refused.value.kind is Refusal.STALE
    # or the page had been opened before anybody had set anything
    page = keeper.post(reverse("desk"), given(mine, version=seen, inner_days=9)).content.decode()
    assert "刚被别人改过" in page
    assert Desk.objects.get(agency=shared.agency).inner_days == 6


def test_a_body_that_has_set_nothing_is_told_what_is_missing(shared: World, keeper: Client) -> None:
    Desk.objects.filter(agency=shared.agency).delete()
    text = keeper.get(reverse("desk")).content.decode()
    assert "还没有设定" in text and "有管辖权的人民法院名称" in text
    keeper.post(reverse("desk"), given(Desk(), version=None))
    assert Desk.objects.get(agency=shared.agency).court


def test_what_the_tree_does_not_tell_is_filled_in(shared: World, keeper: Client) -> None:
    Agency.objects.filter(pk=shared.agency.pk).update(kind="vertical")
    assert "隶属关系里查不到" in keeper.get(reverse("desk")).content.decode()
    desk = Desk.objects.get(agency=shared.agency)
    keeper.post(reverse("desk"), given(desk, review_body="样例省税务局"))
    text = keeper.get(reverse("desk")).content.decode()
    assert "样例省税务局（本机关填写）" in text and "向样例省税务局申请" in text


@pytest.mark.parametrize("role", [Role.INTAKE, Role.APPROVER, Role.AUDITOR])
def test_only_the_administrator_of_the_body_sets_it(shared: World, role: Role) -> None:
    assert sit(shared.agency, role).get(reverse("desk")).status_code == 403
    other = sit(shared.other, Role.ADMINISTRATOR)
    assert shared.other.name in other.get(reverse("desk")).content.decode()
