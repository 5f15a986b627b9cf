"""一个动作一页: the form of every verb, what it leads to, and what the page shows beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.web.acting import Refused
from gongkai.web.cases import policies
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.actions.disputes import Redo
from gongkai.web.cases.actions.splitting import Split
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import MOVES, Verb
from gongkai.web.cases.staff import deciding, pages, shown
from gongkai.web.cases.staff.asked import Asked
from gongkai.web.cases.staff.fields_ends import ENDS
from gongkai.web.cases.staff.fields_letters import LETTERS
from gongkai.web.cases.staff.fields_records import RECORDS
from gongkai.web.cases.staff.fields_reply import REPLY
from gongkai.web.cases.staff.fields_sending import SENDING
from gongkai.web.cases.staff.fields_work import WORK
from gongkai.web.cases.staff.lettering import asked_of, done_by
from gongkai.web.cases.staff.next_moves import act_url, refusal
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.cases.staff.persons import person_forms, persons_given
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.forms import WorkForm

__all__ = ["ASKED", "act", "form_page"]

ASKED: Mapping[Verb, Asked] = {
    **WORK, **LETTERS, **ENDS, **SENDING, **REPLY, **RECORDS
}  # fmt: skip
_AGAIN = "again"  # a button that reckons or adds a line and does nothing else


def form_page(opened: Opened, verb: Verb, data: Any = None) -> WorkForm:
    """The form of a verb for that case."""
    return ASKED[verb].form(opened, data)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Ask for what a verb needs; once it is there, do it."""
    try:
        does = Verb(f"cases.{verb}")
    except ValueError:
        raise Http404 from None
    if does is Verb.UNMASK:
        return pages.unmask(request, pk)
    if does not in ASKED and does is not Verb.DECIDE:
        raise Http404
    opened = pages.opened_or_404(request, pk)
    if does not in opened.verbs:
        try:
            policies.may(opened.actor, does, opened.case)
        except Refused as problem:
            raise PermissionDenied(problem.sentence) from None
        raise PermissionDenied
    if request.method != "POST" and (why := refusal(opened, does)) is not None:
        messages.error(request, why.sentence)
        return HttpResponseRedirect(opened.case.get_absolute_url())
    if does is Verb.DECIDE:
        return _decide(request, opened)
    return _act(request, opened, does)


def _act(request: HttpRequest, opened: Opened, verb: Verb) -> HttpResponse:
    asked = asked_of(opened, verb, ASKED[verb])
    again = request.method == "POST" and _AGAIN in request.POST
    data = request.POST if request.method == "POST" and not again else None
    start = {key: value for key, value in request.POST.items() if again and key != "version"}
    if request.method == "GET" and "kind" in request.GET:  # which record is missing on file
        start["kind"] = request.GET["kind"]
    form = asked.form(opened, data, start)
    blocks = _blocks(asked, request, data)
    if data is not None and form.is_valid() and _all_valid(blocks):
        facts = asked.facts(opened, form.facts)
        if people := persons_given(blocks):
            facts["people"] = people
        does, facts = done_by(opened, verb, facts)
        action = ACTIONS[does]()
        done = attempt(request, action, opened.case, form=form, version=form.seen, **facts)
        if done is not None:
            return _tell(request, opened, does, action, done)
    context = _context(opened, verb, asked)
    context |= {"form": form, "blocks": blocks, "wrong": bool(form.errors)}
    if asked.beside is not None:
        context |= asked.beside(opened, form)
    status = 400 if data is not None else 200
    response = render(request, asked.template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _all_valid(blocks: Iterable[BaseForm]) -> bool:
    """Each is asked, so that every mistake is shown at once."""
    valid = [one.is_valid() for one in blocks]
    return all(valid)


def _blocks(asked: Asked, request: HttpRequest, data: Any) -> list[Any]:
    if not asked.people:
        return []
    blocks = list(person_forms(data, 3))
    for one in blocks:
        one.empty_permitted = True
    return blocks


def _context(opened: Opened, verb: Verb, asked: Asked) -> dict[str, Any]:
    case, move = opened.case, MOVES[verb]
    return {
        "title": f"{verb.zh}：{case.number}",
        "lead": case.title,
        "case": case,
        "opened": opened,
        "verb": verb,
        "crumbs": pages.crumbs(opened, verb.zh),
        "consequence": asked.said(opened),
        "article": str(move.article),
        "danger": asked.danger,
        "button": asked.button or verb.zh,
        "help": asked.help,
        "back": case.get_absolute_url(),
        "show": asked.show,
        "clock": shown.clock(opened),
        "sections": shown.sections(opened) if "opinions" in asked.show else (),
        "decisions": [(item, pages.decided(item)) for item in opened.items]
        if "decisions" in asked.show else (),
        "back_url": act_url(case.pk, Verb.SEND_BACK)
        if verb in (Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN) else "",
    }  # fmt: skip


def _tell(
    request: HttpRequest, opened: Opened, verb: Verb, action: Any, done: Case
) -> HttpResponse:
    """To the page of the case, or to the list once it is out of sight."""
    say(request, f"{verb.zh}：{done.number}")
    if isinstance(action, Split):
        made = "、".join(one.number for one in action.made)
        messages.info(request, f"分立出的办件：{made}")
    if isinstance(action, Redo):
        return HttpResponseRedirect(action.made.get_absolute_url())
    there = policies.rows_of(Case, opened.actor).filter(pk=done.pk).exists()
    return HttpResponseRedirect(done.get_absolute_url() if there else reverse("cases"))


# decisions ----------------------------------------------------------------------------------------


_DECIDE = Asked(
    consequence="处理决定经审查、签发、送达以后生效；送审以前可以修改，修改以后须重新生成草稿。",
    show=("opinions",),
)


def _decide(request: HttpRequest, opened: Opened) -> HttpResponse:
    verb = Verb.DECIDE
    context = _context(opened, verb, _DECIDE)
    codes = deciding.chosen(opened, request.POST or request.GET)
    if codes is None:
        asked = any(name.startswith("c") for name in request.GET)
        form = deciding.Choosing(opened, request.GET if asked else None)
        context |= {"form": form, "first": True, "button": "下一步"}
        return render(request, "cases/choose.html", context, status=400 if asked else 200)
    posted = request.method == "POST"
    again = posted and _AGAIN in request.POST
    data = request.POST if posted and not again else None
    head = _head(opened, data)
    blocks = deciding.item_forms(opened, codes, data)
    if again:
        head = _head(opened, None, request.POST)
        blocks = [deciding.kept(one, request.POST) for one in
                  deciding.item_forms(opened, codes, deciding.one_more(request.POST))]  # fmt: skip
    if data is not None and head.is_valid() and _all_valid(blocks):
        facts = {**head.facts, "decisions": [one.given() for one in blocks]}
        done = attempt(request, ACTIONS[verb](), opened.case, form=head, version=head.seen, **facts)
        if done is not None:
            return _tell(request, opened, verb, None, done)
    context |= {
        "form": head, "blocks": blocks, "codes": sorted(codes.items()),
        "record_url": act_url(opened.case.pk, Verb.RECORD) if Verb.RECORD in opened.verbs else "",
        "other_url": act_url(opened.case.pk, verb),
        "wrong": bool(data is not None),
    }  # fmt: skip
    response = render(
        request, "cases/decide.html", context, status=400 if data is not None else 200
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _head(opened: Opened, data: Any, start: Any = None) -> WorkForm:
    from gongkai.web.cases.staff.asked import text

    fields: dict[str, Any] = {}
    heard = opened.sections and all(one.opinion for one in opened.sections)
    if not heard:
        fields["skip"] = text("未经科室的理由", 300, "没有科室意见的，写明理由。",
                              required=False)  # fmt: skip
    if opened.case.backlog:
        fields |= asked_of(opened, Verb.DECIDE, Asked()).fields(opened)
    base: Any = type("HeadForm", (WorkForm,), fields)
    initial = {"version": opened.case.version, "skip": (start or {}).get("skip", "")}
    form: WorkForm = base(data, initial=initial)
    return form
