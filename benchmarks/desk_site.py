"""What gunicorn serves in the benchmark: the platform, and a bare view that keeps a row."""

from __future__ import annotations

from typing import Any

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongkai.web import urls as platform  # noqa: E402
from gongkai.web.cases.models import Draft  # noqa: E402


def bare(request: HttpRequest) -> HttpResponse:
    """The least that keeps what somebody typed: one sealed row, no law, no trace, nobody told."""
    agency = int(request.POST["agency"])
    text = request.POST["description"]
    Draft.objects.create(agency_id=agency, values=text, changed=timezone.now())
    return HttpResponse("kept")


bare.csrf_exempt = True  # type: ignore[attr-defined]
urlpatterns: list[Any] = [path("bare/", bare), *platform.urlpatterns]
handler404 = platform.handler404
handler500 = platform.handler500
settings.ROOT_URLCONF = "benchmarks.desk_site"
