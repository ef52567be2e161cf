"""Say of each review which site it is of: so far, the kind of the source that brought it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def name_sites(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    source, review = apps.get_model("listen", "Source"), apps.get_model("listen", "Review")
    kind = source.objects.filter(pk=OuterRef("source_id")).values("kind")
    review.objects.update(site=Subquery(kind))


class Migration(migrations.Migration):

    dependencies = [
        ("listen", "0012_reviews_are_known_by_their_site"),
    ]

    operations = [
        migrations.RunPython(name_sites, migrations.RunPython.noop),
    ]
