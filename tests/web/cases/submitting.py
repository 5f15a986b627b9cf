"""A process that submits forms and works on cases: `python -m tests.web.cases.submitting …`.

Arguments: id of the body, file of tokens (one a line), file of notes. Each accepted application is
noted after its transaction: token, number, code.
"""

from __future__ import annotations

import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


def work(agency: int, tokens: Path, notes: Path) -> None:
    """Submit each form, and then confirm and register what was taken."""
    import django

    django.setup()
    from gongkai.web.acting import Actor, Refused, perform
    from gongkai.web.agencies.models import Agency
    from gongkai.web.audit.actor import SYSTEM
    from gongkai.web.cases.actions import ACTIONS, submit
    from gongkai.web.cases.moves import Verb
    from tests.web.cases.world import PERSON, WISH

    body = Agency.objects.get(pk=agency)
    with notes.open("ab", buffering=0) as out:
        for line in tokens.read_text("ascii").split():
            values = {"people": [PERSON], **WISH}
            while True:
                try:
                    case, code = submit(body, Actor(None, "访客"), NOW, uuid.UUID(line), **values)
                    break
                except Refused:  # others had the lock for too long: the visitor tries again
                    continue
            out.write(f"{line} {case.number} {code}\n".encode())
            for verb, facts in (
                (Verb.CONFIRM, {"evidence": "电话确认"}),
                (Verb.REGISTER, {"title": "行政审批事项调整情况"}),
            ):
                try:
                    perform(ACTIONS[verb](), SYSTEM, case, now=NOW, **facts)
                except Refused:
                    continue  # another process has done it


if __name__ == "__main__":
    work(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
