"""What the database itself refuses: to change or delete a line, or to shorten the chain.

Installed by a migration. A later migration that changes one of the two tables on SQLite makes the
table anew, and must `install` again.
"""

# ruff: noqa: S608  (statements made of constants)

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

__all__ = ["install", "install_on", "remove", "remove_from"]

_LINE = "留痕记录只能在末尾添加，不能修改、删除或插入"
_CHAIN = "留痕链只能延长，不能改短、改写或删除"

# INSERT OR REPLACE would delete a line without asking the trigger for DELETE: hence the one for
# INSERT. The head may only say what the last line says.
_SQLITE = {
    "audit_entry_insert": f"""
        BEFORE INSERT ON audit_entry
        WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM audit_entry)
            OR EXISTS (SELECT 1 FROM audit_entry WHERE hash = NEW.hash)
        BEGIN SELECT RAISE(ABORT, '{_LINE}'); END""",
    "audit_entry_update": f"""
        BEFORE UPDATE ON audit_entry
        BEGIN SELECT RAISE(ABORT, '{_LINE}'); END""",
    "audit_entry_delete": f"""
        BEFORE DELETE ON audit_entry
        BEGIN SELECT RAISE(ABORT, '{_LINE}'); END""",
    "audit_chain_insert": f"""
        BEFORE INSERT ON audit_chain
        WHEN EXISTS (SELECT 1 FROM audit_chain)
        BEGIN SELECT RAISE(ABORT, '{_CHAIN}'); END""",
    "audit_chain_update": f"""
        BEFORE UPDATE ON audit_chain
        WHEN NEW.id IS NOT OLD.id OR NEW.length <= OLD.length
            OR NEW.length IS NOT (SELECT max(id) FROM audit_entry)
            OR NEW.head IS NOT (SELECT hash FROM audit_entry WHERE id = NEW.length)
        BEGIN SELECT RAISE(ABORT, '{_CHAIN}'); END""",
    "audit_chain_delete": f"""
        BEFORE DELETE ON audit_chain
        BEGIN SELECT RAISE(ABORT, '{_CHAIN}'); END""",
}

# restrict_violation: Django's IntegrityError, as on SQLite
_RAISE = "RAISE EXCEPTION '{}' USING ERRCODE = '23001';"
_FUNCTIONS = {
    "audit_refuse_line": _RAISE.format(_LINE),
    "audit_refuse_chain": _RAISE.format(_CHAIN),
    "audit_next_line": f"""
        IF NEW.id IS DISTINCT FROM (SELECT coalesce(max(id), 0) + 1 FROM audit_entry) THEN
            {_RAISE.format(_LINE)}
        END IF;
        RETURN NEW;""",
    "audit_longer_chain": f"""
        IF NEW.id <> OLD.id OR NEW.length <= OLD.length
            OR NEW.length IS DISTINCT FROM (SELECT max(id) FROM audit_entry)
            OR NEW.head IS DISTINCT FROM (SELECT hash FROM audit_entry WHERE id = NEW.length)
        THEN {_RAISE.format(_CHAIN)}
        END IF;
        RETURN NEW;""",
}
_POSTGRESQL = {
    "audit_entry_insert": """
        BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_next_line()""",
    "audit_entry_keep": """
        BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_line()""",
    "audit_chain_update": """
        BEFORE UPDATE ON audit_chain FOR EACH ROW EXECUTE FUNCTION audit_longer_chain()""",
    "audit_chain_keep": """
        BEFORE DELETE OR TRUNCATE ON audit_chain
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_chain()""",
}


def install_on(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers there; what a database of another make would refuse is not known."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, what in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {what}")
        elif connection.vendor == "postgresql":
            for name, what in _FUNCTIONS.items():
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
                    f" AS $$ BEGIN {what} END $$"
                )
            for name, what in _POSTGRESQL.items():
                cursor.execute(f"CREATE TRIGGER {name} {what}")
        else:
            raise NotImplementedError(f"no append-only tables on {connection.vendor}")


def remove_from(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; afterwards the tables are as open as any."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            for name, what in _POSTGRESQL.items():
                table = what.split(" ON ")[1].split()[0]
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            for name in _FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def install(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """The same, as a migration calls it."""
    install_on(editor.connection)


def remove(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back of the migration."""
    remove_from(editor.connection)
