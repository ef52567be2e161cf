"""The commands of the site: what they say, and what they refuse."""

import json
import socket

import pytest

from parcours.cli import DONE, REFUSED, main
from parcours.people.models import Member


@pytest.fixture(autouse=True)
def own_environment(monkeypatch, tmp_path):
    """Give back what a command tells the processes it starts."""
    for name in ("PARCOURS_LANG", "PARCOURS_PORT", "PARCOURS_LANGUAGE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("PARCOURS_DATA", str(tmp_path))


@pytest.mark.django_db
def test_an_owner_gets_a_password_that_opens_the_door(capsys):
    asked = ["createadmin", "--email", "Own@Example.org", "--name", "Own", "--lang", "en"]

    assert main(asked) == DONE

    said = capsys.readouterr().out.splitlines()
    owner = Member.objects.get()
    assert (owner.email, owner.name, owner.role) == ("own@example.org", "Own", "owner")
    assert said[0] == "Own owns the site."
    assert owner.check_password(said[3].removeprefix("Password: "))


@pytest.mark.django_db
def test_who_lost_the_way_in_gets_another_password_and_keeps_the_name(capsys):
    Member.objects.create_user("own@example.org", "forgotten", name="Own", is_active=False)

    assert main(["createadmin", "--email", "own@example.org", "--name", "Own"]) == DONE

    owner = Member.objects.get()
    assert (owner.name, owner.role, owner.is_active) == ("Own", "owner", True)
    assert not owner.check_password("forgotten")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--email", "nobody", "--name", "No"], "nobody"),
        ([], "--email and --name are needed"),
    ],
)
def test_an_owner_needs_an_address(options, said, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    assert main(["createadmin", *options, "--lang", "en"]) == REFUSED

    assert said in capsys.readouterr().err
    assert not Member.objects.exists()


@pytest.mark.django_db
def test_migrating_what_is_up_to_date_says_so(capsys):
    assert main(["migrate", "--lang", "en"]) == DONE

    assert capsys.readouterr().out == "The database is up to date.\n"


def test_a_wrong_setting_stops_the_start_and_is_named(monkeypatch, capsys):
    monkeypatch.setenv("PARCOURS_PORT", "the usual")

    assert main(["serve", "--lang", "fr"]) == REFUSED

    said = " ".join(capsys.readouterr().err.split())
    assert said == "PARCOURS_PORT vaut 'the usual' : il y faut un nombre entier d’au moins 1."


def test_a_port_in_use_is_refused_with_what_to_do(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert main(["serve", "--port", port, "--lang", "en"]) == REFUSED

    assert "(Address already in use). Choose another --port." in " ".join(
        capsys.readouterr().err.split()
    )


@pytest.mark.parametrize("stamp", [None, {"customers": 300, "seed": 1, "is_made": True}])
def test_a_folder_with_other_events_is_no_demo(tmp_path, capsys, stamp):
    (tmp_path / "lake").mkdir()
    if stamp:
        (tmp_path / "demo.json").write_text(json.dumps(stamp))

    assert main(["demo", "--folder", str(tmp_path), "--lang", "en"]) == REFUSED

    assert "Choose another --folder" in " ".join(capsys.readouterr().err.split())
