"""From which address a page is asked for, and to which a form leads back."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

__all__ = ["address_of", "way_back"]


def address_of(request: HttpRequest) -> str:
    """The nearest address that our own proxies vouch for, or "" when there is none.

    Behind n proxies of ours (TRUSTED_PROXIES) it is the n-th from the right of X-Forwarded-For;
    what stands further left anybody may have written.
    """
    proxies: int = settings.TRUSTED_PROXIES
    found = str(request.META.get("REMOTE_ADDR", ""))
    if proxies:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        if len(forwarded) >= proxies:
            found = forwarded[-proxies].strip()
    try:
        return str(ip_address(found))
    except ValueError:
        return ""


def way_back(request: HttpRequest, default: str) -> str:
    """Where a small form wants to go back to: an address of this site, else the default."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else default
