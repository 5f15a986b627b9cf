"""发送: one POST to a checked machine, signed; no redirect is followed, nothing of the answer kept.

A message carries the headers

    Gongkai-Event      the event's id, as in the body
    Gongkai-Delivery   the message's id: the same at each attempt
    Gongkai-Timestamp  seconds since 1970 when it was sent
    Gongkai-Signature  v1=HMAC-SHA256(secret, timestamp + "." + body) in hexadecimal digits

The receiver computes the signature over the bytes as they came, compares in constant time, and
refuses what is older than five minutes. Any answer from 200 to 299 means that it has arrived.
"""

from __future__ import annotations

import hashlib
import hmac
import socket  # noqa: TID251
import ssl
import threading
from http.client import (  # noqa: TID251  # the platform sends; the core may not
    HTTPConnection,
    HTTPException,
)

from gongkai.web.api.hooks.addresses import Target

__all__ = ["NotSent", "post", "signature"]

_SECONDS = 10.0  # one step of the exchange
_LONGEST = 20.0  # all of it


class NotSent(Exception):
    """The message did not get there; the text is a Chinese sentence for the log."""


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What stands in Gongkai-Signature."""
    made = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1={made.hexdigest()}"


class _Connection(HTTPConnection):
    """To the machine that was checked, whatever the name means by now."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=_SECONDS)
        self.target = target

    def connect(self) -> None:
        sock = socket.create_connection((self.target.machine, self.target.port), _SECONDS)
        if self.target.secure:
            context = ssl.create_default_context()
            sock = context.wrap_socket(sock, server_hostname=self.target.host)
        self.sock = sock


def post(target: Target, body: bytes, headers: dict[str, str]) -> int:
    """Send it once; the status of the answer. NotSent when there is none."""
    connection = _Connection(target)
    late = threading.Timer(_LONGEST, _cut, [connection])
    late.daemon = True
    late.start()
    try:
        connection.request("POST", target.path, body, headers)
        return connection.getresponse().status
    except (ssl.SSLError, ssl.CertificateError) as problem:
        raise NotSent(f"对方的证书不能验证（{type(problem).__name__}）") from None
    except TimeoutError:
        raise NotSent("对方没有及时答复") from None
    except (OSError, HTTPException, ValueError) as problem:
        raise NotSent(f"连接不上对方（{type(problem).__name__}）") from None
    finally:
        late.cancel()
        connection.close()


def _cut(connection: _Connection) -> None:
    """End an exchange that drips along."""
    if connection.sock is not None:
        connection.close()
