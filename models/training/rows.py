"""Rows to train on, as `prepare:rows` writes them: JSON lines, each with the family of its source."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

R = TypeVar("R")


def read_rows(path: Path, without: frozenset[str], row_of: Callable[[dict[str, Any]], R]) -> list[R]:
    """All rows but those of some families."""
    with path.open() as lines:
        told = (json.loads(line) for line in lines)
        return [row_of(row) for row in told if row["family"] not in without]
