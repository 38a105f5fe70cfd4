"""Identifiers that lie encrypted in the database and can still be found.

The text is encrypted with the newest of the field keys (Fernet: AES-128-CBC with HMAC); older
keys still read. A separately keyed HMAC-SHA256 beside it finds a known number again.
"""

import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def conceal(value: str) -> str:
    return _fernet().encrypt(value.encode()).decode()


def reveal(concealed: str) -> str:
    return _fernet().decrypt(concealed.encode()).decode()


def lookup_key(value: str) -> str:
    return hmac.new(settings.LOOKUP_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()
