"""设置的页面: for every kind of row one list and one detail, for every verb one form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.accounts.models import User
from gongkai.web.acting import Actor, Refused
from gongkai.web.agencies import moves, policies
from gongkai.web.agencies.actions import ACTIONS
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.models import Agency, Delegation, Post
from gongkai.web.agencies.moves import Kind, State, Verb
from gongkai.web.audit.history import history
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.setup.fields import ASKED, Place
from gongkai.web.workbench.setup.kinds import KINDS, counted
from gongkai.web.workbench.setup.shown import Shown, agency_of, detail_url, list_url
from gongkai.web.workbench.setup.tabs import tabs_of
from gongkai.web.workbench.things import NextMove, done_of

__all__ = ["act", "begin", "detail", "listing", "start"]


def _shown(kind: str) -> Shown:
    found = KINDS.get(kind)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The settings begin with the bodies."""
    return HttpResponseRedirect(list_url(Kind.AGENCY))


@login_required
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """All rows of a kind that this person may see."""
    shown, actor = _shown(kind), actor_of(request)
    rows = counted(shown, shown.rows(actor), timezone.localdate())
    new = shown.new if shown.new and _may_somewhere(actor, shown.new) else None
    return shown.listing.respond(
        request,
        rows,
        template="workbench/setup_list.html",
        title=shown.listing.zh,
        tabs=tabs_of(request, list_url(shown.kind)),
        help=shown.help,
        new_url=reverse("setup_begin", args=[new.value]) if new else "",
        new_zh=new.zh if new else "",
    )


def _may_somewhere(actor: Actor, verb: Verb) -> bool:
    return any(actor.role == role for role, _ in policies.ALLOWED[verb])


@login_required
@require_safe
def detail(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One row: what it is, what was done to it and by whom, what may be done next."""
    shown, actor, today = _shown(kind), actor_of(request), timezone.localdate()
    row = shown.rows(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    context = {
        "title": str(row),
        "what_zh": shown.kind.zh,
        "facts": shown.facts(row, today),
        # of who no longer works here the name alone is shown
        "done": [done_of(event) for event in history(row, limit=50)]
        if getattr(row, "present", True) else [],
        "moves": list(_moves(shown, row, actor)),
        "crumbs": [("设置", reverse("setup")), (shown.listing.zh, list_url(shown.kind)),
                   (str(row), "")],
    }  # fmt: skip
    return render(request, "patterns/thing.html", context)


def _moves(shown: Shown, row: Any, actor: Actor) -> Iterator[NextMove]:
    """Buttons for what this person may do in this state; one sentence where nothing may be done."""
    day = timezone.localdate()
    agency = agency_of(row)
    verbs = list(moves.moves_of(shown.kind, moves.state_of(row, day)))
    if shown.kind is Kind.POST and moves.state_of(row, day) is not State.ENDED:
        verbs.append(Verb.DELEGATE)
    if shown.kind is Kind.AGENCY and moves.state_of(row, day) is State.CURRENT:
        verbs.append(Verb.FOUND)
    if agency is None or not verbs:
        return
    where = policies.relation(policies.place_of(actor), agency.path)
    own = shown.kind is Kind.POST and row.user_id == actor.id
    open_ = [
        verb for verb in verbs
        if (actor.role, where) in policies.ALLOWED[verb] or (own and verb is Verb.DELEGATE)
    ]  # fmt: skip
    for verb in open_:
        begins = verb in (Verb.DELEGATE, Verb.FOUND)
        zh = "设立下级机关" if verb is Verb.FOUND else verb.zh
        url = (
            f"{reverse('setup_begin', args=[verb.value])}?for={row.pk}" if begins
            else reverse("setup_act", args=[shown.kind.value, row.pk, verb.value])
        )  # fmt: skip
        yield NextMove(zh, url, danger=ASKED[verb].danger)
    if not open_:
        try:
            policies.may(actor, verbs[0], agency, where=where)
        except Refused as refusal:
            by = str(refusal.article or "")
            yield NextMove("修改", "", by, refusal.sentence)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, verb: str) -> HttpResponse:
    """A verb that begins a new row; `?for=` names the body, or the post that is lent."""
    does = _verb(verb, new=True)
    shown, actor = KINDS[moves.move_of(does).kind.value], actor_of(request)
    row, agency = _new_row(shown, does, actor, request.GET.get("for", ""))
    back = list_url(shown.kind)
    return _ask(request, shown, does, row, agency, back)


def _new_row(shown: Shown, verb: Verb, actor: Actor, wanted: str) -> tuple[Any, Agency]:
    pk = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else None
    if verb is Verb.DELEGATE:
        post = KINDS[Kind.POST.value].rows(actor).filter(pk=pk).first()
        if post is None:
            raise Http404
        return Delegation(post=post), post.agency
    pk = pk if pk is not None else actor.agency
    if pk is None:
        raise PermissionDenied("请先切换到有机关的岗位")
    agency = policies.rows_of(Agency, actor).filter(pk=pk).first()
    if agency is None:
        raise Http404
    if verb is Verb.FOUND:
        return Agency(parent=agency), agency
    if shown.model is User:
        return User(kept_by=agency.pk), agency
    # the contact block is one a body: to set it again is to change it
    if verb is Verb.SET_CONTACT:
        found = shown.rows(actor).filter(agency=agency).first()
        if found is not None:
            return found, agency
    return shown.model(agency=agency), agency


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, kind: str, pk: int, verb: str) -> HttpResponse:
    """A verb on a row that is there."""
    does, shown, actor = _verb(verb, new=False), _shown(kind), actor_of(request)
    row = shown.rows(actor).filter(pk=pk).first()
    if row is None or moves.move_of(does).kind is not shown.kind:
        raise Http404
    if not getattr(row, "present", True):
        raise PermissionDenied(f"{row}已经不在这里任职；请由现在的机关办理")
    return _ask(request, shown, does, row, agency_of(row), detail_url(row))


def _verb(slug: str, *, new: bool) -> Verb:
    try:
        verb = Verb(slug)
    except ValueError:
        raise Http404 from None
    begins = State.NEW in moves.move_of(verb).states
    if begins != new and verb is not Verb.SET_CONTACT:
        raise Http404
    return verb


def _ask(
    request: HttpRequest, shown: Shown, verb: Verb, row: Any, agency: Agency | None, back: str
) -> HttpResponse:
    """The form; once it is filled in, the act."""
    asked, actor, today = ASKED[verb], actor_of(request), timezone.localdate()
    place = Place(actor, row, agency, today)
    form = asked.form(place, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(request, ACTIONS[verb](), row, form=form, version=form.seen, **form.facts)
        if done is not None:
            _tell(request, shown, verb, done)
            return HttpResponseRedirect(_seen(shown, done, actor_of(request)))
    elif request.method != "POST" and agency is not None:
        own = isinstance(row, Delegation) and row.post.user_id == actor.id
        try:
            if not own:
                policies.may(actor, verb, agency)
        except Refused as refusal:
            raise PermissionDenied(refusal.sentence) from None
    where = agency.name if agency is not None and not isinstance(row, Agency) else ""
    context = {
        "title": verb.zh if row.pk is None else f"{verb.zh}：{row}",
        "lead": where if row.pk is None and not isinstance(row, Agency) else "",
        "form": form,
        "consequence": asked.consequence,
        "danger": asked.danger,
        "button": verb.zh,
        "back": back,
        "crumbs": [
            ("设置", reverse("setup")),
            (shown.listing.zh, list_url(shown.kind)),
            *([(str(row), detail_url(row))] if row.pk is not None else []),
            (verb.zh, ""),
        ],
    }
    return render(request, "patterns/form.html", context, status=400 if form.errors else 200)


def _tell(request: HttpRequest, shown: Shown, verb: Verb, row: Any) -> None:
    undo = ASKED[verb].undo
    url = ""
    if undo is not None and row.pk is not None:
        url = reverse("setup_act", args=[shown.kind.value, row.pk, undo.value])
    say(request, f"{verb.zh}：{row}", undo=url)


def _seen(shown: Shown, row: Any, actor: Actor) -> str:
    """Its page, unless the act took it out of reach or away: what had not begun leaves no row."""
    if row.pk is None:
        return list_url(shown.kind)
    if isinstance(row, Post | Agency) or shown.rows(actor).filter(pk=row.pk).exists():
        return detail_url(row)
    return list_url(shown.kind)
