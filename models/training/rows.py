"""Rows to train on, as `prepare:rows` writes them: JSON lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

R = TypeVar("R")


def read_rows(path: Path, row_of: Callable[[dict[str, Any]], R]) -> list[R]:
    with path.open() as lines:
        return [row_of(json.loads(line)) for line in lines]
