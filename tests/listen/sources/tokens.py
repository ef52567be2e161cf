"""Reading the tokens that we signed, as their receiver does."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.listen.sources.fake import Asked


def _read(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def claims_of(asked: Asked, key: ec.EllipticCurvePublicKey) -> tuple[Any, Any]:
    """Return header and claims of a bearer token, once its signature holds."""
    header, claims, signature = asked.headers["Authorization"].split()[1].split(".")
    raw = _read(signature)
    r, s = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
    told = f"{header}.{claims}".encode()
    key.verify(encode_dss_signature(r, s), told, ec.ECDSA(hashes.SHA256()))
    return json.loads(_read(header)), json.loads(_read(claims))


def claims_in(body: str, key: Any) -> Any:
    """Return the claims of an assertion in a form, once its signature holds."""
    header, claims, signature = parse_qs(body)["assertion"][0].split(".")
    told = f"{header}.{claims}".encode()
    key.verify(_read(signature), told, padding.PKCS1v15(), hashes.SHA256())
    return json.loads(_read(claims))
