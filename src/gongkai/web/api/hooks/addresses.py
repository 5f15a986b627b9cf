"""往哪里发: only https addresses whose host is on the public network, checked at each sending."""

from __future__ import annotations

import socket  # noqa: TID251  # the platform may look up a host; the core may not
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.errors import BadInput

__all__ = ["Target", "plain", "resolve"]

_EXAMPLE = "https://oa.example.gov.cn/hooks"
_NAT64 = ip_network("64:ff9b::/96")  # an IPv4 address inside, perhaps a private one


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: the machine that was checked, and what is asked of it."""

    secure: bool
    host: str
    port: int
    path: str
    machine: str


def plain(url: str) -> str:
    """The address as it will be kept; BadInput for one that may not be sent to."""
    _parts(url)
    return url


def resolve(url: str) -> Target:
    """The machine behind an address; BadInput unless all that the name stands for are public."""
    secure, host, port, path = _parts(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadInput(f"找不到主机 {host}；请核对网址") from None
    machines = [str(one[4][0]) for one in found]
    for machine in machines:
        if not _public(machine):
            raise BadInput(f"{host} 不在公共网络上；出于安全考虑不能向内部地址发送")
    if not machines:
        raise BadInput(f"找不到主机 {host}；请核对网址")
    return Target(secure, host, port, path, machines[0])


def _parts(url: str) -> tuple[bool, str, int, str]:
    if not url.isascii() or any(c.isspace() or c in '\\"<>' for c in url):
        raise BadInput(f"网址只能用英文字母、数字和符号，如 {_EXAMPLE}")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise BadInput(f"网址写得不对；应如 {_EXAMPLE}") from None
    insecure = settings.HOOKS_ANYWHERE
    if parts.scheme not in (("https", "http") if insecure else ("https",)) or not host:
        raise BadInput(f"网址应以 https:// 开头，如 {_EXAMPLE}")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadInput("网址里不能有用户名、口令或者 # 后面的部分；请去掉")
    secure = parts.scheme == "https"
    if port == 0:
        raise BadInput("网址的端口不对；请核对")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return secure, host, port or (443 if secure else 80), path


def _public(machine: str) -> bool:
    if settings.HOOKS_ANYWHERE:
        return True
    try:
        address = ip_address(machine.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address.sixtofour is not None or address.teredo is not None or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast
