"""A PostgreSQL of our own: for tests in a folder that goes away, for benchmarks in one kept."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

QUIET: Final = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
# Nothing has to survive the tests.
OPTIONS: Final = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def installed() -> Path | None:
    """Return the folder of PostgreSQL's programs, installing them on Debian if need be."""
    if found := _programs():
        return found
    if shutil.which("apt-get") and not os.geteuid():
        print("Installing postgresql for the tests on PostgreSQL (once)…", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["install", "-yq", "--no-install-recommends", "postgresql"]
        for command in (["update", "-q"], install):
            subprocess.run(["apt-get", *command], check=False, env=environment, **QUIET)
    return _programs()


def _programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    folders += [Path(each).parent for each in [shutil.which("initdb")] if each]
    return next((each for each in folders if (each / "initdb").exists()), None)


@contextmanager
def started(programs: Path, folder: Path | None = None) -> Iterator[str]:
    """Start a PostgreSQL that listens on a socket in its folder; yield its address.

    Args:
        programs: where PostgreSQL's programs are.
        folder: where its data are kept; null for a folder that goes away at the end.
    """
    if folder is None:
        with (
            tempfile.TemporaryDirectory(prefix="parcours-postgres-") as ours,
            started(programs, Path(ours)) as address,
        ):
            yield address
        return
    # PostgreSQL refuses to run as root.
    user, owner, data = "postgres", [], folder / "data"
    if not os.geteuid():
        owner = ["runuser", "-u", user, "--"]
        shutil.chown(folder, user)
    if not data.exists():
        create = ["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        create += [f"--username={user}", f"--pgdata={data}"]
        subprocess.run([*owner, programs / "initdb", *create], check=True, cwd=folder, **QUIET)
    control = [*owner, str(programs / "pg_ctl"), "-w", "-D", str(data)]
    options = f"{OPTIONS} -c listen_addresses='' -c unix_socket_directories={folder}"
    log = ["-l", str(folder / "log"), "-o", options]
    subprocess.run([*control, *log, "start"], check=True, cwd=folder, **QUIET)
    try:
        yield f"postgres://{user}@/postgres?host={folder}"
    finally:
        # Of what is kept, all that was written is to be there again.
        subprocess.run([*control, "-m", "fast", "stop"], check=False, cwd=folder, **QUIET)
