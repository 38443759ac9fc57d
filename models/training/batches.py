"""Which rows are seen when: sources in proportion to a power of their size, rows of like length together."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Row(Protocol):
    source: str
    weight: float

    @property
    def length(self) -> int: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Plan:
    rows_per_epoch: int
    epochs: int
    tokens_per_batch: int
    seed: int
    #: A source of n rows is drawn from in proportion to n to this power, times the weight of its rows.
    power: float = 0.75


#: Rows that are sorted by length at a time: more makes batches alike, fewer makes them mixed.
POOL = 2_000


def batches(rows: Sequence[R], plan: Plan) -> Iterator[list[R]]:
    """All batches of all epochs, the same for the same seed."""
    order = random.Random(plan.seed)
    for _ in range(plan.epochs):
        drawn = draw(rows, plan, order)
        made: list[list[R]] = []
        for start in range(0, len(drawn), POOL):
            made.extend(fill(sorted(drawn[start : start + POOL], key=lambda row: row.length), plan.tokens_per_batch))
        order.shuffle(made)
        yield from made


def draw(rows: Sequence[R], plan: Plan, order: random.Random) -> list[R]:
    by_source: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    shares = {name: len(own) ** plan.power * own[0].weight for name, own in sorted(by_source.items())}
    unit = plan.rows_per_epoch / sum(shares.values())
    drawn: list[R] = []
    for name, share in shares.items():
        own, wanted = by_source[name], round(share * unit)
        whole, rest = divmod(wanted, len(own))
        drawn.extend(own * whole + order.sample(own, rest))
    order.shuffle(drawn)
    return drawn


def fill(ordered: Sequence[R], tokens_per_batch: int) -> Iterator[list[R]]:
    batch: list[R] = []
    for row in ordered:
        if batch and row.length * (len(batch) + 1) > tokens_per_batch:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
