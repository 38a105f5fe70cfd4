"""Each test keeps its search indexes in a folder of its own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def search_folder(tmp_path: Path, settings: Any) -> Path:
    settings.SEARCH_FOLDER = tmp_path / "search"
    return tmp_path / "search"
