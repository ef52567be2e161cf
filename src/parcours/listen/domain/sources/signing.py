"""Tokens that we sign ourselves, for sources that hold our public key."""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from parcours.core.refusal import Refused


class NotAKey(Refused):
    """A text is no private key that signs what the source asks for."""


def signed(claims: dict[str, Any], key: str, **header: str) -> str:
    """Return a JSON Web Token: ES256 with a key on P-256, RS256 with one of RSA.

    Args:
        claims: what the token says.
        key: the private key, PEM.
        header: more for its header, as ``kid``.

    Raises:
        NotAKey: it is neither.

    Source:
        Jones, Bradley, Sakimura (2015). JSON Web Token. RFC 7519; signatures: RFC 7518.
    """
    private = _read(key)
    name = "RS256" if isinstance(private, rsa.RSAPrivateKey) else "ES256"
    parts = [{"alg": name, "typ": "JWT", **header}, claims]
    told = b".".join(_written(json.dumps(part).encode()) for part in parts)
    return (told + b"." + _written(_signature(private, told))).decode()


def check(key: str) -> None:
    """Say no to a text that is no private key.

    Raises:
        NotAKey: it is none.
    """
    _read(key)


def _read(key: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    try:
        private = load_pem_private_key(key.strip().encode(), password=None)
    except (ValueError, TypeError):
        raise NotAKey("no private key in PEM form") from None
    if isinstance(private, rsa.RSAPrivateKey):
        return private
    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name == "secp256r1":
        return private
    raise NotAKey("a key of another kind")


def _signature(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, told: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(told, padding.PKCS1v15(), hashes.SHA256())
    # A token has the two numbers side by side, not in DER as elsewhere.
    r, s = decode_dss_signature(key.sign(told, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32) + s.to_bytes(32)


def _written(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")
