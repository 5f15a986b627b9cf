"""文书模板: the body's own wording of its documents — edited, looked at, checked, compared."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.errors import GongkaiError
from gongkai.law.documents.notices import NOTICES
from gongkai.law.documents.notices import Notice as Named
from gongkai.notices import docx, pdf
from gongkai.notices.compose import compose
from gongkai.notices.fields import FIELDS, Kind, MergeField
from gongkai.notices.lint import TemplateFault, lint
from gongkai.notices.model import Notice, Paragraph
from gongkai.notices.sample import sample_facts
from gongkai.notices.template import fields, parse, source, standard
from gongkai.terms import term
from gongkai.web.acting import Refused
from gongkai.web.agencies.active import active_of, actor_of
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import letters, policies
from gongkai.web.cases.actions.setup import DropTemplate, KeepTemplate
from gongkai.web.cases.models import Template
from gongkai.web.files.kinds import MEDIA
from gongkai.web.files.kinds import Kind as FileKind
from gongkai.web.workbench.acts import ask, attempt, say
from gongkai.web.workbench.forms import WorkForm
from gongkai.web.workbench.setup.tabs import tabs_of

__all__ = ["drop", "edit", "history", "listing", "sample"]

_GROUPS = {
    "applicant": "申请人", "application": "申请", "decision": "处理决定", "body": "本机关",
    "document": "文书", "correction": "补正", "extension": "延长答复期限", "delay": "延迟答复",
    "reasons": "说明理由", "consultation": "征求意见", "fee": term("processing_fee").zh,
    "record": "更正记录",
    "service": "送达", "review": "审查", "handover": "移送",
}  # fmt: skip
_WRITERS = {"pdf": pdf.write, "docx": docx.write}
_LONGEST = 40_000


class TemplateForm(WorkForm):
    """The text; `version` is the number of the version that was shown, 0 for ours."""

    text = forms.CharField(
        label="模板内容", max_length=_LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "false", "class": "source"}),
    )  # fmt: skip


def _body(request: HttpRequest) -> Agency:
    """The body whose administrator sits there; 403 for anybody else."""
    post = active_of(request).post
    if post is None:
        raise PermissionDenied("请先切换到管理员岗位")
    try:
        policies.may_set_up(actor_of(request), post.agency)
    except Refused as refusal:
        raise PermissionDenied(refusal.sentence) from None
    return post.agency


def _named(code: str) -> Named:
    for one in NOTICES:
        if one.code == code:
            return one
    raise Http404


def _versions(body: Agency, code: str) -> list[Template]:
    return list(Template.objects.filter(agency=body, notice=code).order_by("-number"))


def _in_use(versions: list[Template]) -> Template | None:
    return next((one for one in versions if one.ended is None), None)


def _text_of(versions: list[Template], code: str, wanted: str) -> str:
    """The text of a version by its number; 0 is ours."""
    if wanted == "0":
        return source(code)
    found = next((one for one in versions if str(one.number) == wanted), None)
    if found is None:
        raise Http404
    return found.text


def _crumbs(named: Named, last: str) -> list[tuple[str, str]]:
    first = [("设置", reverse("setup")), ("文书模板", reverse("templates"))]
    if not last:
        return [*first, (named.zh, "")]
    return [*first, (named.zh, reverse("template", args=[named.code])), (last, "")]


# the list -------------------------------------------------------------------------------------


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every document with whose wording it has and since when."""
    body = _body(request)
    own = letters.templates_of(body)
    rows = [(one, own.get(one.code)) for one in NOTICES]
    context = {
        "title": "文书模板", "lead": body.name, "rows": rows, "count": len(own),
        "tabs": tabs_of(request, reverse("templates")),
        "help": (
            "本机关的文书按这里的模板生成。没有改过的用平台的标准模板，随平台更新。",
            "改动只影响以后生成的文书；已经发出的文书不变，以前的各版都保留，可以比较和恢复。",
            "救济告知、法律依据由系统按机关种类、日期和处理决定生成，不能写死在模板里。",
        ),
    }  # fmt: skip
    return render(request, "cases/templates.html", context)


# one document ---------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The text beside its merge fields; looked at as often as one likes, saved when it is right."""
    body, named = _body(request), _named(code)
    versions = _versions(body, code)
    used = _in_use(versions)
    wanted = request.GET.get("version", "")
    text = _text_of(versions, code, wanted or (str(used.number) if used else "0"))
    initial = {"text": text, "version": used.number if used else 0}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        if "pdf" in request.POST:
            return _file(body, text, named, "pdf")
        if "preview" not in request.POST:
            row = Template(agency=body, notice=code)
            done = attempt(request, KeepTemplate(), row, form=form, text=text, seen=form.seen)
            if done is not None:
                say(request, f"“{named.zh}”的模板已保存为第{done.number}版，对以后的文书有效")
                return HttpResponseRedirect(reverse("template", args=[code]))
    shown, problem = _shown(body, text, code)
    context = {
        "title": named.zh, "lead": f"{code} {named.audience.zh}", "named": named, "form": form,
        "used": used, "versions": len(versions), "from": wanted,
        "faults": _faults(text, code), "notice": shown, "problem": problem,
        "groups": list(_groups(code)), "crumbs": _crumbs(named, ""),
    }  # fmt: skip
    wrong = form.errors and "preview" not in request.POST
    return render(request, "cases/template.html", context, status=400 if wrong else 200)


def _faults(text: str, code: str) -> list[TemplateFault]:
    """What hinders its use, in words, with the place."""
    found = list(lint(text, timezone.localdate()))
    if not any(one.code == "unreadable" for one in found) and parse(text).code != code:
        found.insert(0, TemplateFault("code", f"第一行的 code 应当是 {code}；请改正", "code"))
    return found


def _composed(body: Agency, text: str, code: str) -> Notice:
    """The document with made-up facts; what is missing stands as 【…】."""
    template = parse(text)
    own = {code: template}
    facts = sample_facts(template.code, timezone.localdate(), letters.body_of(body))
    return compose(template, facts, own=own, draft=True)


def _shown(body: Agency, text: str, code: str) -> tuple[dict[str, Any] | None, str]:
    try:
        made = _composed(body, text, code)
    except GongkaiError as problem:
        return None, str(problem)
    blocks = [(isinstance(block, Paragraph), block) for block in made.blocks]
    return {"made": made, "blocks": blocks}, ""


def _file(body: Agency, text: str, named: Named, form: str) -> HttpResponse:
    """The same as a file; a page that says why there is none."""
    try:
        made = _composed(body, text, named.code)
        data = _WRITERS[form](made)
    except GongkaiError as problem:
        raise PermissionDenied(f"这份模板还不能生成文书：{problem}") from None
    response = HttpResponse(data, content_type=MEDIA[FileKind(form)])
    response["Content-Disposition"] = (
        content_disposition_header(form != "pdf", f"样例 {named.code} {named.zh}.{form}")
        or "inline"
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _groups(code: str) -> Iterator[tuple[str, bool, list[tuple[str, str, str]]]]:
    """Merge fields by what they tell of: name, open at first, (what is inserted, name, kind)."""
    usual = fields(standard(code))
    yield "这份文书用到的", True, [_entry(FIELDS[path]) for path in usual if path in FIELDS]
    for before, zh in _GROUPS.items():
        inside = [_entry(one) for path, one in FIELDS.items() if path.startswith(f"{before}.")]
        if inside:
            yield zh, False, inside
    yield (
        "由系统生成的",
        False,
        [
            ("{remedies}", "救济告知（单独一行）", "段落"),
            ("{law.R2019.33.2}", "引用条文：条例第三十三条第二款", "条文"),
        ],
    )


def _entry(one: MergeField) -> tuple[str, str, str]:
    written = {
        Kind.WORDS: f"{{#{one.path}}}\n{{.n}}.{{.}}{{.end}}\n{{/}}",
        Kind.RECORDS: f"{{#{one.path}}}\n…\n{{/}}",
        Kind.FLAG: f"{{?{one.path}}}…{{/}}",
    }.get(one.kind, f"{{{one.path}}}")
    return written, one.zh, one.kind.zh


@login_required
@require_safe
def sample(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A version as PDF or DOCX with made-up facts; without a number, the one in use."""
    body, named = _body(request), _named(code)
    if form not in _WRITERS:
        raise Http404
    versions = _versions(body, code)
    used = _in_use(versions)
    wanted = request.GET.get("version", "") or (str(used.number) if used else "0")
    return _file(body, _text_of(versions, code, wanted), named, form)


# versions -------------------------------------------------------------------------------------


@login_required
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """All versions, and what differs between two of them."""
    body, named = _body(request), _named(code)
    versions = _versions(body, code)
    newest = str(versions[0].number) if versions else "0"
    late = request.GET.get("to", "") or newest
    early = request.GET.get("from", "") or str(max(int(newest) - 1, 0))
    before, after = (_text_of(versions, code, wanted) for wanted in (early, late))
    names = {"0": "平台的标准模板"} | {str(one.number): f"第{one.number}版" for one in versions}
    context = {
        "title": f"{named.zh}：各版", "named": named, "versions": versions,
        "names": list(names.items()), "early": early, "late": late,
        "early_zh": names[early], "late_zh": names[late], "diff": list(_diff(before, after)),
        "same": before == after, "crumbs": _crumbs(named, "各版"),
    }  # fmt: skip
    return render(request, "cases/template_history.html", context)


def _diff(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Lines with what became of them: same, gone, new; far from any change they are left out."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=3)
    for number, line in enumerate(lines):
        if number < 2:  # the names of the files
            continue
        if line.startswith("@@"):
            yield "gap", ""
        else:
            yield {"-": "gone", "+": "new"}.get(line[:1], "same"), line[1:]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Asked once: back to our wording."""
    body, named = _body(request), _named(code)
    row, back = _in_use(_versions(body, code)), reverse("template", args=[code])
    if row is None:
        raise Http404
    page = ask(
        request, f"恢复标准模板：{named.zh}",
        "以后的文书用平台的标准模板；本机关的各版都保留，随时可以恢复。已经发出的文书不变。",
        button="恢复标准模板", back=back,
    )  # fmt: skip
    if page is not None:
        return page
    if attempt(request, DropTemplate(), row) is not None:
        say(request, f"“{named.zh}”已恢复平台的标准模板")
    return HttpResponseRedirect(back)
