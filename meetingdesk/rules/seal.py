"""Seal a certified vote: canonical JSON, its SHA-256 and a short code for the 计票报告单."""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from typing import Any

_ALPHABET = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)


def canonical_json(record: Any) -> bytes:
    """Return the one UTF-8 text of a plain record: keys sorted, no spaces, no escapes.

    Raises:
        ValueError: the record holds a float, a key that is not text, or any other value whose
            text could differ between programs.
    """
    _refuse_vague(record)
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(record: Any) -> str:
    """Return the SHA-256 of the canonical text, 64 hexadecimal digits.

    Raises:
        ValueError: as :func:`canonical_json`.
    """
    return hashlib.sha256(canonical_json(record)).hexdigest()


def short_code(hexdigest: str) -> str:
    """Return the first 40 bits of a digest as ``XXXX-XXXX``, without I, L, O and U.

    Raises:
        ValueError: ``hexdigest`` is not 64 hexadecimal digits.
    """
    raw = bytes.fromhex(hexdigest)
    if len(raw) != hashlib.sha256().digest_size:
        raise ValueError(hexdigest)
    letters = b32encode(raw[:5]).translate(_ALPHABET).decode("ascii")
    return f"{letters[:4]}-{letters[4:]}"


def _refuse_vague(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError(f"key {key!r} is not text")  # noqa: TRY004 - one error for callers
            _refuse_vague(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_vague(item)
    elif value is not None and not isinstance(value, (str, bool, int)):
        raise ValueError(f"{value!r} has no canonical text")
