"""What both trainings are told on their command line."""

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RunOptions:
    rows: Path
    out: Path
    cache: Path
    #: The trunk stays as it is: only the heads learn.
    frozen: bool
    epoch_rows: int
    epochs: int
    seed: int


def run_options(epoch_rows: int) -> RunOptions:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--cache", type=Path, required=True)
    options.add_argument("--frozen", action="store_true", help="only the heads learn")
    options.add_argument("--epoch-rows", type=int, default=epoch_rows)
    options.add_argument("--epochs", type=int, default=3)
    options.add_argument("--seed", type=int, default=7)
    return RunOptions(**vars(options.parse_args()))
