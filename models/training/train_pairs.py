"""Trains the faithfulness model: `python train_pairs.py --rows rows.jsonl --out FOLDER --cache FOLDER`.

A row is `{source, weight, ids, types, matches, label, tokens}`: one input with its markers, 1 where something in the
answer is not supported, and the positions of the tokens that are not (null where nobody told). The same rows, seed and
processor give the same weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from base_weights import BGE_SMALL, base_weights
from batches import Plan, batches
from export import export
from minilm import load_trunk
from optimise import Rates, freeze, train
from pair_model import PairModel
from rows import read_rows
from run_options import run_options

FROZEN_LAYERS = 4
RATES = Rates(heads=8e-4, trunk=1.5e-4, decay_by_depth=0.94)
TOKENS_PER_BATCH = 2_048
TOKEN_SHARE = 0.7
#: A token that is not supported counts so many times.
TOKEN_WEIGHT = 4.0
#: Share of the loss that asks for one token that stands out where something is not supported, and for none elsewhere.
STANDING_OUT_SHARE = 0.2


@dataclass(frozen=True)
class PairRow:
    source: str
    weight: float
    ids: tuple[int, ...]
    types: tuple[int, ...]
    matches: tuple[int, ...]
    label: float
    #: Positions of unsupported tokens; None where they are not known.
    tokens: tuple[int, ...] | None

    @property
    def length(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Batch:
    ids: Tensor
    mask: Tensor
    types: Tensor
    matches: Tensor
    labels: Tensor
    #: 1 where a token of an answer is not supported, 0 where it is, NaN where that is not known or no token of an answer.
    tokens: Tensor


def pair_row(row: dict[str, Any]) -> PairRow:
    tokens = None if row["tokens"] is None else tuple(row["tokens"])
    ids, types, matches = (tuple(row[part]) for part in ("ids", "types", "matches"))
    return PairRow(row["source"], row["weight"], ids, types, matches, float(row["label"]), tokens)


def batch_of(rows: Sequence[PairRow]) -> Batch:
    longest = max(row.length for row in rows)

    def padded(values: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([[*own, *[0] * (longest - len(own))] for own in values])

    types = padded([row.types for row in rows])
    tokens = torch.full(types.shape, float("nan"))
    for number, row in enumerate(rows):
        if row.tokens is not None:
            tokens[number, types[number] == 1] = 0.0
            tokens[number, list(row.tokens)] = 1.0
    return Batch(
        ids=padded([row.ids for row in rows]),
        mask=padded([[1] * row.length for row in rows]),
        types=types,
        matches=padded([row.matches for row in rows]),
        labels=torch.tensor([row.label for row in rows]),
        tokens=tokens,
    )


def loss_of(model: PairModel, batch: Batch) -> Tensor:
    cross_entropy = nn.functional.binary_cross_entropy_with_logits
    logits, token_logits = (out.float() for out in model(batch.ids, batch.mask, batch.types, batch.matches))
    standing_out = token_logits.masked_fill(batch.types == 0, -1e4).amax(dim=1)
    loss = cross_entropy(logits.squeeze(1), batch.labels)
    loss = loss + STANDING_OUT_SHARE * cross_entropy(standing_out, batch.labels)
    told = ~batch.tokens.isnan()
    if not told.any():
        return loss
    weight = torch.tensor(TOKEN_WEIGHT)
    return loss + TOKEN_SHARE * cross_entropy(token_logits[told], batch.tokens[told], pos_weight=weight)


def main() -> None:
    chosen = run_options(epoch_rows=14_000)
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(1)
    trunk = load_trunk(base_weights(BGE_SMALL, chosen.cache), BGE_SMALL.layers)
    model = PairModel(trunk)
    freeze(trunk, BGE_SMALL.layers if chosen.frozen else FROZEN_LAYERS)
    rows = read_rows(chosen.rows, pair_row)
    # As many of either label from each source: where one prevails, the model would learn to tell sources instead.
    plan = Plan(chosen.epoch_rows, chosen.epochs, TOKENS_PER_BATCH, chosen.seed, kind_of=lambda row: row.label)
    steps = list(batches(rows, plan))
    print(f"{len(rows)} rows, {len(steps)} steps", flush=True)
    train(model, trunk, steps, RATES, lambda rows, _: loss_of(model, batch_of(rows)))
    inputs = ("input_ids", "attention_mask", "token_type_ids", "match_ids")
    export(model, inputs, ("logits", "token_logits"), chosen.out)


main()
