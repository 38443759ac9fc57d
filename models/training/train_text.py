"""Trains the text model: `python train_text.py --rows rows.jsonl --out FOLDER --cache FOLDER`.

A row is `{source, weight, ids, targets}`: token ids of one window with its markers, and for each question 0, 1 or null
where the row says nothing about it. The same rows, seed and processor give the same weights.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from base_weights import MINILM_L6, base_weights
from batches import Plan, batches
from export import export
from minilm import Trunk, load_trunk, mean_over_tokens
from optimise import Rates, freeze, train
from rows import read_rows
from run_options import run_options
from text_model import QUESTIONS, TextModel

FROZEN_LAYERS = 2
RATES = Rates(heads=5e-4, trunk=1e-4)
TOKENS_PER_BATCH = 2_048
#: Share of the drift vector in the loss, and every how many batches it is asked for: the teacher costs a forward pass.
DRIFT_SHARE = 0.5
DRIFT_EVERY = 3


@dataclass(frozen=True)
class TextRow:
    source: str
    weight: float
    ids: tuple[int, ...]
    #: NaN where the row does not say.
    targets: tuple[float, ...]

    @property
    def length(self) -> int:
        return len(self.ids)


def text_row(row: dict[str, Any]) -> TextRow:
    targets = tuple(float("nan") if row["targets"][q] is None else float(row["targets"][q]) for q in QUESTIONS)
    return TextRow(row["source"], row["weight"], tuple(row["ids"]), targets)


def padded(rows: Sequence[TextRow]) -> tuple[Tensor, Tensor]:
    longest = max(row.length for row in rows)
    ids = torch.tensor([row.ids + (0,) * (longest - row.length) for row in rows])
    mask = torch.tensor([[1] * row.length + [0] * (longest - row.length) for row in rows])
    return ids, mask


class Loss:
    """Binary cross-entropy where a row says something, and the distance from the encoder that the trunk began as."""

    def __init__(self, model: TextModel) -> None:
        self.model = model
        self.teacher: Trunk = copy.deepcopy(model.trunk).eval().requires_grad_(False)

    def __call__(self, rows: Sequence[TextRow], step: int) -> Tensor:
        ids, mask = padded(rows)
        targets = torch.tensor([row.targets for row in rows])
        logits, embedding = self.model(ids, mask, torch.zeros_like(ids))
        said = ~targets.isnan()
        loss = nn.functional.binary_cross_entropy_with_logits(logits.float()[said], targets[said])
        return loss + self.drift(ids, mask, embedding) if step % DRIFT_EVERY == 0 else loss

    def drift(self, ids: Tensor, mask: Tensor, embedding: Tensor) -> Tensor:
        with torch.no_grad():
            pooled = mean_over_tokens(self.teacher(ids, mask, torch.zeros_like(ids)), mask)
        likeness = nn.functional.cosine_similarity(embedding.float(), pooled.float())
        return DRIFT_SHARE * (1.0 - likeness).mean()


def main() -> None:
    chosen = run_options(epoch_rows=40_000)
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(1)
    trunk = load_trunk(base_weights(MINILM_L6, chosen.cache), MINILM_L6.layers)
    model = TextModel(trunk)
    freeze(trunk, MINILM_L6.layers if chosen.frozen else FROZEN_LAYERS)
    rows = read_rows(chosen.rows, text_row)
    plan = Plan(chosen.epoch_rows, chosen.epochs, TOKENS_PER_BATCH, chosen.seed)
    steps = list(batches(rows, plan))
    print(f"{len(rows)} rows, {len(steps)} steps", flush=True)
    train(model, trunk, steps, RATES, Loss(model))
    export(model, ("input_ids", "attention_mask", "token_type_ids"), ("logits", "embedding"), chosen.out)


main()
