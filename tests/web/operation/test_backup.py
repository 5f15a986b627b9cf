"""A backup holds everything; a restore proves it, or leaves nothing."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection

from gongkai.errors import BadInput
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Chain
from gongkai.web.operation import backup, restoring, rows
from gongkai.web.operation.sealing import PIECE, Opener, Sealer
from gongkai.web.settings import environment
from tests.web.agencies.world import NOW, found, give, person
from tests.web.cluster import binaries, cluster

PHRASE = "correct horse battery"


@pytest.fixture
def backup_file(db: None, settings: Any, tmp_path: Path, monkeypatch: Any) -> Path:
    """Of a body, a person, a trace and two files; sealed."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "ab").mkdir(parents=True)
    (settings.MEDIA_ROOT / "ab" / "one").write_bytes(b"\0one")
    (settings.MEDIA_ROOT / ".half").write_bytes(b"half")
    body = found("云州市教育局")
    give(person(body), body, Role.HANDLER)
    # the models of the tests are in no real installation
    real = [m for m in rows.tables() if not m.__module__.startswith("tests.")]
    monkeypatch.setattr(rows, "tables", lambda: real)
    Group.objects.create(name="gone").delete()  # its key must not be given out again
    target = tmp_path / "one.backup"
    manifest = backup.back_up(target, NOW, PHRASE)
    assert manifest.counts["audit_entry"] == Chain.objects.get().length > 0
    assert "files/ab/one" in manifest.hashes and "files/.half" not in manifest.hashes
    return target


def run(address: str, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`gongkai …` on another database."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gongkai.web.settings.development",
        "GONGKAI_DATABASE": address, "GONGKAI_DATA": str(data), "GONGKAI_TEST_APPS": "",
    }  # fmt: skip
    command = [sys.executable, "-c", "from gongkai.cli import main; main()", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder}/g.sqlite3"


@pytest.mark.thorough  # the gate reads, refuses and opens backups
def test_restored_it_is_equal_on_both_databases(backup_file: Path, tmp_path: Path) -> None:
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE)
    sealed = ("--phrase-file", str(phrase))
    one = tmp_path / "one"
    done = run(sqlite(one), one, "restore", str(backup_file), *sealed)
    assert done.returncode == 0, done.stderr
    assert "链条完好" in done.stdout
    assert (one / "files" / "ab" / "one").read_bytes() == b"\0one"
    assert not (one / "files" / ".restoring").exists()
    again = run(sqlite(one), one, "restore", str(backup_file), *sealed)
    assert (again.returncode, "不是空的" in again.stderr) == (2, True)
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    plain = tmp_path / "plain.backup"
    assert run(sqlite(one), one, "backup", "-o", str(plain)).returncode == 0
    with cluster(programs) as address:
        address = address.rpartition("/")[0] + "/postgres"
        two = tmp_path / "two"
        done = run(address, two, "restore", str(plain))
        assert done.returncode == 0, done.stderr
        back = tmp_path / "back.backup"
        assert run(address, two, "backup", "-o", str(back)).returncode == 0
    first, second = restoring.examine(plain), restoring.examine(back)
    assert first.counts == second.counts and first.chain == second.chain
    keys = [examined.keys["auth_group"] for examined in (first, second)]
    assert keys == [restoring.examine(backup_file, PHRASE).keys["auth_group"]] * 2


def test_a_changed_backup_is_refused(backup_file: Path, tmp_path: Path) -> None:
    whole = backup_file.read_bytes()
    for place in (len(whole) // 2, len(whole) - 1):
        changed = bytearray(whole)
        changed[place] ^= 1
        backup_file.write_bytes(changed)
        with pytest.raises(BadInput, match="备份打不开"):
            restoring.examine(backup_file, PHRASE)
    backup_file.write_bytes(whole[:-9])
    with pytest.raises(BadInput, match="备份打不开"):
        restoring.examine(backup_file, PHRASE)
    with pytest.raises(BadInput, match="加密的备份"):
        restoring.examine(backup_file)
    with pytest.raises(BadInput, match="口令不对"):
        restoring.examine(backup_file, "another phrase")


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with pytest.raises(BadInput, match="文件不存在"):
        restoring.examine(path)
    path.write_bytes(b"no backup")
    with pytest.raises(BadInput, match="不是备份文件"):
        restoring.examine(path)
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        entry = tarfile.TarInfo("files/../../etc/x")
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(BadInput, match="不该有的内容"):
        restoring.examine(path)


def test_an_interrupted_restore_leaves_nothing(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows in one transaction, files taken away again."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "one").write_bytes(b"1")
    real = [m for m in rows.tables() if not m.__module__.startswith("tests.")]
    monkeypatch.setattr(rows, "tables", lambda: real)
    target = tmp_path / "b"
    backup.back_up(target, NOW)
    (settings.MEDIA_ROOT / "one").unlink()
    before = {m._meta.db_table: rows.count(m) for m in real}

    def interrupted(manifest: object) -> int:
        assert (settings.MEDIA_ROOT / "one").exists()
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "_prove", interrupted)
    with pytest.raises(KeyboardInterrupt):
        restoring.restore(target)
    assert not settings.MEDIA_ROOT.exists()
    assert before == {m._meta.db_table: rows.count(m) for m in real}
    monkeypatch.undo()
    monkeypatch.setattr(rows, "tables", lambda: real)
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / ".restoring").touch()  # killed
    (settings.MEDIA_ROOT / "half").touch()
    assert restoring.restore(target).files == 1
    assert [path.name for path in settings.MEDIA_ROOT.iterdir()] == ["one"]


def test_an_existing_file_is_not_overwritten(db: None, tmp_path: Path) -> None:
    (tmp_path / "b").touch()
    with pytest.raises(BadInput, match="已经存在"):
        backup.back_up(tmp_path / "b", NOW)
    assert connection.connection is not None


def test_files_in_a_bucket_are_said_not_to_be_in_the_backup(
    db: None,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(environment, "DECLARED", {})
    for address, told in (("", False), ("https://key:word@s3.example/papers", True)):
        monkeypatch.setenv("GONGKAI_FILES", address)
        settings.FILES_STORAGE = environment.storage("GONGKAI_FILES", "", tmp_path, shown="")
        call_command("backup", str(tmp_path / f"{told}.backup"))
        assert ("对象存储的 papers 里，不在备份中" in capsys.readouterr().out) is told


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_is_sealed_opens_again(size: int) -> None:
    target, text = io.BytesIO(), os.urandom(size)
    with Sealer(target, PHRASE) as sealer:
        sealer.write(text)
    target.seek(0)
    assert Opener(target, PHRASE).readall() == text


@pytest.mark.django_db
def test_who_is_logged_in_now_is_not_copied() -> None:
    copied = {model._meta.db_table for model in rows.tables()}
    assert "cases_case" in copied and "django_session" not in copied
