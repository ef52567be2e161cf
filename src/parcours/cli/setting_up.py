"""``parcours migrate`` and ``createadmin``: before the first visit, or after an update."""

import sys
from typing import Annotated, Final

import typer

from parcours.cli.console import Lang, out
from parcours.cli.site import Data, address, open_site
from parcours.core.language import _, language, ngettext
from parcours.core.refusal import Refused

MIGRATE: Final = _("Bring the database, translations and files of the site up to date.")
CREATE_ADMIN: Final = _("Make someone an owner of the site, and print their password.")

Email = Annotated[str, typer.Option("--email", metavar=_("ADDRESS"), help=_("Their address."))]
Name = Annotated[
    str, typer.Option("--name", metavar=_("NAME"), help=_("What they are called."))
]


class NotAnAddress(Refused):
    """What was given as an e-mail address is none."""


def migrate(*, data: Data = None, lang: Lang = "") -> None:
    open_site(data)
    from parcours.site.bootstrap import bootstrap

    count = bootstrap()
    if not count:
        out.print(_("The database is up to date."))
        return
    said = ngettext(
        "{n} step applied: the database is up to date.",
        "{n} steps applied: the database is up to date.",
        count,
    )
    out.print(said.format(n=count))


def createadmin(
    *, email: Email = "", name: Name = "", data: Data = None, lang: Lang = ""
) -> None:
    open_site(data)
    from parcours.site.bootstrap import bootstrap
    from parcours.site.owners import make_owner

    bootstrap()
    email = email or _asked(_("E-mail address"))
    name = name or _asked(_("Name"))
    password = make_owner(email, name, language=language())
    lines = (
        _("{name} owns the site.").format(name=name),
        _("Sign in at {address}").format(address=address()),
        _("E-mail address: {email}").format(email=email),
        _("Password: {password}").format(password=password),
        _("It is shown this once; change it under your name, at the top."),
    )
    for line in lines:
        out.print(line, soft_wrap=True, markup=False)


def _asked(question: str) -> str:
    """Return the answer to a question, asked on a terminal."""
    if not sys.stdin.isatty():
        raise NotAnAddress(_("--email and --name are needed where nobody can be asked."))
    return str(typer.prompt(question, err=True)).strip()
