"""门户: what every page of the portal shows: whose it is, the five columns, the contact block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from gongkai.terms import term
from gongkai.web.agencies.models import Agency, ContactBlock
from gongkai.web.audit.models import Entry

__all__ = ["COLUMNS", "Column", "Portal", "portal_of", "template_values", "updated"]


@dataclass(frozen=True, slots=True)
class Column:
    """One of the five columns, the same on every government portal."""

    zh: str
    url: str


# names as on the unified platform of government information (国办公开办函〔2019〕61号)
COLUMNS = (
    ("政府信息公开指南", "guide"),
    ("政府信息公开制度", "rules"),
    ("法定主动公开内容", "disclosure"),
    ("政府信息公开年报", "reports"),
    (term("disclosure_on_application").zh, "apply"),
)


@dataclass(frozen=True, slots=True)
class Portal:
    """Whose portal it is; a new installation has no body yet."""

    agency: Agency | None
    contact: ContactBlock | None
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """The name in the masthead."""
        return self.agency.name if self.agency else "政府信息公开平台"


def portal_of(request: HttpRequest) -> Portal:
    """The portal, looked up once a page."""
    found: Portal | None = getattr(request, "_portal", None)
    if found is None:
        found = _portal()
        request._portal = found  # type: ignore[attr-defined]
    return found


def _portal() -> Portal:
    """The body at the root and its contact block, else that of its competent department."""
    agency = Agency.objects.filter(parent=None, until=None).order_by("path").first()
    contact = None
    if agency is not None:
        blocks = ContactBlock.objects.filter(agency=agency)
        offices = ContactBlock.objects.filter(agency__parent=agency, agency__competent=True)
        contact = (blocks | offices).order_by("agency__path").first()
    columns = tuple(Column(zh, reverse(name)) for zh, name in COLUMNS)
    return Portal(agency, contact, columns)


def updated(contact: ContactBlock | None) -> datetime | None:
    """When the contact block was set last, by the trace."""
    if contact is None:
        return None
    lines = Entry.objects.filter(kind="agencies.contactblock", object=str(contact.pk))
    return lines.order_by("-id").values_list("at", flat=True).first()


def template_values(request: HttpRequest) -> dict[str, object]:
    """Context processor: `portal`, looked up only by pages that draw it."""
    return {"portal": SimpleLazyObject(lambda: portal_of(request))}
