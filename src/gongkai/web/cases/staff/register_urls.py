"""Addresses of the ledger, the registers and the sealed packages."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.cases.staff import packages, registers, statistics

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("statistics/", statistics.show, name="cases_statistics"),
    path("disputes/", registers.disputes, name="disputes"),
    path("disputes/new/", registers.new_dispute, name="dispute_new"),
    path("disputes/<int:pk>/", registers.dispute, name="dispute"),
    path("disputes/<int:pk>/edit/", registers.edit_dispute, name="dispute_edit"),
    path("complaints/", registers.complaints, name="complaints"),
    path("complaints/new/", registers.complaint, name="complaint_new"),
    path("complaints/<int:pk>/", registers.complaint, name="complaint"),
    path("packages/", packages.listing, name="packages"),
    path("packages/<int:pk>/", packages.show, name="package"),
    path("packages/<int:pk>/file/", packages.download, name="package_file"),
]
