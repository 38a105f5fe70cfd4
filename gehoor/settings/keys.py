"""The secret keys: from the environment, else made once and kept beside the data."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True)
class Keys:
    """`field_keys` encrypt identifiers, newest first; `lookup_key` finds them again."""

    secret_key: str
    field_keys: list[str]
    lookup_key: str


def _from_environment() -> Keys | None:
    names = ("GEHOOR_SECRET_KEY", "GEHOOR_FIELD_KEYS", "GEHOOR_LOOKUP_KEY")
    given = [os.environ.get(name, "") for name in names]
    if not any(given):
        return None
    if not all(given):
        missing = ", ".join(name for name, value in zip(names, given, strict=True) if not value)
        raise RuntimeError(f"Some keys are given, these are not: {missing}")
    return Keys(given[0], given[1].split(","), given[2])


def _from_file(path: Path) -> Keys:
    if not path.exists():
        made = Keys(
            secrets.token_urlsafe(50), [Fernet.generate_key().decode()], secrets.token_hex(32)
        )
        _write_once(path, json.dumps(asdict(made)))
    return Keys(**json.loads(path.read_text(encoding="utf-8")))


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all, readable by the owner only; who comes second keeps the first's keys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()


def load_keys(data_folder: Path) -> Keys:
    return _from_environment() or _from_file(data_folder / "keys.json")
