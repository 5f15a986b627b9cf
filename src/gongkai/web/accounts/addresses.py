"""From which address a page is asked for: the nearest that our own proxies vouch for."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

__all__ = ["address_of"]


def address_of(request: HttpRequest) -> str:
    """The address, or "" when there is none.

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
