"""办件列表与办件: the list, the case, the person found without naming him in an address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.law.decisions.codes import PARTIAL, decision
from gongkai.law.decisions.exemptions import exemption
from gongkai.law.outcomes import Forum
from gongkai.terms import term
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import attachments, policies
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.cases.sheets import sheets_of
from gongkai.web.cases.staff import shown, story
from gongkai.web.cases.staff.hints import REPEAT, hints, shared
from gongkai.web.cases.staff.listing import listing_for, print_of
from gongkai.web.cases.staff.listing import shown as with_lines
from gongkai.web.cases.staff.next_moves import act_url, offered
from gongkai.web.cases.staff.opened import Opened, open_case
from gongkai.web.files.fragments import file_list
from gongkai.web.files.policies import files_of
from gongkai.web.workbench.acts import attempt
from gongkai.web.workbench.things import Fact

__all__ = ["crumbs", "decided", "detail", "find_person", "listing", "opened_or_404", "unmask"]

HELP = (
    "点击办件编号打开办件。期限按本机关的日历逐日计算，征求意见的时间不计算在内；黄色为将到期，红色为已逾期。",
    "筛选以后可以保存为视图，也可以导出、打印；导出的文件不含申请人姓名。",
)


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The cases that this person may see: the register of the body (台账)."""
    actor, today = actor_of(request), timezone.localdate()
    rows = policies.rows_of(Case, actor)
    own = listing_for(request, today)
    response = own.respond(
        request, rows if request.method == "POST" else with_lines(rows, actor),
        template="cases/list.html", title=term("disclosure_on_application").zh, help=HELP,
        new_url=reverse("case_new") if actor.role == Role.INTAKE else "",
        new_zh="登记收到的申请", finds_people=policies.sees_people(actor),
    )  # fmt: skip
    response.setdefault("Cache-Control", "private, no-store")
    return response


@login_required
@require_POST
def find_person(request: HttpRequest) -> HttpResponse:
    """To the cases of a person: the address has a keyed print, never a name or a number."""
    if not policies.sees_people(actor_of(request)):
        raise PermissionDenied("您目前的岗位不能查看申请人信息")
    found = print_of(request.POST.get("person", ""))
    if not found:
        messages.warning(request, "没有填写要查找的人；请填写完整的姓名、联系电话或者证件号码")
        return HttpResponseRedirect(reverse("cases"))
    return HttpResponseRedirect(f"{reverse('cases')}?{urlencode({'who': found})}")


def opened_or_404(request: HttpRequest, pk: int) -> Opened:
    """The case before this person, or 404."""
    opened = open_case(actor_of(request), pk, timezone.localdate())
    if opened is None:
        raise Http404
    return opened


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: what is asked, what was done, the clock and what comes next."""
    return _page(request, opened_or_404(request, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asks, in the clear, on this one page; the reason is asked before and logged."""
    from gongkai.web.cases.staff.acting import form_page

    opened = opened_or_404(request, pk)
    if request.method == "POST":
        form = form_page(opened, Verb.UNMASK, request.POST)
        if form.is_valid():
            done = attempt(request, ACTIONS[Verb.UNMASK](), opened.case, form=form, **form.facts)
            if done is not None:
                return _page(request, opened, people=shown.people(opened))
        return _ask_reason(request, opened, form, status=400)
    return _ask_reason(request, opened, form_page(opened, Verb.UNMASK))


def _ask_reason(
    request: HttpRequest, opened: Opened, form: Any, *, status: int = 200
) -> HttpResponse:
    context = {
        "title": f"查看申请人信息：{opened.case}", "form": form, "button": "查看",
        "back": opened.case.get_absolute_url(), "crumbs": crumbs(opened, "查看申请人信息"),
        "consequence": "您的姓名、查看的时间和理由记入留痕；申请人信息只在下一页显示一次。",
        "article": "",
    }  # fmt: skip
    if Verb.UNMASK not in opened.verbs:
        raise PermissionDenied("您目前的岗位不能查看申请人信息")
    return render(request, "patterns/form.html", context, status=status)


def crumbs(opened: Opened, last: str = "") -> list[tuple[str, str]]:
    """Where a page of a case stands."""
    line = [(term("disclosure_on_application").zh, reverse("cases"))]
    if not last:
        return [*line, (opened.case.number, "")]
    return [*line, (opened.case.number, opened.case.get_absolute_url()), (last, "")]


def _page(request: HttpRequest, opened: Opened, **more: Any) -> HttpResponse:
    case = opened.case
    stage = Stage(case.stage)
    works = Verb.RECORD in opened.verbs
    context: dict[str, Any] = {
        "title": case.number,
        "lead": case.title,
        "case": case,
        "opened": opened,
        "stage": stage,
        "crumbs": crumbs(opened),
        "facts": shown.facts(opened),
        "progress": story.progress(opened),
        "done": story.story(opened),
        "clock": shown.clock(opened),
        "offered": offered(opened),
        "sections": shown.sections(opened),
        "disputes": [_dispute(one) for one in opened.disputes],
        "faults": opened.application.faults,
        "items": [(one, decided(one)) for one in opened.items],
        "unmask_url": act_url(case.pk, Verb.UNMASK) if Verb.UNMASK in opened.verbs else "",
        "has_receipt": works and case.received is not None,
    }
    if opened.sees_people:
        context |= {
            "inquiries": shown.inquiries(opened),
            "letters": shown.letters(opened),
            "papers": shown.papers(opened),
            "sheets": sheets_of(case, opened.papers, opened.inquiries),
            "evidence": opened.evidence,
            "conferences": opened.conferences,
            "description": case.description,
            "features": case.features,
        }
        if stage.open:
            context["hints"] = hints(opened)
            context["law_of_repeats"] = REPEAT
        context["shared"] = shared(opened)
        if not stage.open:
            context["proposals"] = opened.proposals
        context |= file_list(
            files_of(case), may_attach=works and stage is not Stage.ARCHIVED,
            kind=attachments.KIND, key=str(case.pk), next=case.get_absolute_url(),
        )  # fmt: skip
    response = render(request, "cases/case.html", context | more)
    response["Cache-Control"] = "private, no-store"
    return response


def decided(item: Any) -> list[Fact]:
    """What is decided on an item, for the page."""
    if not item.code:
        return []
    found = [Fact("处理决定", decision(item.code).zh)]
    if item.code == PARTIAL:
        found.append(Fact("不公开部分", [decision(code).zh for code in item.refused]))
    if item.grounds:
        found.append(Fact("理由条款", [exemption(code).zh for code in item.grounds]))
    if item.reason:
        found.append(Fact("事实和理由", item.reason))
    return found


def _dispute(one: Any) -> dict[str, Any]:
    from gongkai.law.outcomes import outcome

    return {
        "row": one, "forum": Forum(one.forum).zh,
        "outcomes": "、".join(outcome(id).zh for id in one.outcomes) or "尚未审结",
    }  # fmt: skip
