"""Logs: one line of JSON each, without personal data, with the id of the page asked for."""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

from gongkai.web.operation.masking import mask

__all__ = ["JsonLines", "Lines", "Stderr", "reference"]

reference: ContextVar[str] = ContextVar("reference", default="")  # 编号

# what Django adds and cannot be written, or holds a whole page with its form
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {
    "message", "asctime", "request", "server_time", "status_code", "sql", "params", "taskName",
}  # fmt: skip


class Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever stderr is at that moment: the former one may be closed."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Looked up for each line."""
        return sys.stderr


class JsonLines(logging.Formatter):
    """time, level, logger, text, reference, what was given as `extra`, a traceback as `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, masked wherever text came in."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": mask(record.getMessage()),
        }
        if reference.get():
            line["reference"] = reference.get()
        for name, value in vars(record).items():
            if name not in _OWN:
                kept = value is None or isinstance(value, bool | int | float)
                line[name] = value if kept and not _long(value) else mask(str(value))
        if record.exc_info:
            line["trace"] = mask(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class Lines(logging.Formatter):
    """For a terminal: the same, to be read by people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, masked."""
        return mask(super().format(record))


def _long(value: object) -> bool:
    """A number of as many digits as a telephone has."""
    return isinstance(value, int) and abs(value) >= 10**10
