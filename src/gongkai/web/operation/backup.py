"""备份: one file with every row and every uploaded file, as of one moment, and a manifest.

The file is a tar.gz, sealed when there is a pass phrase: `tables/NAME.jsonl`, `files/PATH`, and at
the end `manifest.json` with the rows of each table, the SHA-256 of each member, the versions, the
migrations and the anchor of the trace. Rows are no dump of one make of database: a backup of SQLite
is restored into PostgreSQL as well. Keys and other settings are not in it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from gongkai.errors import BadInput
from gongkai.files import why
from gongkai.web.audit.models import Chain
from gongkai.web.operation import rows
from gongkai.web.operation.actions import present_version
from gongkai.web.operation.sealing import Sealer

__all__ = ["FORMAT", "MANIFEST", "Manifest", "applied", "back_up", "pending", "stored_files"]

FORMAT = 1
MANIFEST = "manifest.json"
_LARGE = 2**23  # of a table; larger ones wait on the disk until their size is known


@dataclass(slots=True)
class Manifest:
    """What a backup holds; `chain` is the anchor of the trace, "" for an empty one.

    `keys`: the last key given out in each table; a restored copy goes on from there.
    """

    at: str
    version: str
    database: str
    migrations: list[str]
    chain: str
    counts: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT

    def text(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def pending() -> int:
    """How many migrations of this version the database does not have yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def applied() -> list[str]:
    """The migrations that this database has."""
    known = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in known)


def stored_files() -> Iterator[Path]:
    """The uploaded files, below MEDIA_ROOT; not those that are being written (`.…`)."""
    folder = Path(settings.MEDIA_ROOT)
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def back_up(target: Path, now: datetime, phrase: str = "") -> Manifest:
    """Write a backup, whole or not at all, readable by its owner alone; BadInput if it cannot be.

    An existing file is not overwritten.
    """
    if waits := pending():
        raise BadInput(f"还有{waits}项数据库升级没有执行；请先运行 gongkai prepare，再备份")
    if target.exists():
        raise BadInput(f"{target} 已经存在；请换一个文件名，或者先移走原来的备份")
    partial = target.with_name(f".{target.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            partial.unlink()
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with _archive(file, phrase) as archive, rows.snapshot():
                manifest = _write(archive, now)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as problem:
        raise BadInput(f"无法写入 {target}（{why(problem)}）；请检查目录和磁盘") from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return manifest


@contextmanager
def _archive(file: IO[bytes], phrase: str) -> Iterator[tarfile.TarFile]:
    with ExitStack() as stack:
        plain: Any = stack.enter_context(Sealer(file, phrase)) if phrase else file
        packed = stack.enter_context(gzip.GzipFile(fileobj=plain, mode="wb", compresslevel=6))
        yield stack.enter_context(tarfile.open(fileobj=packed, mode="w|"))


def _write(archive: tarfile.TarFile, now: datetime) -> Manifest:
    chain = Chain.objects.filter(id=1).first()
    manifest = Manifest(
        at=now.isoformat(),
        version=present_version(),
        database=connection.vendor,
        migrations=applied(),
        chain=f"{chain.length}:{chain.head}" if chain and chain.length else "",
        keys=rows.last_keys(),
    )
    for model in rows.tables():
        name = model._meta.db_table
        with tempfile.SpooledTemporaryFile(_LARGE) as lines:
            number = _spool(rows.lines_of(rows.dump(model)), lines)
            manifest.counts[name] = number
            manifest.columns[name] = rows.columns_of(model)
            member = f"tables/{name}.jsonl"
            manifest.hashes[member] = _add(archive, member, lines, lines.tell(), now)
    for path in stored_files():
        member = f"files/{path.relative_to(settings.MEDIA_ROOT).as_posix()}"
        with path.open("rb") as content:
            size = os.fstat(content.fileno()).st_size
            manifest.hashes[member] = _add(archive, member, content, size, now)
    text = manifest.text()
    _add(archive, MANIFEST, io.BytesIO(text), len(text), now)
    return manifest


def _spool(lines: Iterable[bytes], file: IO[bytes]) -> int:
    return sum(1 for line in lines if file.write(line))


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.hash.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int, now: datetime) -> str:
    file.seek(0)
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, int(now.timestamp()), 0o600
    reader: Any = _Hashing(file)
    archive.addfile(entry, reader)
    digest: str = reader.hash.hexdigest()
    return digest
