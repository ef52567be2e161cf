"""Who works at the demo company. Their addresses exist nowhere, their password is known."""

from typing import Final

from django.contrib.auth.hashers import make_password

from parcours.core.demo import demo_canvas
from parcours.core.language import language
from parcours.core.words import slug
from parcours.people.models import Member, Team
from parcours.site.demo import DOMAIN, OWNER, PASSWORD

_TEAMS: Final = {
    "customer-experience": {"en": "Customer experience", "fr": "Expérience client"},
    "customer-service": {"en": "Customer service", "fr": "Service clients"},
    "e-commerce": {"en": "E-commerce", "fr": "E-commerce"},
    "logistics": {"en": "Logistics", "fr": "Logistique"},
    "marketing": {"en": "Marketing", "fr": "Marketing"},
    "restaurant": {"en": "Restaurant", "fr": "Restaurant"},
    "stores": {"en": "Stores", "fr": "Magasins"},
}
_ROLES: Final = Member.Role
_PEOPLE: Final = (
    ("ana", "Ana Moreau", _ROLES.OWNER, ""),
    ("lea", "Léa Fournier", _ROLES.LEAD, "customer-experience"),
    ("bob", "Bob Lefèvre", _ROLES.COLLEAGUE, "stores"),
    ("ines", "Inès Garcia", _ROLES.COLLEAGUE, "e-commerce"),
    ("hugo", "Hugo Martin", _ROLES.COLLEAGUE, "logistics"),
    ("chloe", "Chloé Petit", _ROLES.COLLEAGUE, "marketing"),
    ("paul", "Paul Girard", _ROLES.COLLEAGUE, "restaurant"),
    ("karim", "Karim Benali", _ROLES.AGENT, "customer-service"),
    ("vic", "Vic Laurent", _ROLES.VIEWER, ""),
)


def make_members() -> Member:
    """Make the teams that own touchpoints and the people in them; return the owner."""
    teams = {key: _team(key) for key in sorted(_owners())}
    # Hashed once: a good hash takes a second.
    password = make_password(PASSWORD)
    people = [
        Member(
            email=f"{first}@{DOMAIN}",
            name=name,
            role=role,
            language=language(),
            password=password,
        )
        for first, name, role, _team in _PEOPLE
    ]
    Member.objects.bulk_create(people, ignore_conflicts=True)
    for first, _name, _role, team in _PEOPLE:
        if team:
            teams[team].members.add(Member.objects.get(email=f"{first}@{DOMAIN}"))
    return Member.objects.get(email=OWNER)


def _team(key: str) -> Team:
    name = _TEAMS[key][language()]
    return Team.objects.get_or_create(key=key, defaults={"name": name})[0]


def _owners() -> set[str]:
    """Return the keys of the teams that the canvas names."""
    points = (point for stage in demo_canvas().stages for point in stage.touchpoints)
    return {slug(point.owner) for point in points if point.owner}
