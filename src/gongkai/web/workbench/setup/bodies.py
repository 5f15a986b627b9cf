"""Bodies, sections, posts, people and delegations as the settings show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, Model, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import (
    Agency,
    ContactBlock,
    Delegation,
    Leader,
    Post,
    Section,
    on,
)  # fmt: skip
from gongkai.web.agencies.moves import Kind, Verb
from gongkai.web.agencies.roles import Role
from gongkai.web.workbench.columns import Choice, Column, Flag, Tag, Tone
from gongkai.web.workbench.columns import Kind as Set
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.setup.shown import (
    AGENCY,
    AWAY,
    BY_AGENCY,
    BY_STATE,
    SINCE,
    STATE,
    UNTIL,
    Shown,
    agency_of,
    body_choices,
    detail_url,
    holding,
    list_url,
    period,
    state,
)  # fmt: skip
from gongkai.web.workbench.things import Fact
from gongkai.web.workbench.words import brief

__all__ = ["BODIES"]


def _counted(row: Agency, day: date) -> dict[str, int]:
    """How much of today belongs to a body: one query, each kind counted for itself."""

    def number(model: type[Model], key: str) -> Any:
        found = model._default_manager.filter(on(day), **{key: OuterRef("pk")}).order_by()
        each = found.values(key).annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(each), 0)

    counts = {
        "bodies_below": number(Agency, "parent"),
        "its_sections": number(Section, "agency"),
        "its_posts": number(Post, "agency"),
        "its_leaders": number(Leader, "agency"),
    }
    found: Any = Agency.objects.filter(pk=row.pk).values(**counts)[0]
    return dict(found)


def _agency_facts(row: Agency, day: date) -> list[Fact]:
    counted = _counted(row, day)
    contact = ContactBlock.objects.filter(agency=row).first()
    names = [name for name in row.names.all() if name.until is not None]
    former = row.places.select_related("parent").exclude(until=None).exclude(until=row.until)
    fates = row.successions.select_related("successor")
    law = row.regime
    here = f"?agency={row.pk}"
    return [
        Fact("名称", row.name),
        Fact("简称", row.short_name),
        Fact("种类", BodyKind(row.kind).zh),
        Fact("适用", brief(f"{law.reason}（{law.article}）")),
        Fact("上级", row.parent, "没有上级", detail_url(row.parent) if row.parent else ""),
        Fact("机关代字", row.document_word),
        Fact("统一社会信用代码", row.credit_code),
        Fact("主管部门", "是本级政府信息公开工作主管部门" if row.competent else "否"),
        Fact(
            "工作机构", row.disclosure_office, "未指定政府信息公开工作机构",
            detail_url(row.disclosure_office) if row.disclosure_office else "",
        ),
        Fact(
            "联系方式", contact and f"{contact.phone}，{contact.address}", "未设定",
            detail_url(contact) if contact else "",
        ),
        Fact("下级机关", f"{counted['bodies_below']} 个"),
        Fact("科室", f"{counted['its_sections']} 个", url=list_url(Kind.SECTION) + here),
        Fact("岗位", f"{counted['its_posts']} 个", url=list_url(Kind.POST) + here),
        Fact("领导", f"{counted['its_leaders']} 人", url=list_url(Kind.LEADER) + here),
        Fact("设立", row.since),
        Fact("撤销", row.until, "仍然存在"),
        *(Fact("曾用名称", f"{name.name}（{name.since}至{name.until}）") for name in names),
        *(
            Fact("曾属上级", f"{place.parent or '没有上级'}（{place.since}至{place.until}）")
            for place in former
        ),
        *(Fact("沿革", f"{one.day} {one.get_kind_display()}：{one.successor}") for one in fates),
    ]  # fmt: skip


def _office(row: Agency) -> object:
    return row.disclosure_office or Tag("未指定", Tone.SOON)


def _barred(row: User) -> object:
    return "启用" if row.is_active else Tag("已停用", Tone.LATE)


_AGENCIES = Shown(
    Kind.AGENCY, Agency,
    Listing(
        "setup.agency", "机关", "个",
        (
            Column("name", "名称", lambda row: row.name, ("name",)),
            Column("kind", "种类", lambda row: BodyKind(row.kind).zh, ("kind",)),
            Column("parent", "上级", lambda row: row.parent and row.parent.name, ("parent__path",)),
            Column("office", "工作机构", _office),
            Column("code", "统一社会信用代码", lambda row: row.credit_code, ("credit_code",),
                   Set.SHORT),
            Column("word", "机关代字", lambda row: row.document_word, (), Set.SHORT, shown=False),
            Column("short", "简称", lambda row: row.short_name, (), Set.SHORT, shown=False),
            Column("since", "设立", lambda row: row.since, ("since",), Set.DAY, shown=False),
            Column("state", "状态", state, (), Set.SHORT),
        ),
        detail_url,
        (
            Choice("kind", "种类", [(kind.value, kind.zh) for kind in BodyKind], "kind"),
            Choice(
                "under", "所属", body_choices,
                lambda pk: Q(path__startswith=f"{pk}/") | Q(path__contains=f"/{pk}/"),
            ),
            Flag("current", "现在有效", holding),
        ),
        ("name__icontains", "short_name__icontains", "credit_code__icontains"),
        "名称或信用代码", ("path",),
        ("这里将列出您可以查看的机关。", "您目前的岗位看不到任何机关；请切换岗位，或者问管理员。"),
    ),
    _agency_facts, Verb.FOUND, ("parent", "disclosure_office"),
    (
        "这里是您可以查看的机关；点名称看资料、沿革和可以办的事。",
        "公开办和监督岗位可以查看下级机关，但不能代其修改。",
    ),
)  # fmt: skip

# sections, posts, people --------------------------------------------------------------------------

_SECTIONS = Shown(
    Kind.SECTION, Section,
    Listing(
        "setup.section", "科室", "个",
        (
            Column("name", "名称", lambda row: row.name, ("name",)),
            AGENCY,
            Column("people", "在岗", lambda row: row.people, ("people",), Set.NUMBER),
            SINCE, UNTIL, STATE,
        ),
        detail_url, (BY_AGENCY, BY_STATE), ("name__icontains", "agency__name__icontains"),
        "科室或机关", ("agency__path", "id"),
        ("这里将列出各科室，例如办公室、政策法规科。", "先设立科室，再给人员安排岗位。"),
    ),
    lambda row, day: [
        Fact("名称", row.name), Fact("机关", row.agency, url=detail_url(row.agency)),
        Fact(
            "工作机构",
            "是本机关的政府信息公开工作机构" if row.agency.disclosure_office_id == row.pk else "否",
        ),
        *period(row),
    ],
    Verb.OPEN_SECTION, ("agency",),
)  # fmt: skip


def _post_facts(row: Post, day: date) -> list[Fact]:
    lent = [d for d in row.delegations.select_related("to") if d.until is None or d.until >= day]
    return [
        Fact("人员", row.user.name, url=detail_url(row.user)),
        Fact("岗位", Role(row.role).zh),
        Fact("机关", row.agency, url=detail_url(row.agency)),
        Fact("科室", row.section, "全机关", detail_url(row.section) if row.section else ""),
        Fact("专职", row.full_time),
        Fact("最近培训", row.trained, "没有记录"),
        *period(row),
        *(Fact("代理", f"{d.to}（{d.since}至{d.until}）", url=detail_url(d)) for d in lent),
    ]


_POSTS = Shown(
    Kind.POST, Post,
    Listing(
        "setup.post", "岗位", "个",
        (
            Column("person", "人员", lambda row: row.user.name, ("user__name",)),
            Column("role", "岗位", lambda row: Role(row.role).zh, ("role",), Set.SHORT),
            AGENCY,
            Column("section", "科室", lambda row: row.section or "全机关", ("section__name",)),
            Column("full", "专职", lambda row: row.full_time, ("full_time",), Set.SHORT),
            Column("trained", "最近培训", lambda row: row.trained, ("trained",), Set.DAY),
            SINCE, UNTIL, STATE,
        ),
        detail_url,
        (
            BY_AGENCY,
            Choice("role", "岗位", [(role.value, role.zh) for role in Role], "role"),
            Flag("full", "专职", lambda yes: Q(full_time=yes)),
            BY_STATE,
        ),
        ("user__name__icontains", "agency__name__icontains", "section__name__icontains"),
        "人员、机关或科室", ("agency__path", "role", "id"),
        ("这里将列出每个人的岗位：谁在哪个机关、哪个科室，可以办什么。", "先开立用户，再任用。"),
    ),
    _post_facts, Verb.GIVE_POST, ("user", "agency", "section"),
    ("一个人可以有几个岗位，也可以在不同机关任职；管理员和审计员不能由同一个人担任。",),
)  # fmt: skip


def _person_facts(row: Any, day: date) -> list[Fact]:
    if not row.present:
        return [Fact("姓名", row.name), Fact("岗位", Tag(AWAY))]
    keeper = agency_of(row)
    posts = row.posts.filter(on(day)).select_related("agency", "section")
    return [
        Fact("姓名", row.name), Fact("登录名", row.username), Fact("电子邮箱", row.email),
        Fact("办公电话", row.phone),
        Fact("状态", _barred(row)),
        Fact("维护机关", keeper, "未指定", detail_url(keeper) if keeper else ""),
        Fact("最近登录", row.last_login, "从未登录"),
        *(Fact("岗位", f"{post.agency} {post.title}", url=detail_url(post)) for post in posts[:30]),
    ]  # fmt: skip


def _present(name: str) -> Callable[[Any], Any]:
    """That field of people who work here; of former holders of posts nothing but the name."""
    return lambda row: getattr(row, name) if row.present else ""


def _find_person(word: str) -> Q:
    """By name; by what else is shown of those who work here alone."""
    return Q(name__icontains=word) | Q(username__icontains=word, present=True)


_PEOPLE = Shown(
    Kind.PERSON, User,
    Listing(
        "setup.user", "用户", "人",
        (
            Column("name", "姓名", lambda row: row.name, ("name",)),
            Column("username", "登录名", _present("username"), (), Set.SHORT),
            Column("posts", "现任岗位", lambda row: row.held if row.present else Tag(AWAY),
                   ("held",), Set.NUMBER),
            Column("phone", "办公电话", _present("phone"), (), Set.SHORT),
            Column("email", "电子邮箱", _present("email"), (), Set.SHORT, shown=False),
            Column("last", "最近登录", _present("last_login"), (), Set.DAY),
            Column("state", "状态", lambda row: _barred(row) if row.present else "",
                   ("is_active",), Set.SHORT),
        ),
        detail_url, (Flag("active", "启用", lambda yes: Q(is_active=yes, present=True)),),
        ("name__icontains", "username__icontains"), "姓名或登录名", ("name", "id"),
        ("这里将列出本机关的用户。", "开立用户以后，再任用到岗位，才能办事。"),
        find=_find_person,
    ),
    _person_facts, Verb.OPEN_ACCOUNT, (),
)  # fmt: skip

_DELEGATIONS = Shown(
    Kind.DELEGATION, Delegation,
    Listing(
        "setup.delegation", "代理", "项",
        (
            Column("to", "代理人", lambda row: row.to.name, ("to__name",)),
            Column("for", "代谁", lambda row: row.post.user.name, ("post__user__name",)),
            Column("post", "岗位", lambda row: row.post.title),
            Column("agency", "机关", lambda row: row.post.agency.name, ("post__agency__path",)),
            Column("reason", "原因", lambda row: row.reason),
            SINCE, UNTIL, STATE,
        ),
        detail_url, (BY_STATE,), ("to__name__icontains", "post__user__name__icontains"), "姓名",
        ("-since",),
        ("这里将列出外出、休假期间的代理。", "在岗位的页面上选择“委托代理”即可开始。"),
    ),
    lambda row, day: [
        Fact("代理人", row.to.name), Fact("代谁", row.post.user.name),
        Fact("岗位", row.post.title, url=detail_url(row.post)),
        Fact("机关", row.post.agency, url=detail_url(row.post.agency)),
        Fact("原因", row.reason), *period(row),
    ],
    None, ("to", "post__user", "post__agency", "post__section"),
)  # fmt: skip

BODIES = (_AGENCIES, _SECTIONS, _PEOPLE, _POSTS, _DELEGATIONS)
