"""The addresses of the platform with one page more, which says who acts."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import path

from gongkai.web.agencies.active import actor_of
from gongkai.web.urls import urlpatterns as platform


def page(request: HttpRequest) -> JsonResponse:
    """Name, role and body of who acts."""
    actor = actor_of(request)
    return JsonResponse({"name": actor.name, "role": actor.role, "agency": actor.agency_name})


urlpatterns = [path("page/", page), *platform]
