"""Files that colleagues bring, and what one does with them, in few words."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from parcours.core.kernel import run
from parcours.ledger.domain import importing
from parcours.ledger.domain.reading import current_log
from parcours.ledger.models import Import

ORDERS = """\
order_id;customer_id;ordered_at;delivered_at;amount
1;C-1;2026-03-01 10:00;2026-03-03 09:00;12,50
2;C-2;2026-03-01 11:00;;30,00
3;C-1;2026-03-02 09:30;2026-03-05 18:00;7,25
4;C-3;2150-03-01 10:00;2026-03-05 18:00;9,00
"""
MAILS = """\
email,at,activity
Ana@Example.org,2026-03-01T10:00:00+01:00,order.placed
ana@example.org ,2026-03-02T10:00:00+01:00,order.delivered
zoe@example.org,2026-03-02T10:00:00+01:00,order.placed
nobody,2026-03-02T10:00:00+01:00,order.placed
"""
ANSWERS = """\
#,Would you recommend us?,Were you satisfied?,email,Start Date (UTC),Submit Date (UTC),Tags
a1,9,4,zoe@example.org,2026-03-01 10:00,2026-03-01 10:02,n1
a2,0,1,,2026-03-01 11:00,2026-03-01 11:01,n2
"""


def upload(text: str, name: str = "orders.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def bring(member, text=ORDERS, name="orders.csv") -> Import:
    return importing.receive(upload(text, name), by=member, language="en")


def carried(brought: Import, member, run_jobs) -> Import:
    """Try a file as it was guessed, confirm it, let the worker do it all."""
    from parcours.core.sources import Mapping

    importing.choose(brought, Mapping.model_validate(brought.mapping), brought.identities)
    run_jobs()
    brought.refresh_from_db()
    importing.confirm(brought, by=member)
    run_jobs()
    brought.refresh_from_db()
    return brought


def told() -> list[tuple[str, str, str]]:
    """Whose what, in which case, in the whole log."""
    columns = ("customer_id", "activity", "case_id")
    parts = run(current_log(), lambda each: each.frame.select(columns), columns=columns)
    return sorted(row for part in parts for row in part.rows())


def files_left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
