"""What is known of the places so far: since its founding each body stood where it stands."""

from typing import Any

from django.db import migrations


def keep_places(apps: Any, schema_editor: Any) -> None:
    """One place for each body; earlier ones are in the trace alone."""
    Agency = apps.get_model("agencies", "Agency")
    AgencyPlace = apps.get_model("agencies", "AgencyPlace")
    AgencyPlace.objects.bulk_create(
        AgencyPlace(agency_id=pk, parent_id=parent, since=since, until=until)
        for pk, parent, since, until in Agency.objects.values_list(
            "pk", "parent_id", "since", "until"
        )
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_places")]

    operations = [migrations.RunPython(keep_places, migrations.RunPython.noop)]
