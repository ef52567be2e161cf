"""Sources, connected with invented keys; and what the log holds of reviews."""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from parcours.ledger.domain.recording import read
from parcours.ledger.models import OutboxEvent
from parcours.listen.domain.sources.opening import locked
from parcours.listen.models import Source

PAYLOADS = Path(__file__).parent / "payloads"
GOOGLE = "mybusiness.googleapis.com/v4/accounts/1009988776655/locations/4433221100/reviews"
TRUSTPILOT = "api.trustpilot.com/v1/private"
UNIT = f"{TRUSTPILOT}/business-units/46d6a890000064000500aaaa/reviews"
APPLE = "api.appstoreconnect.apple.com/v1"
PLAY = "androidpublisher.googleapis.com/androidpublisher/v3/applications/example.brindille"
TOKENS = "oauth2.googleapis.com/token"
TRUSTPILOT_TOKENS = (
    "api.trustpilot.com/v1/oauth/oauth-business-users-for-applications/accesstoken"
)


def pem(key: Any) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


APPLE_KEY = ec.generate_private_key(ec.SECP256R1())
PLAY_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def google(**more: Any) -> Source:
    return Source.objects.create(
        kind="google",
        name="Google",
        settings={"account": "1009988776655", "client_id": "brindille.apps.example"},
        secrets=locked({"client_secret": "g-secret", "refresh_token": "g-refresh"}),
        places=[{"id": "4433221100", "name": "Lille"}],
        **more,
    )


def trustpilot(**more: Any) -> Source:
    return Source.objects.create(
        kind="trustpilot",
        name="Trustpilot",
        settings={"business_user": "bu-1"},
        secrets=locked({"api_key": "t-key", "api_secret": "t-secret"}),
        places=[{"id": "46d6a890000064000500aaaa", "name": "atelier-brindille.example"}],
        **more,
    )


def app_store(**more: Any) -> Source:
    return Source.objects.create(
        kind="appstore",
        name="App Store",
        settings={"issuer": "57246542-96fe-1a63-e053-0824d011072a", "key_id": "2X9R4HXF34"},
        secrets=locked({"key": pem(APPLE_KEY)}),
        places=[{"id": "6440000000", "name": "Brindille"}],
        **more,
    )


def play(**more: Any) -> Source:
    account = {"client_email": "parcours@brindille.example", "private_key": pem(PLAY_KEY)}
    text = json.dumps(account)
    return Source.objects.create(
        kind="play",
        name="Google Play",
        settings={},
        secrets=locked({"account": text}),
        places=[{"id": "example.brindille", "name": "Brindille"}],
        **more,
    )


def events(*columns: str) -> list[dict[str, Any]]:
    """Return what the log holds, in order."""
    rows = OutboxEvent.objects.values_list("row", flat=True)
    return read(list(rows)).sort("at", "event_id").select(*columns).to_dicts()


def payload(name: str) -> Any:
    """Return a sample of what a site of reviews says."""
    return json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
