"""Sources of words, as a company has them: reviews with replies, a note, a mystery visit."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from parcours.listen.domain.sources import inviting, noting, opening, replying, visiting
from parcours.listen.domain.sources.posted import Answered, Posted
from parcours.listen.domain.sources.review_mail import USUAL
from parcours.listen.domain.sources.taking import take
from parcours.listen.domain.sources.touchpoints import NOWHERE
from parcours.listen.models import (
    Grid,
    Note,
    ReplyTemplate,
    Review,
    ReviewInvitation,
    Source,
    Visit,
)
from parcours.people.models import Member

AT = datetime(2026, 10, 3, 16, 20, tzinfo=UTC)
REVIEWS = (
    (1.0, "Vingt minutes de queue", "Vingt minutes à la caisse, et personne pour nous dire."),
    (5.0, "", "Belle boutique, la vendeuse connaissait chaque pièce. Merci Sarah !"),
    (3.0, "Bien mais cher", "Joli, mais les frais de port arrivent à la fin."),
    (2.0, "", ""),
)


def told(owner: Member) -> None:
    """Make one of each, as *owner*; nothing is asked of anyone outside."""
    source = Source.objects.create(
        kind=Source.Kind.GOOGLE,
        name="Google",
        settings={"account": "1", "client_id": "shop.apps.example"},
        secrets=opening.locked({"client_secret": "x", "refresh_token": "y"}),
        write_url="https://g.page/r/example/review",
        places=[{"id": "11", "name": "Bastille"}, {"id": "12", "name": "Lille"}],
        made_by=owner,
        pulled_at=timezone.now(),
        problem="denied",
        detail="403 The caller does not have permission",
    )
    Source.objects.create(kind=Source.Kind.FILE, name="Avis Vérifiés", made_by=owner)
    take(source, list(_posted()), now=timezone.now())
    ReplyTemplate.objects.create(
        name="Excuses", language="fr", highest=2, text="Bonjour {name},"
    )
    replying.write(Review.objects.get(rating=3), "Merci de nous l’avoir dit.", by=owner)
    _invitation(source, owner)
    _note(owner)
    _visit(owner)


def _invitation(source: Source, owner: Member) -> None:
    rule = inviting.rule_of("order.delivered", days=7, where={})
    ReviewInvitation.objects.create(
        name="Après livraison", source=source, rule=rule, words=USUAL, made_by=owner
    )


def _posted() -> list[Posted]:
    thanks = Answered("Merci à vous !", AT + timedelta(days=1))
    return [
        Posted(
            review_id=f"r{number}",
            at=AT + timedelta(hours=number),
            rating=rating,
            title=title,
            text=text,
            language="fr",
            author="Hélène Dubreuil" if text else "",
            place="11" if number % 2 else "12",
            answers=(thanks,) if rating == 5 else (),
        )
        for number, (rating, title, text) in enumerate(REVIEWS)
    ]


def _note(owner: Member) -> None:
    text = "Une cliente, trente ans.\n« J’attends depuis dix minutes », dit-elle."
    note = Note(title="Samedi à Bastille", text=text, shop="Bastille", language="fr", at=AT)
    noting.write(note, person=None, by=owner)
    about = noting.About(driver="time", sentiment=-1)
    noting.quote(note, "J’attends depuis dix minutes", about=about, by=owner)


def _visit(owner: Member) -> None:
    grid = Grid.objects.create(name="Accueil", shops="Bastille\nLille", made_by=owner)
    visiting.add_item(grid, "Salué dans la minute ?", scale="audit_0_1", place=NOWHERE)
    visiting.add_item(grid, "Propreté de la caisse", scale="audit_1_5", place=NOWHERE)
    done = Visit.objects.create(grid=grid, shop="Bastille", by=owner, at=AT)
    visiting.fill(done, dict.fromkeys(grid.items.all(), (1, "")))
    visiting.finish(done)
    Visit.objects.create(grid=grid, shop="Lille", by=owner, at=AT)
