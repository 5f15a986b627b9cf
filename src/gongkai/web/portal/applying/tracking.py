"""查询与办理: the case of a visitor who has shown number and query code."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.law.moves import State
from gongkai.law.periods import PAYMENT_DAYS
from gongkai.sources import R2019, Article
from gongkai.terms import term
from gongkai.web.accounts.addresses import address_of
from gongkai.web.agencies.models import ContactBlock
from gongkai.web.cases import attachments, clockwork, people, public, releasing
from gongkai.web.cases.actions import ACTIONS, OpenLetter
from gongkai.web.cases.actions.publishing import may_propose
from gongkai.web.cases.limits import says
from gongkai.web.cases.models import Case, Desk, Paper, Part, Redaction, WantedForm, Way
from gongkai.web.cases.moves import MOVES, Matter, Stage, Verb
from gongkai.web.cases.reading import as_printed
from gongkai.web.cases.showing import MOST_WRONG, Locked, show
from gongkai.web.files import storage
from gongkai.web.files.kinds import MEDIA, Kind
from gongkai.web.files.serving import serve
from gongkai.web.portal.applying import ownership
from gongkai.web.portal.applying.crumbs import CRUMBS
from gongkai.web.portal.applying.forms import CorrectionForm, RatingForm, TrackForm
from gongkai.web.portal.applying.uploading import upload_form
from gongkai.web.workbench.acts import attempt
from gongkai.web.workbench.things import Fact, NextMove, clock_card, next_move

__all__ = [
    "case", "correct", "leave", "letter", "page", "rate", "released", "shown_letter", "track",
    "withdraw",
]  # fmt: skip

_LETTERS = {"pdf": (MEDIA[Kind.PDF], "PDF"), "docx": (MEDIA[Kind.DOCX], "DOCX")}


# showing that it is one's own ---------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@ownership.private
def track(request: HttpRequest) -> HttpResponse:
    """Number and query code; wrong ones are counted by address and by number."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        found = _shown(request, number, code)
        if isinstance(found, Case):
            ownership.remember(request, found)
            return redirect("apply_case", found.key)
        form.add_error(None, found)
    context = {
        "title": "查询申请", "form": form, "own": ownership.mine(request),
        "minutes": ownership.MINUTES, "crumbs": [*CRUMBS, ("查询申请", "")],
    }  # fmt: skip
    return render(request, "portal/applying/track.html", context)


def _shown(request: HttpRequest, number: str, code: str) -> Case | str:
    """The case, or the one sentence for whatever is not right."""
    now = timezone.now()
    try:
        found = show(number, code, address_of(request), now, MOST_WRONG)
    except Locked as locked:
        at = timezone.localtime(locked.until)
        return f"输错次数太多，请在{at:%H:%M}以后再试；也可以带身份证件到工作机构查询"
    wrong = "申请编号或者查询码不对；请对照回执逐字核对。回执丢失的，请带身份证件到工作机构查询"
    return found or wrong


@require_POST
@ownership.private
def leave(request: HttpRequest) -> HttpResponse:
    """Nothing of the cases stays in this browser."""
    ownership.forget(request)
    messages.success(request, "已经退出查询；再次查看请输入申请编号和查询码")
    return redirect("apply_track")


# the case -----------------------------------------------------------------------------------------


@require_safe
@ownership.owned
def case(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Where it stands, what was done, what comes next."""
    now = timezone.now()
    standing = public.standing(case, timezone.localdate(now))
    desk = Desk.objects.filter(agency=case.agency).first() or Desk()
    open_, files = Stage(case.stage).open, attachments.own_files(case)
    given = _released(case)
    context = {
        "title": f"申请 {case.number}",
        "case": case,
        "now": standing,
        "open": open_,
        "facts": _facts(case),
        "done": public.story(standing),
        "clock": clock_card(
            standing.deadline, standing.day, ended=case.replied, still=clockwork.still_zh(case)
        ),
        "moves": list(_moves(case, standing)),
        "papers": [shown_letter(one, case) for one in reversed(standing.papers)],
        "released": given,
        "otherwise": "" if given else public.given_otherwise(case),
        "files": files,
        "remedies": standing.remedies(),
        "fee_until": standing.fee_until,
        "again": None if open_ else case.redone.only("number").first(),
        "fee_days": says("收到通知次日起{}", PAYMENT_DAYS),
        "asks_reasons": standing.application.state is State.ASKED_REASONS,
        "proposals": list(case.proposals.all()) if not open_ else [],
        "payment": desk.payment,
        "receipt": ownership.shows_code(request, case) and case.token is not None,
        "contact": ContactBlock.objects.filter(agency=case.agency).first(),
        "crumbs": [*CRUMBS, ("查询申请", reverse("apply_track")), (case.number, "")],
        "proof": upload_form(case, "proof") if open_ and not files else None,
        "more": upload_form(case, "more") if open_ else None,
    }
    return render(request, "portal/applying/case.html", context)


def _facts(case: Case) -> list[Fact]:
    named = [one for one in case.parties.all() if one.part == Part.APPLICANT]
    items = [item.text for item in case.items.all()]
    who = [
        Fact("受理机关", str(case.agency)),
        Fact("申请人", "、".join(people.mask_name(one.name) for one in named)),
        Fact("提交日期", case.arrived),
        Fact(term("received").zh, case.received, "尚未确认"),
    ]
    if case.rectifies:
        return [
            *who,
            Fact("事项", Matter(case.matter).zh),
            Fact("哪一条记录", case.features),
            Fact("不准确之处和更正要求", linebreaksbr(case.description)),
            Fact("证据", linebreaksbr(case.rectification.proof)),
            Fact("告知书的送达途径", Way(case.way).zh),
            Fact("需要的帮助", case.assistance, "无"),
        ]
    return [
        *who,
        Fact("申请内容", linebreaksbr(case.description), "见文号或者其他特征"),
        Fact("文号或者其他特征", case.features),
        *([Fact(f"第{n}项", text) for n, text in enumerate(items, 1)] if len(items) > 1 else []),
        Fact("形式和途径", f"{WantedForm(case.wanted_form).zh}，{Way(case.way).zh}"),
        Fact("需要的帮助", case.assistance, "无"),
    ]


def _moves(case: Case, now: public.Standing) -> list[NextMove]:
    stage, found = Stage(case.stage), list[NextMove]()
    if now.awaits_correction:
        zh = "修改补正" if case.correction_came else "提交补正"
        to = reverse("apply_correct", args=[case.key])
        found.append(next_move(zh, to, article=MOVES[Verb.SEND_CORRECTION].article, primary=True))
    if now.application.state is State.ASKED_REASONS:
        zh = "补充理由" if case.reasons_came else "说明理由"
        to = reverse("apply_explain", args=[case.key])
        found.append(next_move(zh, to, article=MOVES[Verb.SEND_REASONS].article, primary=True))
    if now.awaits_payment:
        found.append(next_move("查看缴费通知", "#fee", article=MOVES[Verb.NOTIFY_FEE].article,
                               primary=True))  # fmt: skip
    if now.reply is not None:
        found.append(next_move("查看答复", "#letters", article=MOVES[Verb.SERVE].article,
                               primary=True))  # fmt: skip
    if stage in MOVES[Verb.RATE].stages and case.replied is not None:
        zh = "修改评价" if case.score else "评价答复"
        found.append(next_move(zh, reverse("apply_rate", args=[case.key])))
    if may_propose(case):
        to = reverse("apply_propose", args=[case.key])
        found.append(next_move(Verb.PROPOSE.zh, to, article=MOVES[Verb.PROPOSE].article))
    if stage.open:
        found.append(next_move("补充材料", "#materials"))
    if stage in MOVES[Verb.WITHDRAW].stages:
        found.append(next_move("撤回申请", reverse("apply_withdraw", args=[case.key]), danger=True))
    return found


def shown_letter(paper: Paper, case: Case) -> dict[str, Any]:
    """A document with the ways to read it."""
    kinds = [(kind, zh) for kind, (_, zh) in _LETTERS.items() if getattr(paper, kind)]
    return {
        "zh": paper.get_notice_display(),
        "number": paper.number,
        "day": paper.dated,
        "known": public.known_on(paper),
        "again": public.sent_again(paper),
        "read": reverse("apply_letter", args=[case.key, paper.key, "read"]) if paper.text else "",
        "links": [(zh, reverse("apply_letter", args=[case.key, paper.key, k])) for k, zh in kinds],
    }


def _released(case: Case) -> list[dict[str, Any]]:
    return [
        {"name": one.source.name.rpartition(".")[0] or one.source.name,
         "url": reverse("apply_released", args=[case.key, one.key])}
        for one in public.released_of(case)
    ]  # fmt: skip


# letters and files --------------------------------------------------------------------------------


@require_safe
@ownership.owned
def letter(request: HttpRequest, case: Case, paper: UUID, form: str) -> HttpResponseBase:
    """A document that was sent to the applicant; that he opened it is noted first.

    `form`: read on the page, pdf, docx.
    """
    found = next((one for one in public.letters_of(case) if one.key == paper), None)
    blob = getattr(found, form) if found is not None and form in _LETTERS else ""
    if found is None or not (blob or (form == "read" and found.text)):
        raise Http404
    if request.method == "GET" and not OpenLetter.done(found):
        attempt(request, OpenLetter(), found)
    title = found.get_notice_display()
    if form == "read":
        read = as_printed(found.text, found.number)
        return page(request, case, title, "letter", read=read, paper=shown_letter(found, case))
    return serve(
        request, blob, storage.storage().size(blob), name=f"{title}.{form}",
        media=_LETTERS[form][0], tag=getattr(found, f"{form}_sha256"), keep=False,
    )  # fmt: skip


@require_safe
@ownership.owned
def released(request: HttpRequest, case: Case, redaction: UUID) -> HttpResponseBase:
    """A file given with the reply."""
    found: Redaction | None = public.released_of(case).filter(key=redaction).first()
    if found is None:
        raise Http404
    return releasing.send(request, found)


# acts of the applicant ----------------------------------------------------------------------------


def page(request: HttpRequest, case: Case, title: str, template: str, **more: Any) -> HttpResponse:
    """A page below that of the case."""
    crumbs = [*CRUMBS, (case.number, reverse("apply_case", args=[case.key])), (title, "")]
    context = {"title": title, "case": case, "crumbs": crumbs, **more}
    return render(request, f"portal/applying/{template}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@ownership.owned
def correct(request: HttpRequest, case: Case) -> HttpResponseBase:
    """补正 on line; its receipt is confirmed by the body."""
    standing = public.standing(case, timezone.localdate())
    if not standing.awaits_correction:
        messages.info(request, "这件申请现在不需要补正")
        return redirect("apply_case", case.key)
    form = CorrectionForm(request.POST or None, initial={"text": case.correction})
    if request.method == "POST" and form.is_valid():
        same = case.correction_came is not None and case.correction == form.facts["text"]
        act = partial(attempt, request, ACTIONS[Verb.SEND_CORRECTION](), case, form=form)
        if same or act(**form.facts) is not None:
            messages.success(request, "补正已经提交；机关确认收到以后，答复期限重新计算")
            return redirect("apply_case", case.key)
    asked = next((one for one in standing.papers if one.notice == "T04"), None)
    return page(
        request, case, "提交补正", "correct", form=form,
        until=standing.correction_until,
        paper=shown_letter(asked, case) if asked else None,
        files=attachments.own_files(case), article=Article(R2019, 30),
        material=upload_form(case, "correction"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@ownership.owned
def withdraw(request: HttpRequest, case: Case) -> HttpResponseBase:
    """撤回, asked once."""
    move = MOVES[Verb.WITHDRAW]
    if Stage(case.stage) not in move.stages:
        messages.info(request, f"这件申请在“{case.stage_zh}”环节，不能再撤回")
        return redirect("apply_case", case.key)
    if request.method == "POST" and request.POST.get("confirmed"):
        if attempt(request, ACTIONS[Verb.WITHDRAW](), case) is not None:
            messages.success(request, "申请已经撤回，办件办结")
        return redirect("apply_case", case.key)
    return page(request, case, "撤回申请", "withdraw", article=move.article)


@require_http_methods(["GET", "HEAD", "POST"])
@ownership.owned
def rate(request: HttpRequest, case: Case) -> HttpResponseBase:
    """The applicant's opinion of the reply."""
    if Stage(case.stage) not in MOVES[Verb.RATE].stages or case.replied is None:
        messages.info(request, "这件申请还没有答复，答复以后再评价")
        return redirect("apply_case", case.key)
    form = RatingForm(request.POST or None, initial={"score": case.score, "text": case.opinion})
    act = partial(attempt, request, ACTIONS[Verb.RATE](), case, form=form)
    if request.method == "POST" and form.is_valid() and act(**form.facts) is not None:
        messages.success(request, "感谢您的评价")
        return redirect("apply_case", case.key)
    return page(request, case, "评价答复", "rate", form=form)
