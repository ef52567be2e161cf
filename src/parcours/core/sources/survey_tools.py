"""Survey tools: how each writes the answers it exports, one row a response."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Tool:
    """How a survey tool writes its answers: one row a response.

    Names are as ``identity.key`` writes them. ``signs`` are columns that only it has, all of
    one of them; ``answered`` and ``response`` say when, and which response; ``language`` in
    what language. ``own`` are its other columns, that are no question.
    """

    name: str
    title: str
    signs: tuple[frozenset[str], ...]
    answered: tuple[str, ...]
    response: tuple[str, ...]
    language: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TYPEFORM: Final = Tool(
    name="typeform",
    title="Typeform",
    signs=(
        _words("submit_date_utc network_id"),
        _words("submit_date_utc start_date_utc"),
        _words("response_id landing_id submitted_at"),
    ),
    answered=("submit_date_utc", "submitted_at", "stage_date_utc"),
    # In its tables the number of a response is called "#", which leaves no letter.
    response=("response_id", "token", ""),
    own=_words("""
        start_date_utc stage_date_utc network_id response_type tags landed_at landing_id
        ending winning_outcome_id form_id
    """),
)
FORMBRICKS: Final = Tool(
    name="formbricks",
    title="Formbricks",
    signs=(
        _words("response_id survey_id finished timestamp"),
        _words("id survey_id finished created_at"),
    ),
    answered=("timestamp", "created_at"),
    response=("response_id", "id"),
    language=("language", "survey_language"),
    customer=("user_id", "contact_user_id"),
    own=_words("""
        no finished survey_id formbricks_id_internal notes tags updated_at source url browser
        os device country action single_use_id display_id contact_id person_id
    """),
)
LIMESURVEY: Final = Tool(
    name="limesurvey",
    title="LimeSurvey",
    signs=(
        _words("submitdate startlanguage"),
        _words("submitdate lastpage"),
        _words("date_submitted start_language"),
        _words("date_submitted last_page"),
        _words("date_de_soumission derniere_page"),
    ),
    answered=("submitdate", "date_submitted", "date_de_soumission"),
    response=("id", "response_id", "id_de_la_reponse"),
    language=("startlanguage", "start_language", "langue_de_depart"),
    customer=("token", "access_code", "code_d_acces"),
    own=_words("""
        lastpage last_page derniere_page seed tete_de_serie startdate date_started
        date_de_lancement datestamp date_last_action date_de_la_derniere_action refurl
        referrer_url url_referente
    """),
)
GOOGLE_FORMS: Final = Tool(
    name="google_forms",
    title="Google Forms",
    signs=(),
    answered=("timestamp", "horodateur"),
    response=(),
    own=_words("username nom_d_utilisateur"),
)
WITH_SIGNS: Final = (TYPEFORM, FORMBRICKS, LIMESURVEY)
