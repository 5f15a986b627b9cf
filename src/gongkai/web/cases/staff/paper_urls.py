"""Addresses of redaction, templates and the settings of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.web.cases.staff import (
    desk_pages,
    redaction_acts,
    redaction_pages,
    templates_pages,
)

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("<int:pk>/redactions/", redaction_pages.listing, name="redactions"),
    path("<int:pk>/redactions/begin/", redaction_pages.begin, name="begin_redaction"),
    path("redactions/<uuid:key>/", redaction_pages.show, name="redaction"),
    path(
        "redactions/<uuid:key>/pages/<int:number>.png",
        redaction_pages.page_picture,
        name="redaction_page",
    ),
    path("redactions/<uuid:key>/result/", redaction_pages.result, name="redaction_result"),
    path(
        "redactions/<uuid:key>/result/<int:number>.png",
        redaction_pages.result_picture,
        name="redaction_result_page",
    ),
    path("redactions/<uuid:key>/<slug:verb>/", redaction_acts.act, name="redact"),
    path("templates/", templates_pages.listing, name="templates"),
    path("templates/<slug:code>/", templates_pages.edit, name="template"),
    path("templates/<slug:code>/history/", templates_pages.history, name="template_history"),
    path("templates/<slug:code>/drop/", templates_pages.drop, name="drop_template"),
    path(
        "templates/<slug:code>/sample.<slug:form>", templates_pages.sample, name="template_sample"
    ),
    path("desk/", desk_pages.desk, name="desk"),
]
