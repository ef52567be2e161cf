"""What is vendored is what the manifest says."""

import hashlib
import json
from pathlib import Path

from parcours.core.report import page

VENDOR = page.HERE / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
FILES = [file for package in MANIFEST for file in package["files"]]


def test_every_vendored_file_is_the_one_of_its_package() -> None:
    found = {
        file["to"]: hashlib.sha256((VENDOR / file["to"]).read_bytes()).hexdigest()
        for file in FILES
    }

    assert found == {file["to"]: file["sha256"] for file in FILES}


def test_nothing_is_vendored_without_its_package_version_and_licence() -> None:
    named = {"manifest.json", *(file["to"] for file in FILES)}

    assert {path.name for path in Path(VENDOR).iterdir()} == named
    assert all({"package", "version", "licence", "integrity"} <= set(each) for each in MANIFEST)
