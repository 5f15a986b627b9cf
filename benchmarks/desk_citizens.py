"""Citizens before their browsers: each writes, checks, sends, and sends again what they have sent.

`python -m benchmarks.desk_citizens PORT AGENCY CITIZENS APPLICATIONS FILE`: a line in the file for
each application that the server has accepted: its token, the seconds of the accepting answer, the
seconds from the first page on. A connection that breaks is tried again, as a person would.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

__all__ = ["bare", "crowd"]

HOST = "127.0.0.1"
_FORM = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_LONGEST = 240.0  # seconds until somebody gives up
_FIELDS = {
    "people": "1", "people-0-kind": "person", "people-0-identity_kind": "passport",
    "people-0-phone": "00000000001", "people-0-address": "云州市样例路1号",
    "wish-description": "2025年度行政审批事项调整情况", "wish-wanted_form": "electronic",
    "wish-way": "online",
}  # fmt: skip


class Browser:
    """Cookies, forms and patience."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.connection: HTTPConnection | None = None

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """(status, place, text); again until there is an answer."""
        limit = time.monotonic() + _LONGEST
        while True:
            try:
                return self._once(method, path, form)
            except (OSError, HTTPException):
                self.connection = None
                if time.monotonic() > limit:
                    raise
                time.sleep(0.2)

    def _once(self, method: str, path: str, form: dict[str, str] | None) -> tuple[int, str, str]:
        connection = self.connection = self.connection or HTTPConnection(
            HOST, self.port, timeout=120
        )
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(form).encode() if form is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, one in SimpleCookie(line).items():
                self.cookies[name] = one.value
        if answer.headers.get("Connection") == "close":
            self.connection = None
        if answer.status >= 500:
            time.sleep(0.2)
            raise HTTPException(f"{answer.status}")
        return answer.status, answer.headers.get("Location", ""), text


def _apply(browser: Browser, agency: int, who: str) -> tuple[str, float, float]:
    """One application; sent again at once, and later once more."""
    begun = time.monotonic()
    form, check = f"/apply/to/{agency}/", f"/apply/to/{agency}/check/"
    while True:
        _, _, text = browser.ask("GET", form)
        guard = _found(_FORM, text)
        named = {"people-0-name": who, "people-0-identity": f"X{abs(hash(who)) % 10**8:08}"}
        given = {**_FIELDS, **named, "csrfmiddlewaretoken": guard, "act": "check"}
        status, place, text = browser.ask("POST", form, given)
        if status != 302:
            raise RuntimeError(
                f"the form was refused: {status} {re.sub('<[^>]+>', ' ', text)[:2000]}"
            )
        _, _, text = browser.ask("GET", check)
        token = _TOKEN.search(text)
        if token is not None:
            break
    send = {"csrfmiddlewaretoken": _found(_FORM, text), "token": token[1]}
    sent = time.monotonic()
    while True:
        status, place, _ = browser.ask("POST", check, send)
        if status == 302 and "/receipt/" in place:
            break
        time.sleep(0.2)  # told that somebody else is being served: once more
    accepted = time.monotonic()
    _, again, _ = browser.ask("POST", check, send)
    if again != place:
        raise RuntimeError(f"sent twice, there are two receipts: {place} and {again}")
    browser.ask("GET", place)
    return token[1], accepted - sent, accepted - begun


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found is None:
        raise RuntimeError("the page has no form")
    return found[1]


def crowd(port: int, agency: int, citizens: int, applications: int, file: Path) -> list[str]:
    """All at once; what went wrong."""
    lock, faults = threading.Lock(), list[str]()
    ready = threading.Barrier(citizens)

    def one(number: int) -> None:
        browser = Browser(port)
        ready.wait()
        for turn in range(applications):
            try:
                token, seconds, whole = _apply(browser, agency, f"林测试{number}之{turn}")
            except (RuntimeError, OSError, HTTPException) as problem:
                with lock:
                    faults.append(repr(problem)[:3000])
                return
            with lock, file.open("a") as notes:
                notes.write(f"{token} {seconds:.4f} {whole:.4f}\n")

    threads = [threading.Thread(target=one, args=[number]) for number in range(citizens)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def bare(port: int, agency: int, citizens: int, times: int) -> float:
    """Rows kept a second by the bare view."""

    def one() -> None:
        browser = Browser(port)
        for _ in range(times):
            browser.ask("POST", "/bare/", {"agency": str(agency), "description": "情况" * 200})

    threads = [threading.Thread(target=one) for _ in range(citizens)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return citizens * times / (time.monotonic() - begun)


if __name__ == "__main__":
    port, agency, citizens, applications = map(int, sys.argv[1:5])
    if sys.argv[5] == "bare":
        print(bare(port, agency, citizens, applications))
    else:
        for fault in crowd(port, agency, citizens, applications, Path(sys.argv[5])):
            print("fault:", fault)
