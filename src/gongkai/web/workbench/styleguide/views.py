"""Pages of the style guide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from gongkai.law.bodies.kinds import BodyKind
from gongkai.sources import R2019, Article
from gongkai.terms import term
from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies.models import Agency
from gongkai.web.workbench import progress as long_work
from gongkai.web.workbench.acts import ask
from gongkai.web.workbench.bulk import Bulk
from gongkai.web.workbench.columns import Choice, Column, Day, Kind, Tag, Tone
from gongkai.web.workbench.forms import WorkForm, day_field
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.styleguide import samples
from gongkai.web.workbench.views.failures import FAILURES, page
from gongkai.web.workbench.views.places import Stat

__all__ = [
    "components", "confirm", "failure", "form", "listing", "paper", "progress", "thing",
]  # fmt: skip

_CRUMBS = ("样式手册", "/styleguide/")
_TOKENS = (
    ("ink", "墨 #1b2430"), ("quiet", "次要 #566273"), ("line", "线 #d8dee6"),
    ("wash", "底 #f4f6f9"), ("blue", "蓝 #1556a0"), ("deep", "深蓝 #0d3c74"),
    ("red", "红 #b3261e"), ("amber", "琥珀 #8a5a00"), ("green", "绿 #1c7a4a"),
)  # fmt: skip


def components(request: HttpRequest) -> HttpResponse:
    """Every component in all states."""
    today = timezone.localdate()
    levels = (
        Message(messages.SUCCESS, "视图“本周到期”已删除", extra_tags="undo:/styleguide/"),
        Message(messages.INFO, "现在以“云州市行政审批服务局 受理”的身份办事"),
        Message(messages.WARNING, "没有选中任何一行；请先在左侧勾选，再选择要做的事"),
        Message(
            messages.ERROR, "“云审批依申请〔2026〕18号”刚被别人改过；您的改动没有保存，请刷新页面"
        ),
    )
    context = {
        "title": "样式手册",
        "crumbs": [_CRUMBS],
        "tokens": _TOKENS,
        "levels": levels,
        "tags": [
            Tag("办理中", Tone.OPEN), Tag("已答复", Tone.DONE), Tag("将到期", Tone.SOON),
            Tag("已超期", Tone.LATE), Tag("归档"),
        ],
        "stats": [
            Stat("本年新收", 128, "件"), Stat("按期答复率", "99.2", "%"),
            Stat("将到期", 3, "件", Tone.SOON), Stat("已超期", 1, "件", Tone.LATE),
            Stat("上年结转", 0, "件"),
        ],
        "clocks": [samples.clock(state, today) for state in samples.CLOCKS],
        "done": samples.done(),
        "moves": samples.moves(),
        "facts": samples.facts(),
        "files": samples.FILES,
        "running": long_work.Progress("正在汇总年度报告", 37, 120, "份"),
        "finished": long_work.Progress(
            "汇总年度报告", 120, 120, "份", True, "#",
            ("云州市民政局 2024：表三总计与各项之和不符；请该机关更正",),
        ),
        "help": ("这里说明本页是做什么的。", "再说明怎样开始。"),
        "long": samples.LONG,
    }  # fmt: skip
    return render(request, "styleguide/components.html", context)


def _refuse(request: HttpRequest, row: Agency) -> None:
    raise Refused(Refusal.STATE, "这是样式手册，什么也不会改动")


LISTING: Listing[Agency] = Listing(
    "styleguide", "名单", "个",
    (
        Column("name", "名称", lambda row: row.name, ("name",)),
        Column("kind", "种类", lambda row: BodyKind(row.kind).zh, ("kind",)),
        Column("code", "统一社会信用代码", lambda row: row.credit_code, (), Kind.SHORT),
        Column("depth", "层级", lambda row: row.path.count("/"), ("path",), Kind.NUMBER),
        Column("since", "设立", lambda row: row.since, ("since",), Kind.DAY),
        Column("state", "状态", lambda row: Tag("已撤销") if row.until else "有效",
               ("until",), Kind.SHORT),
        Column("short", "简称", lambda row: row.short_name, (), shown=False),
    ),
    lambda row: f"/bodies/{row.pk}/",
    (
        Choice("kind", "种类", [(kind.value, kind.zh) for kind in BodyKind], "kind"),
        Day("from", "设立自", "since__gte"),
        Day("to", "设立至", "since__lte"),
    ),
    ("name__icontains",), "名称", ("path",),
    ("这里将列出机关。", "设立第一个机关即可开始。"),
    (
        Bulk("remind", "提醒", "给选中的机关各发一条提醒。", _refuse),
        Bulk("close", "撤销", "选中的机关自今天起撤销，不能恢复。", _refuse, danger=True),
    ),
)  # fmt: skip


def listing(request: HttpRequest) -> HttpResponse:
    """The list pattern; `?empty=1` without a row."""
    rows = Agency.objects.none() if "empty" in request.GET else Agency.objects.all()
    return LISTING.respond(
        request, rows, title="名单", crumbs=[_CRUMBS, ("名单", "")],
        help=("筛选、排序、选择列以后的网址可以收藏，也可以存成视图。",),
        new_url="/styleguide/form/", new_zh="新建",
    )  # fmt: skip


def thing(request: HttpRequest) -> HttpResponse:
    """The three parts; `?state=` is a state of the clock."""
    state = request.GET.get("state", "running")
    if state not in samples.CLOCKS:
        raise Http404
    context = {
        "title": "云审批依申请〔2026〕18号",
        "what_zh": "申请",
        "crumbs": [_CRUMBS, ("云审批依申请〔2026〕18号", "")],
        "facts": samples.facts(),
        "done": samples.done(),
        "clock": samples.clock(state, timezone.localdate()),
        "moves": samples.moves(),
    }
    return render(request, "patterns/thing.html", context)


class SampleForm(WorkForm):
    """Every kind of field."""

    name = forms.CharField(label="申请人姓名或者名称", max_length=60)
    kind = forms.ChoiceField(
        label="申请人类别",
        choices=[("", "请选择"), ("person", "自然人"), ("business", "商业企业")],
        help_text="按年度报告表三的分类填写。",
    )
    received = day_field(term("received").zh, help_text="当面提交的为提交之日（条例第三十一条）。")
    content = forms.CharField(
        label="申请内容", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="信息的名称、文号，或者便于查询的其他特征。",
    )  # fmt: skip
    form_of_reply = forms.ChoiceField(
        label="获取方式", widget=forms.RadioSelect, required=False,
        choices=[("mail", "邮寄"), ("email", "电子邮件"), ("in_person", "当面领取")],
    )  # fmt: skip
    file = forms.FileField(
        label="附件", required=False, help_text="PDF、Word 或者图片，不超过20兆。"
    )
    agreed = forms.BooleanField(label="已核对身份证明", required=True)

    def clean_content(self) -> Any:
        """An error of a field."""
        text = self.cleaned_data["content"]
        if len(text) < 5:
            raise forms.ValidationError("申请内容太短；请写明要什么信息，至少5个字")
        return text


def form(request: HttpRequest) -> HttpResponse:
    """The form pattern; an empty POST shows every mistake."""
    bound = SampleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and bound.is_valid():
        messages.success(request, "已登记（样式手册什么也不保存）")
        return HttpResponseRedirect("/styleguide/")
    context = {
        "title": "登记申请", "form": bound, "button": "登记", "back": "/styleguide/",
        "crumbs": [_CRUMBS, ("登记申请", "")],
        "consequence": "自收到申请之日起计算答复期限，编号随即占用，不能退回。",
        "article": Article(R2019, 31),
    }  # fmt: skip
    return render(request, "patterns/form.html", context, status=400 if bound.errors else 200)


def confirm(request: HttpRequest) -> HttpResponse:
    """The page that names the consequence."""
    asked = ask(
        request, "视为放弃申请：云审批依申请〔2026〕18号",
        "申请人逾期不补正，视为放弃申请，本机关不再处理；通知随即发出，不能撤回。",
        button="确认视为放弃", back="/styleguide/", article=str(Article(R2019, 30)), danger=True,
    )  # fmt: skip
    return asked or HttpResponseRedirect("/styleguide/")


def progress(request: HttpRequest) -> HttpResponse:
    """Long work; `?done=1` is its end."""
    finished = "done" in request.GET
    work = long_work.Progress(
        "汇总年度报告", 120 if finished else 37, 120, "份", finished, "/styleguide/"
    )
    return long_work.respond(request, work, back="/styleguide/")


def paper(request: HttpRequest) -> HttpResponse:
    """What is read and printed."""
    context = {"title": "关于征求意见的函", "long": samples.LONG, "facts": samples.facts(),
               "files": samples.FILES}  # fmt: skip
    return render(request, "styleguide/paper.html", context)


def failure(request: HttpRequest, status: int) -> HttpResponse:
    """An error page."""
    if status not in FAILURES:
        raise Http404
    return page(FAILURES[status], mode=request.COOKIES.get("type", ""))
