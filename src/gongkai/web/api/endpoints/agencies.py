"""机关: the bodies that a token sees, their sections and contact blocks."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.acting import perform
from gongkai.web.agencies.actions import OpenSection, RenameSection, SetContact
from gongkai.web.agencies.models import Agency, ContactBlock, Section, on
from gongkai.web.agencies.policies import rows_of
from gongkai.web.agencies.records import name_on, parent_on, subtree
from gongkai.web.api.calling import Caller, caller_of, open_to
from gongkai.web.api.paging import Paging, Text, page
from gongkai.web.api.problems import Kind, Problem
from gongkai.web.api.replays import once
from gongkai.web.api.scopes import READ_AGENCIES, READ_BELOW, WRITE_AGENCIES
from gongkai.web.api.versions import check_version, give

__all__ = ["Day", "Id", "agency_seen", "router"]

router = Router(tags=["机关"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1, description="编号")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
KindOfBody = StrEnum("KindOfBody", [(kind.name, kind.value) for kind in BodyKind])  # type: ignore[misc]


class NameOut(Schema):
    """A name that a body had."""

    name: str = Field(description="名称")
    since: date = Field(description="自")
    until: date | None = Field(description="至；没有则沿用至今")


class AgencyOut(Schema):
    """A body."""

    id: int = Field(description="编号")
    parent: int | None = Field(description="上级的编号；写了 on 的，是当天的上级")
    name: str = Field(description="名称；写了 on 的，是当天的名称")
    short_name: str = Field(description="简称")
    kind: str = Field(description="种类")
    kind_zh: str = Field(description="种类的名称")
    credit_code: str | None = Field(description="统一社会信用代码")
    competent: bool = Field(description="是否本级政府信息公开工作主管部门")
    disclosure_office: int | None = Field(description="政府信息公开工作机构（科室的编号）")
    since: date = Field(description="设立")
    until: date | None = Field(description="撤销")
    names: list[NameOut] = Field(description="历次名称")


class AgencyPage(Schema):
    """A page of bodies."""

    items: list[AgencyOut]
    next: str | None = Field(description="下一页的 cursor；没有则已到末页")


class SectionOut(Schema):
    """A section of a body."""

    id: int = Field(description="编号")
    agency: int = Field(description="机关的编号")
    name: str = Field(description="名称")
    since: date = Field(description="自")
    until: date | None = Field(description="至")


class SectionPage(Schema):
    """A page of sections."""

    items: list[SectionOut]
    next: str | None = Field(description="下一页的 cursor；没有则已到末页")


class ContactOut(Schema):
    """What the public is told of the disclosure office."""

    office: str = Field(description="工作机构名称")
    address: str = Field(description="办公地址")
    hours: str = Field(description="办公时间")
    phone: str = Field(description="联系电话")
    fax: str = Field(description="传真号码")
    postcode: str = Field(description="邮政编码")
    email: str = Field(description="互联网联系方式")


class ContactIn(Schema):
    """The contact block as it shall be."""

    model_config = {"extra": "forbid"}
    office: str = Field(description="工作机构名称", max_length=200)
    address: str = Field(description="办公地址", max_length=200)
    hours: str = Field(description="办公时间", max_length=200)
    phone: str = Field(description="联系电话", max_length=60)
    fax: str = Field("", description="传真号码", max_length=60)
    postcode: str = Field("", description="邮政编码", max_length=6)
    email: str = Field("", description="互联网联系方式", max_length=254)


class NewSection(Schema):
    """A section to open."""

    model_config = {"extra": "forbid"}
    name: str = Field(description="名称", max_length=100)
    since: Day | None = Field(None, description="设立日期；不写则为今天")


class SectionName(Schema):
    """Another name for a section."""

    model_config = {"extra": "forbid"}
    name: str = Field(description="名称", max_length=100)


class AgencySort(StrEnum):
    """How bodies may be sorted."""

    TREE, TREE_DOWN, NAME, NAME_DOWN = "path", "-path", "name", "-name"


class AgencyFilter(Paging):
    """Which bodies, in which order."""

    kind: KindOfBody | None = Field(None, description="种类")
    under: int | None = Field(
        None, ge=1, le=2**63 - 1, description="只列这个机关和它的下级；写了 on 的，是当天的下级"
    )
    q: str = Field("", max_length=100, description="名称或者简称中的文字")
    on: Day | None = Field(None, description="只列当天存在的机关，名称和上级取当天的")
    sort: AgencySort = Field(AgencySort.TREE, description="排序；前面加 - 为倒序")


class NameOn(Schema):
    """Of which day the name and the body above are."""

    on: Day | None = Field(None, description="取当天的名称和上级")


class SectionSort(StrEnum):
    """How sections may be sorted."""

    AGE, AGE_DOWN, NAME, NAME_DOWN = "since", "-since", "name", "-name"


class SectionFilter(Paging):
    """Which sections, in which order."""

    on: Day | None = Field(None, description="只列当天存在的科室")
    sort: SectionSort = Field(SectionSort.AGE, description="排序；前面加 - 为倒序")


_READ = open_to(READ_AGENCIES, READ_BELOW)
_WRITE = open_to(WRITE_AGENCIES)


def agency_seen(caller: Caller, id: int) -> Agency:
    """The body, if the token sees it; one that it does not see is not there."""
    rows = rows_of(Agency, caller.actor).prefetch_related("names", "places")
    found = rows.filter(pk=id).first()
    if found is None:
        raise Problem(Kind.NOT_FOUND, "没有这个机关，或者不在这个令牌可以查看的范围内")
    return found


def _section_seen(caller: Caller, agency: int, id: int) -> Section:
    found = rows_of(Section, caller.actor).select_related("agency").filter(
        pk=id, agency=agency
    ).first()  # fmt: skip
    if found is None:
        raise Problem(Kind.NOT_FOUND, "没有这个科室，或者不在这个令牌可以查看的范围内")
    return found


def _agency(row: Agency, day: date | None = None) -> dict[str, Any]:
    names = sorted(row.names.all(), key=lambda name: name.since)
    return {
        "id": row.pk, "parent": parent_on(row, day) if day else row.parent_id,
        "name": name_on(row, day) if day else row.name,
        "short_name": row.short_name, "kind": row.kind, "kind_zh": BodyKind(row.kind).zh,
        "credit_code": row.credit_code, "competent": row.competent,
        "disclosure_office": row.disclosure_office_id, "since": row.since, "until": row.until,
        "names": [{"name": n.name, "since": n.since, "until": n.until} for n in names],
    }  # fmt: skip


def _section(row: Section) -> dict[str, Any]:
    return {
        "id": row.pk, "agency": row.agency_id, "name": row.name, "since": row.since,
        "until": row.until,
    }  # fmt: skip


def _contact(row: ContactBlock) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ContactOut.model_fields}


@router.get("", response=AgencyPage, operation_id="list_agencies", summary="机关名单", **_READ)
def list_agencies(
    request: HttpRequest, wanted: Annotated[AgencyFilter, Query(...)]
) -> dict[str, Any]:
    """The bodies that the token sees, in the order of the tree unless another is asked for.

    令牌可以查看的机关；默认按隶属关系排列，`parent` 指明上级。
    """
    caller = caller_of(request)
    rows = rows_of(Agency, caller.actor).prefetch_related("names", "places")
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind.value)
    if wanted.under is not None:
        above = agency_seen(caller, wanted.under)
        rows = rows.filter(pk__in=subtree(above, wanted.on).order_by().values("pk"))
    if wanted.q:
        q = Text(wanted.q)
        rows = rows.filter(name__icontains=q) | rows.filter(short_name__icontains=q)
    if wanted.on is not None:
        rows = rows.filter(on(wanted.on))
    return page(rows, wanted, wanted.sort.value, lambda row: _agency(row, wanted.on))


@router.get("/{id}", response=AgencyOut, operation_id="read_agency", summary="一个机关", **_READ)
def read_agency(
    request: HttpRequest, id: Id, wanted: Annotated[NameOn, Query(...)]
) -> HttpResponse:
    """机关的资料和历次名称。"""
    row = agency_seen(caller_of(request), id)
    return give(request, _agency(row, wanted.on), row.version)


@router.get(
    "/{id}/contact", response=ContactOut, operation_id="read_contact", summary="联系方式", **_READ
)
def read_contact(request: HttpRequest, id: Id) -> HttpResponse:
    """政府信息公开工作机构的联系方式。"""
    row = _contact_of(agency_seen(caller_of(request), id))
    if row is None:
        raise Problem(Kind.NOT_FOUND, "这个机关还没有设定联系方式")
    return give(request, _contact(row), row.version)


def _contact_of(agency: Agency) -> ContactBlock | None:
    return ContactBlock.objects.filter(agency=agency).first()


@router.put(
    "/{id}/contact", response=ContactOut, operation_id="set_contact", summary="设定联系方式",
    **_WRITE,
)  # fmt: skip
def set_contact(request: HttpRequest, id: Id, contact: ContactIn) -> HttpResponse:
    """设定本机关的联系方式；已有的须在 If-Match 里写读取时的 ETag。"""
    caller = caller_of(request)

    def do() -> HttpResponse:
        agency = agency_seen(caller, id)
        row, version = _contact_of(agency), None
        if row is not None:
            version = check_version(request, row)
        done = perform(
            SetContact(), caller.actor, row or ContactBlock(agency=agency), now=caller.now,
            version=version, **contact.model_dump(),
        )  # fmt: skip
        return give(request, _contact(done), done.version, status=201 if row is None else 200)

    return once(request, do)


@router.get(
    "/{id}/sections", response=SectionPage, operation_id="list_sections", summary="科室名单",
    **_READ,
)  # fmt: skip
def list_sections(
    request: HttpRequest, id: Id, wanted: Annotated[SectionFilter, Query(...)]
) -> dict[str, Any]:
    """一个机关的科室。"""
    caller = caller_of(request)
    rows = rows_of(Section, caller.actor).filter(agency=agency_seen(caller, id))
    if wanted.on is not None:
        rows = rows.filter(on(wanted.on))
    return page(rows, wanted, wanted.sort.value, _section)


@router.get(
    "/{id}/sections/{section}", response=SectionOut, operation_id="read_section",
    summary="一个科室", **_READ,
)  # fmt: skip
def read_section(request: HttpRequest, id: Id, section: Id) -> HttpResponse:
    """科室的名称和起止日期。"""
    row = _section_seen(caller_of(request), id, section)
    return give(request, _section(row), row.version)


@router.post(
    "/{id}/sections", response={201: SectionOut}, operation_id="open_section", summary="设立科室",
    **_WRITE,
)  # fmt: skip
def open_section(request: HttpRequest, id: Id, new: NewSection) -> HttpResponse:
    """在本机关设立科室。"""
    caller = caller_of(request)

    def do() -> HttpResponse:
        agency = agency_seen(caller, id)
        since = new.since or timezone.localdate(caller.now)
        done = perform(
            OpenSection(), caller.actor, Section(agency=agency), now=caller.now, name=new.name,
            since=since,
        )  # fmt: skip
        place = f"/api/v1/agencies/{agency.pk}/sections/{done.pk}"
        return give(request, _section(done), done.version, status=201, location=place)

    return once(request, do)


@router.patch(
    "/{id}/sections/{section}", response=SectionOut, operation_id="rename_section",
    summary="科室更名", **_WRITE,
)  # fmt: skip
def rename_section(request: HttpRequest, id: Id, section: Id, new: SectionName) -> HttpResponse:
    """给科室改名；须在 If-Match 里写读取时的 ETag。"""
    caller = caller_of(request)

    def do() -> HttpResponse:
        row = _section_seen(caller, id, section)
        version = check_version(request, row)
        done = perform(
            RenameSection(), caller.actor, row, now=caller.now, version=version, name=new.name
        )
        return give(request, _section(done), done.version)

    return once(request, do)
