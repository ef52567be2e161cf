"""The headers people use, in English and French, and what they mean to the event log.

Names are as ``identity.key`` writes them; the first of a list wins over the next.
"""

from typing import Final


def _words(text: str) -> list[str]:
    return text.split()


CUSTOMER: Final = _words("""
    customer_id customer_unique_id client_id id_client user_id userid customerid clientid
    n_client no_client num_client numero_client code_client customer_number customer_no
    id_customer client customer contact_id id_contact member_id account_id id_adherent adherent
    visitor_id id_visiteur visitor anonymous_id full_visitor_id user carte_fidelite n_carte
    loyalty_id patient_id guest_id passenger_id subscriber_id abonne id_abonne
""")
REACHED: Final = _words("email e_mail mail email_address customer_email courriel adresse_mail")
CASE: Final = _words("""
    case_concept_name case_id order_id id_commande n_commande no_commande numero_commande
    num_commande commande order_number order_no order orderid invoice_no invoiceno invoice
    n_facture facture ticket_id n_ticket ticket case_enquiry_id case_number case dossier_id
    n_dossier numero_dossier dossier request_id incident_id conversation_id call_id id_appel
    booking_id reservation_id n_reservation reservation cart_id session_id visit_id id_visite
    contract_id parcel_id tracking_number n_suivi commande_n order_reference order_ref
    reference_commande reference_de_commande ref_commande
""")
EVENT_ID: Final = _words("event_id eventid message_id messageid id_evenement event_uuid")
REFERENCE: Final = _words("reference ref id uuid guid row_id n_ligne")
"""Names of a row, where each row has its own."""
AT: Final = _words("""
    at time_timestamp timestamp event_time event_timestamp occurred_at event_date datetime
    date_time date_heure horodatage date_evenement happened_at created_at creation_date
    date_creation order_date date_commande date_de_commande invoice_date date_facture
    review_date date_avis answered_at submitted_at start_time date_appel call_date date jour day
    ts
""")
CLOCK: Final = _words("heure time hour heure_commande order_time event_hour call_time")
ACTIVITY: Final = _words("""
    concept_name activity activite event evenement event_name nom_evenement event_type
    type_evenement type_d_evenement action etape step
""")
CHANNEL: Final = _words("channel canal canal_de_contact contact_channel source medium")
SCORE: Final = _words("""
    score nps note note_nps rating review_score stars etoiles csat ces satisfaction
    note_satisfaction note_globale overall_rating overall
""")
RECOMMENDING: Final = frozenset(
    _words("nps recommend recommendation recommander recommandation recommanderiez")
)
SATISFIED: Final = frozenset(_words("csat satisfaction satisfait satisfaite satisfied"))
STARS: Final = frozenset(_words("review rating stars etoiles avis"))
SCALE: Final = _words("scale echelle")
AMOUNT: Final = _words("""
    amount montant montant_ttc total_ttc total_price total price_total order_total revenue
    montant_total prix_total prix price payment_value value valeur ca amount_paid
""")
CURRENCY: Final = _words("currency devise monnaie currency_code")
SECONDS: Final = _words("""
    seconds secondes duration duree wait wait_time waiting_time attente temps_attente
    temps_d_attente q_time duration_seconds duree_secondes
""")
TEXT: Final = _words("""
    text comment commentaire comments commentaires verbatim review_comment_message review
    review_text message avis remarque remarques feedback texte
""")
LANGUAGE: Final = _words("language langue lang locale")
LIFECYCLE: Final = _words("lifecycle_transition lifecycle")

DUE: Final = frozenset(
    _words("""
    due target estimated promised expected deadline prevu prevue estime estimee echeance
    promis promise annonce annoncee sla limite limit
    """)
)
CODES: Final = frozenset(
    _words(
        "id code zip zipcode postcode postal cp no n num numero number district ward precinct"
    )
)
"""Words of headers whose numbers are names: nothing to add up."""

OPINIONS: Final = frozenset(_words("review reviewed survey avis enquete sondage"))
ANSWERS: Final = frozenset(
    _words("answer answered reponse repondu posted submitted reviewed depose publie")
)
MOMENTS: Final = (
    ("order.shipped", "carrier shipped shipping dispatched expedie expediee expedition"),
    ("order.delivered", "delivered livre livree livraison reception received"),
    ("order.paid", "paid approved payment paiement paye payee"),
    ("order.refunded", "refunded refund rembourse remboursee remboursement"),
    ("order.returned", "returned return retour retourne retournee"),
    ("order.cancelled", "cancelled canceled cancel annule annulee annulation"),
    ("order.placed", "purchase purchased order ordered placed commande achat"),
    ("request.closed", "closed close resolved resolution cloture ferme fermee resolu resolue"),
    ("request.opened", "open opened created create creation ouverture ouvert ouverte"),
    ("call.answered", "answered decroche"),
    ("visit.started", "visit visite arrival arrivee"),
)
"""What a date column tells, by the words in its name; the first line that fits wins."""

DATE_WORDS: Final = frozenset(
    _words("date dt at on le de time timestamp datetime heure horodatage")
)
