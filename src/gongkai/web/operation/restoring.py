"""恢复: a backup into an empty installation, all or nothing, and proved.

First the whole file is read and every hash compared; then all rows are written in one transaction,
which ends only when counts, foreign keys and the trace are right and the files lie in their place.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from gongkai.errors import BadInput
from gongkai.files import why
from gongkai.web.audit.chain import Anchor, verify
from gongkai.web.operation import maintenance, rows
from gongkai.web.operation.backup import FORMAT, MANIFEST, Manifest, applied
from gongkai.web.operation.sealing import MAGIC, Opener

__all__ = ["Restored", "examine", "is_sealed", "restore"]

# what `migrate` itself writes into an empty database
_FILLED_BY_MIGRATE = frozenset({"django_content_type", "auth_permission"})
_MARK = ".restoring"  # in the folder of files until the rows are there too
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: rows, tables, files, and the length of the trace."""

    manifest: Manifest
    tables: int
    rows: int
    files: int
    lines: int


def is_sealed(source: Path) -> bool:
    """Whether a pass phrase is needed; BadInput when the file cannot be opened."""
    try:
        with source.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as problem:
        raise BadInput(f"打不开 {source}（{why(problem)}）") from None


def examine(source: Path, phrase: str = "") -> Manifest:
    """Read a backup to its end and compare every hash; BadInput when anything is not as written."""
    hashes: dict[str, str] = {}
    text = b""
    with _members(source, phrase) as members:
        for name, content in members:
            if name == MANIFEST:
                text = content.read()
                continue
            digest = hashlib.sha256()
            while piece := content.read(_PIECE):
                digest.update(piece)
            if name in hashes or not _safe(name):
                raise BadInput(f"备份文件里有不该有的内容：{name}")
            hashes[name] = digest.hexdigest()
    if not text:
        raise BadInput(f"{source} 不完整：末尾没有清单，备份可能中途中断")
    manifest = _manifest(text)
    different = {name for name, _ in hashes.items() ^ manifest.hashes.items()}
    if different:
        raise BadInput(f"备份文件已损坏：{min(different)} 等{len(different)}项与清单不一致")
    return manifest


def restore(source: Path, phrase: str = "") -> Restored:
    """Restore; BadInput when the target is not empty, the backup not sound or not of this version.

    Whatever goes wrong, the target is as empty as before.
    """
    manifest = examine(source, phrase)
    files = Path(settings.MEDIA_ROOT)
    _refuse_files(files)
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with maintenance.closed():
        return _restored(manifest, source, phrase, files)


def _restored(manifest: Manifest, source: Path, phrase: str, files: Path) -> Restored:
    _refuse_rows()
    call_command("migrate", interactive=False, verbosity=0)
    _refuse_rows()
    _same_structure(manifest)
    marked = False
    try:
        with transaction.atomic():
            _empty()
            number = 0
            with _members(source, phrase) as members:
                for name, content in members:
                    folder, _, rest = name.partition("/")
                    if folder == "tables":
                        number += _table(rest.removesuffix(".jsonl"), content, manifest)
                    elif folder == "files":
                        marked = marked or _begin(files)
                        target = files / rest
                        target.parent.mkdir(parents=True, exist_ok=True)
                        with target.open("xb") as out:
                            shutil.copyfileobj(content, out, _PIECE)
            length = _prove(manifest)
            rows.renew_keys(manifest.keys)
    except BaseException as problem:
        if marked:
            shutil.rmtree(files, ignore_errors=True)
        if isinstance(problem, DatabaseError):
            raise BadInput(f"恢复没有完成，数据库仍是空的：{problem}") from problem
        if isinstance(problem, OSError):
            raise BadInput(f"恢复没有完成，数据库仍是空的：{why(problem)}") from problem
        raise
    if marked:
        (files / _MARK).unlink()
    stored = sum(name.startswith("files/") for name in manifest.hashes)
    return Restored(manifest, len(manifest.counts), number, stored, length)


# reading ----------------------------------------------------------------------------------------


@contextmanager
def _members(source: Path, phrase: str) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Name and content of each member, to be read in this order."""
    sealed = is_sealed(source)
    if sealed and not phrase:
        raise BadInput(f"{source} 是加密的备份；请用 --phrase-file 给出口令文件")
    try:
        with ExitStack() as stack:
            file: Any = stack.enter_context(source.open("rb"))
            plain = Opener(file, phrase) if sealed else file
            packed = stack.enter_context(gzip.GzipFile(fileobj=plain, mode="rb"))
            archive = stack.enter_context(tarfile.open(fileobj=packed, mode="r|"))
            yield _each(archive)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as problem:
        raise BadInput(f"{source} 不是备份文件，或者已经损坏（{type(problem).__name__}）") from None


def _each(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in archive:
        content = archive.extractfile(entry) if entry.isreg() else None
        if content is None:
            raise BadInput(f"备份文件里有不该有的内容：{entry.name}")
        yield entry.name, content


def _safe(name: str) -> bool:
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    return plain and path.as_posix() == name and path.parts[0] in ("tables", "files")


def _manifest(text: bytes) -> Manifest:
    try:
        values = json.loads(text)
        if values["format"] != FORMAT:
            raise BadInput(f"备份的格式为{values['format']}，本版本只认{FORMAT}；请换用对应的版本")
        return Manifest(**values)
    except (ValueError, KeyError, TypeError):
        raise BadInput("备份文件的清单读不出来") from None


# the target -------------------------------------------------------------------------------------


def _refuse_files(folder: Path) -> None:
    """Files of somebody; what an interrupted restore has left goes."""
    if (folder / _MARK).exists():
        shutil.rmtree(folder)
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"文件目录 {folder} 不是空的；只能恢复到空的安装，请先移走其中的文件")


def _refuse_rows() -> None:
    for model in rows.tables():
        name = model._meta.db_table
        if name not in _FILLED_BY_MIGRATE and model._base_manager.exists():
            raise BadInput(
                f"目标数据库不是空的（{name} 里有数据）；只能恢复到空的数据库，没有改动任何内容"
            )


def _same_structure(manifest: Manifest) -> None:
    more = sorted(set(manifest.migrations) ^ set(applied()))
    if more:
        raise BadInput(
            f"备份由 {manifest.version} 版写成，数据库结构与本版本不同"
            f"（{more[0]} 等{len(more)}处）；请先安装写备份时的版本恢复，再升级"
        )


def _empty() -> None:
    for model in reversed(rows.tables()):
        if model._meta.db_table in _FILLED_BY_MIGRATE:
            model._base_manager.all().delete()


def _begin(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    return True


def _table(name: str, content: IO[bytes], manifest: Manifest) -> int:
    model = next((m for m in rows.tables() if m._meta.db_table == name), None)
    try:
        if model is None:
            raise KeyError(name)
        number = rows.fill(model, manifest.columns[name], content)
    except KeyError as problem:
        raise BadInput(f"备份里的 {problem} 是本版本没有的；请换用写备份时的版本") from None
    return number


def _prove(manifest: Manifest) -> int:
    """Equal counts, whole references, a valid trace as long as it was; BadInput else."""
    for model in rows.tables():
        name = model._meta.db_table
        found, expected = rows.count(model), manifest.counts.get(name, 0)
        if found != expected:
            raise BadInput(f"恢复后 {name} 有{found}行，备份时为{expected}行；恢复已撤销")
    connection.check_constraints()
    anchor = Anchor.parse(manifest.chain) if manifest.chain else None
    for wrong in verify(anchor):
        raise BadInput(f"备份里的留痕不完整：{wrong.what}；恢复已撤销")
    return anchor.length if anchor else 0
