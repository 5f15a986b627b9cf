"""The settings: each verb from its form to the row, in one's own body alone; refusals said."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from lxml import html

from gongkai.web.accounts.models import User
from gongkai.web.agencies import moves
from gongkai.web.agencies.models import Agency, ContactBlock, Delegation, Leader, Post, Section
from gongkai.web.agencies.moves import Kind, State, Verb
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.workbench.setup.fields import ASKED
from gongkai.web.workbench.setup.kinds import KINDS
from tests.web.agencies.world import World, case, do, enter, give, person, section
from tests.web.workbench.conftest import SignIn

# done by the administrator above, so tried from there
FROM_ABOVE = {Verb.MOVE, Verb.MERGE, Verb.SPLIT, Verb.HAND_ON, Verb.CLOSE}
NEW = [verb for verb in Verb if State.NEW in moves.move_of(verb).states]


def as_form(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as a browser sends them."""

    def value(one: Any) -> Any:
        if isinstance(one, Model):
            return one.pk
        if isinstance(one, list):
            return [value(each) for each in one]
        if isinstance(one, date):
            return one.isoformat()
        return "on" if one is True else str(one)

    return {name: value(one) for name, one in facts.items() if one is not False}


def address(verb: Verb, row: Any, body: Agency) -> str:
    if verb is Verb.DELEGATE:
        return f"/work/settings/new/{verb.value}/?for={row.post.pk}"
    if verb in NEW:
        return f"/work/settings/new/{verb.value}/?for={body.pk}"
    return f"/work/settings/{moves.move_of(verb).kind.value}/{row.pk}/{verb.value}/"


def said(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def test_every_verb_has_a_form_and_every_kind_a_list() -> None:
    assert set(ASKED) == set(Verb)
    assert set(KINDS) == {kind.value for kind in Kind}


@pytest.mark.parametrize("verb", Verb)
def test_each_verb_is_done_from_its_page(world: World, sign_in: SignIn, verb: Verb) -> None:
    if verb in FROM_ABOVE:
        body, client = world.c, sign_in(world.m, Role.ADMINISTRATOR)
    else:
        body = world.m
        client = sign_in(body, Role.ADMINISTRATOR)
    _, row, facts = case(verb, world, body)
    url = address(verb, row, body)
    page = client.get(url)
    assert page.status_code == 200, said(page)
    form = html.fromstring(page.content).xpath("//main//form[@method='post']")[0]
    asked = {field.get("name") for field in form.xpath(".//*[@name]")}
    missing = set(facts) - asked
    assert not missing, f"the form does not ask for {missing}"
    before = Entry.objects.filter(verb=verb.value).count()
    sent = {**dict(form.form_values()), **as_form(facts)}  # what stands there goes along
    # what ends is asked for its day, which the action would else take to be today
    for name in ("until", "day"):
        if (
            name in asked
            and not sent.get(name)
            and verb not in (Verb.GIVE_POST, Verb.RECORD_MEETING)
        ):
            sent[name] = "2026-11-22"
    response = client.post(url, sent)
    assert response.status_code == 302, said(response)
    line = Entry.objects.filter(verb=verb.value).latest("id")
    assert Entry.objects.filter(verb=verb.value).count() == before + 1
    assert line.actor == client.holder.pk  # type: ignore[attr-defined]
    after = client.get(response["Location"])
    assert after.status_code == 200
    assert verb.zh in said(after)


@pytest.mark.thorough  # the gate has test_walls
@pytest.mark.parametrize("verb", Verb)
def test_nobody_of_another_body_finds_or_changes_a_row(
    world: World, sign_in: SignIn, verb: Verb
) -> None:
    _, row, facts = case(verb, world, world.m)
    url = address(verb, row, world.m)
    for role in Role:
        client = sign_in(world.x, role)
        lines = Entry.objects.filter(verb=verb.value).count()
        assert client.get(url).status_code == 404, role
        assert client.post(url, as_form(facts)).status_code == 404, role
        assert Entry.objects.filter(verb=verb.value).count() == lines, role


@pytest.mark.parametrize("kind", KINDS)
def test_lists_and_details_show_ones_own_body_alone(
    world: World, sign_in: SignIn, kind: str
) -> None:
    verb = Verb.SET_CONTACT
    if kind != "contactblock":
        verb = next(v for v in Verb if moves.move_of(v).kind.value == kind and v not in NEW)
    for body in (world.m, world.x):
        action, row, facts = case(verb, world, body)
        if verb is Verb.SET_CONTACT:
            do(action, row, **facts)
    its: dict[str, Any] = {
        "user": {"kept_by": world.x.pk},
        "delegation": {"post__agency": world.x},
        "agency": {"pk": world.x.pk},
    }
    rows = KINDS[kind].model._default_manager.filter(**its.get(kind, {"agency": world.x}))
    theirs = rows.latest("pk")
    for role in Role:
        client = sign_in(world.m, role)
        page = client.get(f"/work/settings/{kind}/?size=100")
        assert page.status_code == 200
        assert f"/work/settings/{kind}/{theirs.pk}/" not in page.content.decode()
        assert client.get(f"/work/settings/{kind}/{theirs.pk}/").status_code == 404
        if role is Role.AUDITOR:
            assert "data-opens" not in page.content.decode(), "an auditor sees the trace alone"


def test_a_visitor_is_asked_to_log_in(db: None) -> None:
    for path in ("/work/", "/work/settings/", "/work/settings/agency/", "/work/settings/agency/1/",
                 "/work/settings/new/found_agency/", "/work/trail/", "/work/statistics/",
                 "/work/search/", "/work/cases/"):  # fmt: skip
        response = Client().get(path)
        assert response.status_code == 302, path
        assert response["Location"].startswith("/accounts/login/"), path


def test_an_overseer_looks_below_and_is_told_why_he_cannot_change(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.o, Role.OVERSEER)
    page = said(client.get(f"/work/settings/agency/{world.s.pk}/"))
    assert "公开办可以查看云州市财政局的情况，但不能代其" in page
    response = client.get(f"/work/settings/agency/{world.s.pk}/rename_agency/")
    assert response.status_code == 403
    assert "但不能代其“更名”" in said(response)
    before = Entry.objects.count()
    response = client.post(
        f"/work/settings/agency/{world.s.pk}/rename_agency/",
        {"name": "新名", "since": "2026-01-01"},
    )
    assert response.status_code == 400 and "不能代其“更名”" in said(response)
    assert Entry.objects.count() == before


def test_the_second_of_two_editors_is_told(world: World, sign_in: SignIn) -> None:
    first = sign_in(world.m, Role.ADMINISTRATOR)
    second = sign_in(world.m, Role.ADMINISTRATOR)
    row = section(world.m, "综合科")
    url = f"/work/settings/section/{row.pk}/rename_section/"
    seen = html.fromstring(second.get(url).content).xpath("//input[@name='version']/@value")[0]
    assert first.post(url, {"name": "综合一科", "version": seen}).status_code == 302
    response = second.post(url, {"name": "综合二科", "version": seen})
    assert response.status_code == 400
    assert "刚被别人改过" in said(response)
    assert Section.objects.get(pk=row.pk).name == "综合一科"


def test_what_is_missing_is_said_at_the_top_with_a_link_and_at_the_field(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.m, Role.ADMINISTRATOR)
    response = client.post(f"/work/settings/new/appoint_leader/?for={world.m.pk}", {})
    assert response.status_code == 400
    page = html.fromstring(response.content)
    links = page.xpath("//div[@role='alert']//a")
    assert [link.text for link in links] == ["请填写“姓名”", "请填写“职务”", "请填写“排序”"]
    for link in links:
        field = page.xpath(f"//*[@id='{link.get('href')[1:]}']")[0]
        assert field.get("aria-invalid") == "true"
        described = field.get("aria-describedby").split()
        assert all(page.xpath(f"//*[@id='{one}']") for one in described)
    assert page.findtext(".//title").startswith("有误：")


def test_what_the_law_refuses_stands_in_the_form_with_its_article(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.m, Role.ADMINISTRATOR)
    url = f"/work/settings/agency/{world.c.pk}/describe_agency/"
    response = client.post(url, {"kind": "public_utility", "competent": "on", "version": ""})
    assert response.status_code == 400
    assert "公共企事业单位不能作政府信息公开工作主管部门" in said(response)


def test_a_person_is_disabled_and_that_is_taken_back(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.m, Role.ADMINISTRATOR)
    officer = person(world.m, "某某")
    page = client.post(f"/work/settings/user/{officer.pk}/disable_account/", follow=True)
    undo = html.fromstring(page.content).xpath("//li[contains(@class,'notice')]//form/@action")[0]
    assert not User.objects.get(pk=officer.pk).is_active
    client.post(undo)
    assert User.objects.get(pk=officer.pk).is_active


def test_of_a_former_holder_of_a_post_the_name_alone_is_shown(
    world: World, sign_in: SignIn
) -> None:
    today = timezone.localdate()
    gone, there = person(world.m, "某离任"), person(world.m, "某在任")
    for n, (officer, until) in enumerate(((gone, today - timedelta(days=1)), (there, None))):
        give(officer, world.m, Role.HANDLER, since=today - timedelta(days=9), until=until)
        phone, mail = f"0000-555000{n}", f"mail{n}@example.com"
        User.objects.filter(pk=officer.pk).update(phone=phone, email=mail, kept_by=None)
    for role in (Role.HANDLER, Role.ADMINISTRATOR):
        client = sign_in(world.m, role)
        listed = said(client.get("/work/settings/user/?c=posts&c=username&c=phone&c=email"))
        assert "某离任" in listed and "某在任" in listed and "0000-5550001" in listed
        for text in (listed, said(client.get(f"/work/settings/user/{gone.pk}/"))):
            assert "0000-5550000" not in text and "mail0@" not in text
            assert not re.search(rf"\b{gone.username}\b", text) and "现在不在这里任职" in text
        assert "0000-5550001" in said(client.get(f"/work/settings/user/{there.pk}/"))
        assert not re.search(rf"\b{gone.username}\b", said(client.get("/work/search/?q=某离任")))
        for query in (f"q={gone.username}", "active=1"):
            assert "某离任" not in said(client.get(f"/work/settings/user/?{query}"))
        assert "某离任" not in said(client.get(f"/work/search/?q={gone.username}"))
        assert "某在任" in said(client.get(f"/work/settings/user/?q={there.username}&active=1"))
        form = client.get(f"/work/settings/user/{gone.pk}/change_person/")
        assert form.status_code == 403 and "0000-5550000" not in said(form)


def test_the_contact_block_is_one_a_body(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.m, Role.ADMINISTRATOR)
    _, _, facts = case(Verb.SET_CONTACT, world, world.m)
    url = f"/work/settings/new/set_contact/?for={world.m.pk}"
    client.post(url, facts)
    assert "样例路1号" in client.get(url).content.decode()
    client.post(url, {**facts, "address": "样例路2号", "version": "1"})
    assert ContactBlock.objects.get(agency=world.m).address == "样例路2号"


def test_the_holder_of_a_post_delegates_it_himself(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.m, Role.HANDLER)
    post = client.held  # type: ignore[attr-defined]
    colleague = person(world.m)
    give(colleague, world.m, Role.HANDLER)
    page = client.get(f"/work/settings/post/{post.pk}/").content.decode()
    assert f"/work/settings/new/delegate_post/?for={post.pk}" in page
    url = f"/work/settings/new/delegate_post/?for={post.pk}"
    assert client.get(url).status_code == 200
    response = client.post(url, {"to": colleague.pk, "until": "2099-01-01"})
    assert response.status_code == 302, said(response)
    row = Delegation.objects.get(post=post)
    assert client.get(f"/work/settings/delegation/{row.pk}/").status_code == 200


def test_an_account_with_no_post_is_shown_that_it_has_none(world: World) -> None:
    client = enter(person(world.m))
    assert "您的用户还没有安排岗位" in client.get("/work/").content.decode()
    response = client.get("/work/settings/new/open_section/")
    assert response.status_code == 403 and "请先切换到有机关的岗位" in said(response)


@pytest.mark.parametrize(
    "path",
    [
        "nothing/", "nothing/1/", "agency/999999/", "new/nothing/", "new/rename_agency/",
        "agency/{}/nothing/", "agency/{}/found_agency/", "agency/{}/rename_section/",
        "new/open_section/?for=999999", "new/delegate_post/?for=1x",
        "new/open_section/?for=99999999999999999999999",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(world: World, sign_in: SignIn, path: str) -> None:
    client = sign_in(world.m, Role.ADMINISTRATOR)
    path = f"/work/settings/{path.format(world.m.pk)}"
    wanted = {404} if "99999999999999999999999" not in path else {200}
    assert client.get(path).status_code in wanted


def test_an_administrator_is_reminded_of_what_the_law_asks_for(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.m, Role.ADMINISTRATOR)
    page = said(client.get("/work/"))
    assert "设定联系方式" in page and "指定政府信息公开工作机构" in page and "登记机关领导" in page
    _, row, facts = case(Verb.SET_CONTACT, world, world.m)
    client.post(f"/work/settings/new/set_contact/?for={world.m.pk}", facts)
    office = world.m.sections.get(name="办公室")
    client.post(
        f"/work/settings/agency/{world.m.pk}/name_disclosure_office/", {"section": office.pk}
    )
    client.post(
        f"/work/settings/new/appoint_leader/?for={world.m.pk}",
        {"name": "某甲", "title": "区长", "order": "1"},
    )
    assert Leader.objects.filter(agency=world.m).exists()
    assert "没有等您办理的事" in said(client.get("/work/"))


def test_a_post_that_is_about_to_end_is_a_task_with_a_day(world: World, sign_in: SignIn) -> None:
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    give(person(world.m, "某乙"), world.m, Role.EDITOR, until=today + timedelta(days=2))
    page = said(sign_in(world.m, Role.ADMINISTRATOR).get("/work/"))
    assert "某乙的“编辑”岗位将到期" in page and "将到期" in page
    assert Post.objects.filter(agency=world.m).count() == 2


def test_what_had_not_begun_is_cancelled_from_its_page(world: World, sign_in: SignIn) -> None:
    later = timezone.localdate() + timedelta(days=30)
    post = give(person(world.m), world.m, Role.HANDLER, since=later)
    client = sign_in(world.m, Role.ADMINISTRATOR)
    url = address(Verb.END_POST, post, world.m)
    assert client.get(url).status_code == 200
    answer = client.post(url, {"until": str(later), "version": "1"}, follow=True)
    assert answer.status_code == 200 and Verb.END_POST.zh in said(answer)
    assert not Post.objects.filter(pk=post.pk).exists()


def test_every_end_is_asked_with_its_consequence_or_can_be_taken_back() -> None:
    ends = [move.verb for move in moves.MOVES if move.leads is State.ENDED]
    assert len(ends) >= 10
    silent = [verb for verb in ends if not (ASKED[verb].consequence or ASKED[verb].undo)]
    assert not silent, silent
