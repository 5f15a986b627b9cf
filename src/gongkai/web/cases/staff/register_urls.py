"""Addresses of the ledger, the registers and the sealed packages."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.cases.staff import (
    complaint_pages,
    dispute_list,
    dispute_pages,
    handovers,
    packages,
    proposals,
    statistics,
)

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("statistics/", statistics.show, name="cases_statistics"),
    path("disputes/", dispute_list.disputes, name="disputes"),
    path("disputes/new/", dispute_pages.new_dispute, name="dispute_new"),
    path("disputes/<int:pk>/", dispute_pages.dispute, name="dispute"),
    path("disputes/<int:pk>/edit/", dispute_pages.edit_dispute, name="dispute_edit"),
    path("complaints/", complaint_pages.complaints, name="complaints"),
    path("complaints/new/", complaint_pages.complaint, name="complaint_new"),
    path("complaints/<int:pk>/", complaint_pages.complaint, name="complaint"),
    path("handovers/", handovers.listing, name="handovers"),
    path("handovers/<int:pk>/", handovers.take_over, name="take_over"),
    path("proposals/", proposals.listing, name="proposals"),
    path("packages/", packages.listing, name="packages"),
    path("packages/<int:pk>/", packages.show, name="package"),
    path("packages/<int:pk>/file/", packages.download, name="package_file"),
    path("packages/<int:pk>/<slug:verb>/", packages.act, name="act_on_package"),
]
