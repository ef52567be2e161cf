"""Looking after an installation from the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases_of_tests import copied

ROOT = Path(__file__).parents[2]


def parcours(*words: str, data: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does, on a data folder of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if "PARCOURS" not in name and "DJANGO" not in name
    }
    return subprocess.run(
        [sys.executable, "-m", "parcours", *words, "--data", str(data), "--lang", "en"],
        env={**kept, "COLUMNS": "200", "PYTHONPATH": str(ROOT / "src"), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("installed")
    copied(data / "parcours.sqlite3")  # every step is made where a backup is restored
    for words in (
        ("migrate",),
        ("createadmin", "--email", "ana@example.org", "--name", "Ana"),
        ("backup", str(data / "one.tar")),
    ):
        done = parcours(*words, data=data)
        assert done.returncode == 0, done.stderr
    return data


def test_the_doctor_finds_a_new_installation_well_but_for_mail(installed: Path):
    done = parcours("doctor", data=installed)

    assert done.returncode == 0
    assert "✗" not in done.stdout
    assert "Set PARCOURS_MAIL_URL" in done.stdout


def test_the_doctor_says_which_command_a_database_needs(tmp_path: Path):
    done = parcours("doctor", data=tmp_path)

    assert done.returncode == 1
    assert "parcours migrate" in done.stdout


def test_the_doctor_says_that_the_mail_server_does_not_answer(installed: Path):
    done = parcours("doctor", data=installed, PARCOURS_MAIL_URL="smtp://127.0.0.1:9")

    assert done.returncode == 1
    assert "✗ mail" in done.stdout
    assert "Check PARCOURS_MAIL_URL" in done.stdout


def test_the_doctor_sees_a_key_that_others_can_read(installed: Path):
    key = installed / "secret-key"
    key.chmod(0o644)
    done = parcours("doctor", data=installed)
    key.chmod(0o600)

    assert done.returncode == 1
    assert f"chmod 600 {key}" in done.stdout


def test_a_wrong_setting_is_named(tmp_path: Path):
    done = parcours("doctor", data=tmp_path, PARCOURS_PORT="eighty")

    assert done.returncode == 2
    assert "PARCOURS_PORT is 'eighty': it needs a whole number" in done.stderr


def test_a_backup_is_restored_elsewhere(installed: Path, tmp_path: Path):
    done = parcours("restore", str(installed / "one.tar"), data=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "are back" in done.stdout


def test_a_backup_is_not_restored_onto_people(installed: Path):
    done = parcours("restore", str(installed / "one.tar"), data=installed)

    assert done.returncode == 2
    assert "Restore into an empty place" in done.stderr
