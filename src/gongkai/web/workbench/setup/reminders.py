"""What is still to be set up: the tasks of an administrator before the trades can begin."""

from __future__ import annotations

from datetime import date

from gongkai.web.agencies.active import Active
from gongkai.web.agencies.models import ContactBlock, Delegation, Leader, Post, Section, on
from gongkai.web.agencies.moves import Kind, Verb
from gongkai.web.agencies.roles import Role
from gongkai.web.workbench.setup.shown import detail_url, list_url
from gongkai.web.workbench.tasks import Group, Task

__all__ = ["setup_tasks"]

_SOON = 7


def setup_tasks(active: Active, day: date) -> Group | None:
    """For the administrator of a body: what 条例 asks for and is missing, what is about to end."""
    from django.urls import reverse

    post = active.post
    if post is None or post.role != Role.ADMINISTRATOR:
        return None
    agency = post.agency
    found: list[Task] = []

    def begin(verb: Verb) -> str:
        return reverse("setup_begin", args=[verb.value])

    if not ContactBlock.objects.filter(agency=agency).exists():
        found.append(
            Task("设定联系方式", begin(Verb.SET_CONTACT), note="公开指南应当载明（条例第十二条）")
        )
    if agency.disclosure_office_id is None:
        if Section.objects.filter(on(day), agency=agency).exists():
            url = reverse("setup_act", args=[Kind.AGENCY.value, agency.pk, Verb.NAME_OFFICE.value])
            found.append(Task("指定政府信息公开工作机构", url, note="条例第四条"))
        else:
            found.append(
                Task(
                    "设立科室", begin(Verb.OPEN_SECTION), note="设立以后才能指定工作机构和安排岗位"
                )
            )
    if not Leader.objects.filter(on(day), agency=agency).exists():
        found.append(
            Task("登记机关领导", begin(Verb.APPOINT_LEADER), note="职务和分工在门户上公开")
        )
    posts = Post.objects.filter(on(day), agency=agency).select_related("user", "section", "agency")
    ending = posts.filter(until__isnull=False, until__lte=date.fromordinal(day.toordinal() + _SOON))
    found += [
        Task(f"{one.user}的“{one.title}”岗位将到期", detail_url(one), one.until)
        for one in ending.order_by("until")[:10]
    ]
    lent = Delegation.objects.filter(on(day), post__agency=agency).select_related(
        "to", "post__user"
    )
    over = lent.filter(until__lte=date.fromordinal(day.toordinal() + _SOON)).order_by("until")
    found += [
        Task(f"{one.to}代{one.post.user}办事将到期", detail_url(one), one.until)
        for one in over[:10]
    ]
    return Group("机关设置", found, len(found), list_url(Kind.AGENCY))
