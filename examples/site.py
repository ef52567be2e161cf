"""An example as a company's own site: its file imported as a person would, its canvas drawn.

``python -m examples.site lounges FOLDER_OF_DATA DATA_FOLDER``, then
``./parcours serve --data DATA_FOLDER``.
"""

import os
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from examples.running import ROOT

PASSWORD: Final = "look-around"


def make(example: str, data: Path) -> Any:
    """Import the file of an example into the site of this process; return its owner."""
    from django.core.files import File
    from django.core.files.uploadedfile import UploadedFile

    from parcours.core.sources import load_mapping
    from parcours.ledger.domain import importing
    from parcours.listen.domain.verbatims.gathering import gather_when_due
    from parcours.map.domain import canvases
    from parcours.people.models import Member
    from parcours.site.jobs.worker import run_waiting

    folder = ROOT / "examples" / example
    owner = Member.objects.filter(email="ana@example.org").first() or (
        Member.objects.create_user("ana@example.org", PASSWORD, name="Ana", role="owner")
    )
    with TemporaryDirectory() as made:
        prepare = import_module(f"examples.{example}.run").prepare
        path = prepare(data, Path(made))
        with path.open("rb") as file:
            upload = UploadedFile(File(file), path.name, size=path.stat().st_size)
            brought = importing.receive(upload, by=owner, language="en")
    importing.choose(brought, load_mapping(folder / "mapping.yaml"), {})
    run_waiting()
    brought.refresh_from_db()
    importing.confirm(brought, by=owner)
    run_waiting()
    if not canvases.in_use():
        canvases.create(example, (folder / "canvas.yaml").read_text(encoding="utf-8"), owner)
    gather_when_due.func()
    return owner


def main(example: str, data: str, site: str) -> None:
    """Make the site of an example in a data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parcours.site.settings")
    os.environ["PARCOURS_DATA"] = str(Path(site).resolve())
    import django

    django.setup()
    from parcours.site.bootstrap import bootstrap

    bootstrap()
    owner = make(example, Path(data))
    print(f"./parcours serve --data {site}   {owner.email}, {PASSWORD}")


if __name__ == "__main__":
    main(*sys.argv[1:])
