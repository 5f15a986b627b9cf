"""文书模板的页面: edited, checked, looked at, compared, restored; each body has its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.law.documents.notices import NOTICES
from gongkai.notices.template import source
from gongkai.web.acting import Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions import KeepTemplate
from gongkai.web.cases.models import Template
from tests.web.agencies.world import sit
from tests.web.cases.world import World, at

pytestmark = pytest.mark.django_db
ADDED = "不清楚如何补正的，可以与本机关联系。"
OWN = source("T04").replace("按期补正的，答复", f"{ADDED}\n按期补正的，答复")


@pytest.fixture
def keeper(shared: World) -> Client:
    return sit(shared.agency, Role.ADMINISTRATOR)


def keep(world: World, text: str = OWN, **facts: Any) -> Template:
    row = Template(agency=world.agency, notice="T04")
    actor = world.actor(Role.ADMINISTRATOR)
    return perform(KeepTemplate(), actor, row, now=at(world.day), text=text, **facts)


def test_the_list_says_which_are_own_and_since_when(shared: World, keeper: Client) -> None:
    keep(shared)
    text = keeper.get(reverse("templates")).content.decode()
    assert all(one.zh in text for one in NOTICES)
    assert "本机关第 1 版" in text and "2026年3月2日" in text and text.count("随平台</span>") == 39


def test_a_template_is_changed_looked_at_and_saved(shared: World, keeper: Client) -> None:
    here = reverse("template", args=["T04"])
    text = keeper.get(here).content.decode()
    assert "法定内容齐全" in text and "甲市乙区戊街" not in text and shared.agency.name in text
    assert "{applicant.name}" in text and "申请人姓名或者名称" in text
    text = keeper.post(here, {"text": OWN, "version": 0, "preview": "1"}).content.decode()
    assert ADDED in text and not Template.objects.exists()
    page = keeper.post(here, {"text": OWN, "version": 0}, follow=True).content.decode()
    assert "已保存为第1版" in page
    row = Template.objects.get()
    assert (row.agency, row.number, row.ended, row.text) == (shared.agency, 1, None, OWN)
    text = keeper.post(here, {"text": OWN, "version": 1}).content.decode()
    assert "没有不同" in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("视为放弃申请，本机关不再处理该政府信息公开申请", "将按规定处理"), "缺少"),
        (("{correction.guidance}", "{correction.guidence}"), "是否应为"),
        (("T04", "T05"), "T04"),
        (("特此告知。", "如不服，可以申请行政复议。"), "救济告知"),
        (('title = "', "title = "), "TOML"),
        (("{law.R2019.29.2+30}", "第三十条"), "直接写入的条文"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_nothing_is_saved(
    shared: World, keeper: Client, change: tuple[str, str], sentence: str
) -> None:
    given = {"text": source("T04").replace(*change, 1), "version": 0}
    here = reverse("template", args=["T04"])
    looked = keeper.post(here, {**given, "preview": "1"})
    assert looked.status_code == 200
    text = looked.content.decode()
    assert "还不能启用" in text and sentence in text
    saved = keeper.post(here, given)
    assert saved.status_code == 400 and sentence in saved.content.decode()
    assert not Template.objects.exists()


def test_the_second_of_two_administrators_is_told(shared: World, keeper: Client) -> None:
    keep(shared)
    page = keeper.post(reverse("template", args=["T04"]), {"text": OWN + "\n", "version": 0})
    assert "刚被别人改过" in page.content.decode() and Template.objects.count() == 1
    with pytest.raises(Refused, match="刚被别人改过"):
        keep(shared, OWN + "# 又一版\n", seen=0)


def test_versions_are_compared_restored_and_dropped(shared: World, keeper: Client) -> None:
    keep(shared)
    keep(shared, OWN.replace("特此告知。", "特此函告。"))
    history = reverse("template_history", args=["T04"])
    text = keeper.get(history).content.decode()
    assert "第 2 版" in text and "使用中" in text
    assert "删去：</span>closing" in text and "特此函告" in text
    text = keeper.get(history + "?from=0&to=1").content.decode()
    assert ADDED in text and "平台的标准模板" in text
    assert "没有不同" in keeper.get(history + "?from=1&to=1").content.decode()
    assert keeper.get(history + "?from=1&to=9").status_code == 404
    old = keeper.get(reverse("template", args=["T04"]) + "?version=1").content.decode()
    assert "下面是第 1 版的内容" in old
    keeper.post(reverse("template", args=["T04"]), {"text": OWN, "version": 2})
    assert Template.objects.get(ended=None).number == 3
    drop = reverse("drop_template", args=["T04"])
    assert "已经发出的文书不变" in keeper.get(drop).content.decode()
    page = keeper.post(drop, {"confirmed": "1"}, follow=True).content.decode()
    assert "已恢复平台的标准模板" in page and not Template.objects.filter(ended=None).exists()
    assert keeper.get(drop).status_code == 404


def test_samples_are_given_as_files(shared: World, keeper: Client) -> None:
    keep(shared)
    for form, begin in (("pdf", b"%PDF-"), ("docx", b"PK")):
        for query in ("", "?version=0", "?version=1"):
            response = keeper.get(reverse("template_sample", args=["T04", form]) + query)
            assert response.content.startswith(begin) and response["Cache-Control"] == "no-store"
    assert keeper.get(reverse("template_sample", args=["T04", "exe"])).status_code == 404
    given = {"text": OWN, "version": 1, "pdf": "1"}
    assert keeper.post(reverse("template", args=["T04"]), given).content.startswith(b"%PDF-")
    broken = {"text": "nothing", "version": 1, "pdf": "1"}
    response = keeper.post(reverse("template", args=["T04"]), broken)
    assert response.status_code == 403 and "还不能生成文书" in response.content.decode()


@pytest.mark.parametrize("code", ["T01", "T02", "T14", "T16", "T17", "T38", "T39", "T40"])
def test_every_document_can_be_opened(shared: World, keeper: Client, code: str) -> None:
    text = keeper.get(reverse("template", args=[code])).content.decode()
    assert "法定内容齐全" in text and "notice-paper" in text and "【" not in text


def test_other_bodies_and_other_roles_see_nothing_of_it(shared: World) -> None:
    keep(shared)
    other = sit(shared.other, Role.ADMINISTRATOR)
    assert "本机关第" not in other.get(reverse("templates")).content.decode()
    assert ADDED not in other.get(reverse("template", args=["T04"])).content.decode()
    assert other.get(reverse("template", args=["T04"]) + "?version=1").status_code == 404
    for role in (Role.INTAKE, Role.LEGAL_REVIEWER, Role.AUDITOR):
        client = sit(shared.agency, role)
        for name, args in (
            ("templates", []), ("template", ["T04"]), ("template_history", ["T04"]),
            ("drop_template", ["T04"]), ("template_sample", ["T04", "pdf"]),
        ):  # fmt: skip
            assert client.get(reverse(name, args=args)).status_code == 403
    assert (
        sit(shared.agency, Role.ADMINISTRATOR).get("/work/cases/templates/T99/").status_code == 404
    )
