"""Addresses of applications in the workbench."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.cases.staff import (
    acting,
    documents,
    intake,
    moved,
    pages,
    paper_urls,
    register_urls,
    sheet_pages,
)

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("moved/", moved.listing, name="cases_moved"),
    path("", pages.listing, name="cases"),
    path("new/", intake.begin, name="case_new"),
    path("person/", pages.find_person, name="case_find_person"),
    path("<int:pk>/", pages.detail, name="case"),
    *paper_urls.urlpatterns,
    *register_urls.urlpatterns,
    path("<int:pk>/receipt/", documents.receipt, name="case_receipt"),
    path("<int:pk>/receipt.pdf", documents.receipt_pdf, name="case_receipt_pdf"),
    path("<int:pk>/draft.pdf", documents.draft, name="case_draft"),
    path("<int:pk>/sheets/<slug:key>/", sheet_pages.sheet, name="case_sheet"),
    path("<int:pk>/sheets/<slug:key>/<slug:kind>/", sheet_pages.print_sheet, name="print_sheet"),
    path("<int:pk>/paper/<uuid:key>/<slug:kind>/", documents.paper, name="case_paper"),
    # last: whatever else stands below a case is a verb
    path("<int:pk>/<slug:verb>/", acting.act, name="case_act"),
]
