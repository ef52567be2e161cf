"""Bring browser assets from npm into the package: ``python tools/vendor.py``.

Reads each manifest of src/parcours, runs ``npm pack`` for each entry, checks npm's sha512 and
writes the files with their sha256; icons become one sprite. Only developers need npm.
"""

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src/parcours"
MANIFESTS = (
    SOURCES / "core/report/vendor/manifest.json",
    SOURCES / "ui/static/vendor/manifest.json",
    SOURCES / "map/type/manifest.json",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for manifest in MANIFESTS:
            packages = json.loads(manifest.read_text())
            for package in packages:
                bring(package, manifest.parent, Path(folder))
            manifest.write_text(json.dumps(packages, indent=2) + "\n")


def bring(package: dict[str, object], vendor: Path, folder: Path) -> None:
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
            data = (
                sprite(archive, file["icons"])
                if "icons" in file
                else member(archive, file["from"])
            )
            (vendor / file["to"]).write_bytes(data)
            file["sha256"] = hashlib.sha256(data).hexdigest()


def member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"package/{name}")
    return file.read()


def sprite(archive: tarfile.TarFile, icons: list[str]) -> bytes:
    """Return one file of symbols, named as the icons are."""
    icons.sort()
    symbols = (symbol(name, member(archive, f"icons/{name}.svg").decode()) for name in icons)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'.encode()


def symbol(name: str, svg: str) -> str:
    shapes = " ".join(re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)[1].split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>\n'


if __name__ == "__main__":
    main()
