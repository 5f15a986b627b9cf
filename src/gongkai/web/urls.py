"""Addresses: the portal at the root, the workbench under the address work/."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from gongkai.web.files.views import example
from gongkai.web.workbench.views import own

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("gongkai.web.accounts.urls")),
    path("work/cases/", include("gongkai.web.cases.staff.urls")),
    path("work/api/", include("gongkai.web.api.staff_urls")),
    path("api/", include("gongkai.web.api.urls")),
    path("work/", include("gongkai.web.workbench.urls")),
    path("files/", include("gongkai.web.files.urls")),
    path("work/messages/", include("gongkai.web.workbench.messages.urls")),
    path("feeds/", include("gongkai.web.messages.urls")),
    path("display/", own.display, name="display"),
    path("", include("gongkai.web.operation.urls")),
    path("", include("gongkai.web.portal.urls")),
]
if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/files/", example, name="styleguide_files"))
    urlpatterns.append(path("styleguide/", include("gongkai.web.workbench.styleguide.urls")))

handler400 = "gongkai.web.workbench.views.failures.bad_request"
handler403 = "gongkai.web.workbench.views.failures.forbidden"
handler404 = "gongkai.web.workbench.views.failures.not_found"
handler429 = "gongkai.web.workbench.views.failures.too_many"  # asked for by allauth
handler500 = "gongkai.web.workbench.views.failures.failed"
