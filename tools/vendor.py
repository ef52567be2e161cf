"""Bring browser assets from npm into the package: ``python tools/vendor.py``.

Reads src/parcours/core/report/vendor/manifest.json, runs ``npm pack`` for each entry, checks
npm's sha512 and writes the files with their sha256. Only developers need npm.
"""

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "src/parcours/core/report/vendor"
MANIFEST = VENDOR / "manifest.json"


def main() -> None:
    packages = json.loads(MANIFEST.read_text())
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            bring(package, Path(folder))
    MANIFEST.write_text(json.dumps(packages, indent=2) + "\n")


def bring(package: dict[str, object], folder: Path) -> None:
    name = f"{package['package']}@{package['version']}"
    command = ["npm", "pack", "--silent", name, "--pack-destination", str(folder)]
    packed = (
        folder
        / subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    )
    content = packed.read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != package["integrity"]:
        raise SystemExit(f"{name}: npm gave {found}, the manifest says {package['integrity']}")
    with tarfile.open(packed) as archive:
        for file in package["files"]:
            member = archive.extractfile(f"package/{file['from']}")
            data = member.read()
            (VENDOR / file["to"]).write_bytes(data)
            file["sha256"] = hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
