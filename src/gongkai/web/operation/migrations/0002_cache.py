"""The table of the cache that all processes share; Django has no model of it."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "gongkai_cache"


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """By name, so that it is there whatever the settings of today say."""
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What lies in it is no loss."""
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("operation", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
