"""The sentences that drafts of replies are made of, in the languages we answer in."""

from typing import Final

GREETINGS: Final = {"en": "Hello {name},", "fr": "Bonjour {name},"}
OPENINGS: Final = {
    "en": {
        "good": "Thank you for these kind words, the whole team is delighted to read them.",
        "fair": "Thank you for taking the time to tell us how it went.",
        "bad": (
            "Thank you for telling us, and we are sorry: this is not what you should have "
            "lived with us."
        ),
    },
    "fr": {
        "good": "Merci pour ces mots, qui font plaisir à toute l’équipe.",
        "fair": "Merci d’avoir pris le temps de nous raconter comment cela s’est passé.",
        "bad": (
            "Merci de nous l’avoir dit, et toutes nos excuses : ce n’est pas ce que vous "
            "auriez dû vivre chez nous."
        ),
    },
}
DRIVERS: Final = {
    "en": {
        "offer": "What you say of the product is passed on to those who choose it.",
        "time": "We know what waiting costs, and we are looking at what happened that day.",
        "sensations": "We are looking at the place itself, as you describe it.",
        "advice": "You should have found advice with us; we talk about it with the team.",
        "emotions": "You were owed a better welcome, and we talk about it with the team.",
        "personalisation": "We should have taken your own situation into account.",
        "identity": "What you say touches what we stand for, and we take it seriously.",
    },
    "fr": {
        "offer": "Ce que vous dites du produit est transmis à qui le choisit.",
        "time": "Nous savons ce que coûte l’attente, et regardons ce qui s’est passé.",
        "sensations": "Nous regardons le lieu lui-même, tel que vous le décrivez.",
        "advice": "Vous deviez trouver conseil chez nous ; nous en parlons avec l’équipe.",
        "emotions": "Vous méritiez un meilleur accueil ; nous en parlons avec l’équipe.",
        "personalisation": "Nous aurions dû tenir compte de votre situation.",
        "identity": "Ce que vous dites touche à ce que nous défendons, et nous le prenons au "
        "sérieux.",
    },
}
CLOSINGS: Final = {
    "en": {
        "good": "We look forward to seeing you again.",
        "fair": "We will do better next time.",
        "bad": "Write to us, so that we can look at it together and put it right.",
    },
    "fr": {
        "good": "Au plaisir de vous revoir.",
        "fair": "Nous ferons mieux la prochaine fois.",
        "bad": "Écrivez-nous, pour que nous regardions cela ensemble et y remédiions.",
    },
}
