"""Which rows are seen when: sources in proportion to a power of their size, rows of like length together."""

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar


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
    #: What a source has of one kind counts as much as what it has of another; all rows are of one kind where nobody says.
    kind_of: Callable[[Any], Hashable] = lambda _: None


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
        kinds = by_kind(by_source[name], plan)
        for own in kinds:
            whole, rest = divmod(round(share * unit / len(kinds)), len(own))
            drawn.extend(own * whole + order.sample(own, rest))
    order.shuffle(drawn)
    return drawn


def by_kind(rows: Sequence[R], plan: Plan) -> list[list[R]]:
    kinds: dict[Hashable, list[R]] = defaultdict(list)
    for row in rows:
        kinds[plan.kind_of(row)].append(row)
    return list(kinds.values())


def fill(ordered: Sequence[R], tokens_per_batch: int) -> Iterator[list[R]]:
    batch: list[R] = []
    for row in ordered:
        if batch and row.length * (len(batch) + 1) > tokens_per_batch:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
