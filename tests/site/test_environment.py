"""A wrong variable is named, with what it should hold; a right one needs no more."""

from pathlib import Path

import pytest

from parcours.site import environment as env

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("read", "value", "needs"),
    [
        (lambda: env.number("X", 1, least=1), "many", "a whole number of at least 1"),
        (lambda: env.number("X", 1, least=1), "0", "a whole number of at least 1"),
        (lambda: env.flag("X"), "perhaps", "yes or no"),
        (lambda: env.one_of("X", "en", ("en", "fr")), "la", "one of en, fr"),
        (lambda: env.address("X", ""), "example.org", "an address like http://example.org"),
        (lambda: env.time_zone("X", "UTC"), "Europe/Lutece", "a time zone like Europe/Paris"),
        (lambda: env.folder("X", "."), f"{__file__}/x", "a folder that can be written to"),
        (lambda: env.database("X", Path()), "mysql://localhost/x", "postgres://user:password"),
        (lambda: env.mail("X"), "mail.example.org", "smtp://user:password@host:587"),
    ],
)
def test_a_wrong_value_names_the_variable_and_what_it_needs(monkeypatch, read, value, needs):
    monkeypatch.setenv("PARCOURS_X", value)

    with pytest.raises(env.WrongSetting) as refused:
        read()

    assert "PARCOURS_X" in str(refused.value)
    assert needs in str(refused.value)


def test_the_password_of_a_database_is_never_shown(monkeypatch):
    monkeypatch.setenv("PARCOURS_X", "postgres://ana:hunter2@db.example.org")

    with pytest.raises(env.WrongSetting) as refused:
        env.database("X", Path())

    assert "hunter2" not in str(refused.value)


def test_an_address_of_postgresql_becomes_settings(monkeypatch):
    monkeypatch.setenv("PARCOURS_X", "postgres://ana:p%40ss@db:5433/parcours?sslmode=require")

    found = env.database("X", Path())

    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "parcours",
        "USER": "ana",
        "PASSWORD": "p@ss",
        "HOST": "db",
        "PORT": "5433",
    }
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_secret_is_made_once_and_kept(tmp_path):
    first = env.secret("NONE_GIVEN", tmp_path / "key")

    assert env.secret("NONE_GIVEN", tmp_path / "key") == first
    assert len(first) > 50
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_mail_without_an_address_stays_on_this_machine():
    assert env.mail("NONE_GIVEN") == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"
    }


@pytest.mark.parametrize(
    ("value", "port", "ssl", "tls"),
    [
        ("smtp://mail.example.org", 587, False, True),
        ("smtps://mail.example.org", 465, True, False),
        ("smtp://localhost:25", 25, False, False),
    ],
)
def test_an_address_of_mail_becomes_settings(monkeypatch, value, port, ssl, tls):
    monkeypatch.setenv("PARCOURS_X", value)

    found = env.mail("X")

    names = ("EMAIL_PORT", "EMAIL_USE_SSL", "EMAIL_USE_TLS")
    assert tuple(found[name] for name in names) == (port, ssl, tls)
