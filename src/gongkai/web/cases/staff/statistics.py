"""台账统计: tables 3 and 4 of a body and year, each figure a link to what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from gongkai.law.decisions.rows import FORM
from gongkai.report.model import Report
from gongkai.report.write.layout import LaidOutCell, tables
from gongkai.report.write.tables_html import frame
from gongkai.report.write.text import markup
from gongkai.terms import term
from gongkai.web.acting import Actor
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.policies import place_of, rows_of
from gongkai.web.agencies.records import name_on
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import ledger, measures, measures_records, policies
from gongkai.web.cases.as_report import FORMATS, as_report, export
from gongkai.web.cases.models import Case, Dispute
from gongkai.web.cases.staff.registers import APPLICATIONS
from gongkai.web.workbench.columns import Tone
from gongkai.web.workbench.views.places import Stat

__all__ = ["show"]

FIRST = FORM.versions[0].since.year


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the address asks for: the body, its year, with all below it or not."""

    agency: Agency
    year: int
    below: bool

    @property
    def query(self) -> dict[str, str]:
        """As the address says it."""
        found = {"body": str(self.agency.pk), "year": str(self.year)}
        return found | {"below": "1"} if self.below else found


def _chosen(request: HttpRequest, bodies: list[Agency], actor: Actor) -> _Chosen:
    today = timezone.localdate()
    own = next((one for one in bodies if one.pk == actor.agency), bodies[0])
    text, year = request.GET.get("body", ""), request.GET.get("year", "")
    agency = next((one for one in bodies if text == str(one.pk)), None if text else own)
    years = {str(one): one for one in range(today.year, FIRST - 1, -1)}
    if agency is None or (year and year not in years):
        raise Http404
    return _Chosen(agency, years.get(year, today.year), request.GET.get("below") == "1")


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page, or one of the files; figures of bodies within reach, never who asked."""
    actor = actor_of(request)
    bodies = list(rows_of(Agency, actor).order_by("path"))
    if not bodies:
        raise Http404
    chosen = _chosen(request, bodies, actor)
    counted = ledger.bodies_of(chosen.agency, chosen.year, below=chosen.below)
    three, four = ledger.table_3(counted, chosen.year), ledger.table_4(counted, chosen.year)
    charged = measures.fees(counted, chosen.year)
    end = timezone.localdate().replace(year=chosen.year, month=12, day=31)
    body = name_on(chosen.agency, end) + ("（含下级）" if chosen.below else "")
    drills = measures.drills(counted, chosen.year)
    report = as_report(body, three, four, charged, drills=drills)
    wanted = request.GET.get("format", "")
    if wanted in FORMATS:
        response = HttpResponse(export(report, wanted), content_type=FORMATS[wanted])
        name = f"{report.file}.{wanted}"
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response
    before = ledger.table_4(counted, chosen.year - 1) if chosen.year > FIRST else None
    replied = measures.replies(counted, chosen.year)
    disputes = _sees(Dispute, actor)
    context = {
        "title": "台账统计",
        "lead": f"{body} {chosen.year}年",
        "crumbs": [(APPLICATIONS, reverse("cases")), ("台账统计", "")],
        "chosen": chosen,
        "bodies": bodies,
        "years": range(timezone.localdate().year, FIRST - 1, -1),
        "stats": _stats(three, replied),
        "tables": _drawn(report, chosen, actor, disputes),
        "balanced": three.balanced,
        "unplaced": three.unplaced,
        "going_on": chosen.year == timezone.localdate().year,
        "coverage": ledger.coverage(chosen.agency, chosen.year) if chosen.below else None,
        "sentences": _sentences(three, four, before, charged, replied, counted, drills),
        "files": [(f"?{urlencode(chosen.query | {'format': kind})}", kind) for kind in FORMATS],
        "registers": disputes,
    }
    return render(request, "cases/registers/statistics.html", context)


def _stats(three: ledger.Table3, replied: measures.Replies) -> list[Stat]:
    left = three[ledger.CARRIED_OUT, ledger.TOTAL]
    on_time = replied.on_time
    return [
        Stat("新收", three[ledger.NEW, ledger.TOTAL], "件"),
        Stat("上年结转", three[ledger.CARRIED_IN, ledger.TOTAL], "件"),
        Stat("办理结果", three[ledger.HANDLED, ledger.TOTAL], "件"),
        Stat("结转下年度", left, "件"),
        Stat("按期答复", "无" if on_time is None else str(on_time), "" if on_time is None else "%",
             Tone.SOON if replied.late else Tone.PLAIN),
        Stat("平均用时", "无" if replied.days is None else str(replied.days),
             "" if replied.days is None else "日"),
    ]  # fmt: skip


def _sentences(
    three: ledger.Table3, four: ledger.Table4, before: ledger.Table4 | None, charged: measures.Fees,
    replied: measures.Replies, counted: set[int], drills: measures.Drills,
) -> list[tuple[str, str]]:  # fmt: skip
    found = [("收费", charged.sentence), ("按期", replied.sentence)]
    for forum in measures.GROUPS:
        rate = measures.correction(four, forum)
        change = rate.change(measures.correction(before, forum)) if before and rate.all else ""
        found.append((f"{term(forum).zh}纠错率", rate.sentence + change))
    complaints, _ = measures.complaints_of(counted, three.year)
    return [
        *found,
        ("投诉举报、责任追究", complaints.sentence),
        ("更正", measures_records.claims(counted, three.year).sentence),
        ("转为主动公开", measures_records.proposals(counted, three.year).sentence),
        ("检查用申请", drills.sentence),
    ]


def _sees(model: type[Case] | type[Dispute], actor: Actor) -> bool:
    """Whether the list behind the figures is this person's to open."""
    return not policies.rows_of(model, actor).query.is_empty()


def _drawn(
    report: Report, chosen: _Chosen, actor: Actor, disputes: bool
) -> list[tuple[str, SafeString]]:
    """Tables 3 and 4 as the form prints them, with links where the reader may follow."""
    urls = _links(report, chosen, actor, disputes)

    def shown(cell: LaidOutCell, index: int) -> tuple[str, str]:
        text = markup(cell.text)
        url = urls.get(index) if cell.text != "0" else None
        return ' class="number"', f'<a href="{markup(url)}">{text}</a>' if url else text

    drawn = []
    for table in tables(report):
        html = frame([table], shown).replace('class="form table-', 'class="statutory table-')
        drawn.append((table.caption, mark_safe(html)))  # noqa: S308 - made by the report's writer
    return drawn


def _links(report: Report, chosen: _Chosen, actor: Actor, disputes: bool) -> dict[int, str]:
    looks = actor.role in (Role.OVERSEER, Role.SUPERVISOR)
    # a list shows what a person sees: it must be the very rows that were counted
    if chosen.below:
        place = place_of(actor) if looks else None
        same = place is not None and place.reach == chosen.agency.path
    else:
        same = looks or chosen.agency.pk == actor.agency
    if not same:
        return {}
    base = {"year": str(chosen.year)}
    if looks and not chosen.below:
        base["agency"] = str(chosen.agency.pk)
    form, found = report.form, {}
    if _sees(Case, actor) and (actor.section is None or actor.role not in _NARROWED):
        for row in form.rows:
            for index, column in zip(row.cells, form.columns, strict=True):
                query = base | {"cell": ledger.cell_of(row.labels[-1].id)}
                if column[-1].id != ledger.TOTAL:
                    query["column"] = column[-1].id
                found[index] = f"{reverse('cases')}?{urlencode(query)}"
    if disputes:
        for group in form.groups:
            for index, cell in zip((*group.parts, group.total), ledger.CELLS_4, strict=True):
                query = {"year": str(chosen.year), "cell": f"{group.labels[-1].id}:{cell}"}
                found[index] = f"{reverse('disputes')}?{urlencode(query)}"
    return found


_NARROWED = (Role.HANDLER, Role.SECTION_HEAD)
