"""AdamW with a rate for each depth, warm-up and linear decay."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, nn

from minilm import Trunk

B = TypeVar("B")


@dataclass(frozen=True)
class Rates:
    heads: float
    trunk: float
    #: A layer learns so much slower than the one above it.
    decay_by_depth: float = 0.88
    weight_decay: float = 0.01
    warm_up: float = 0.06
    clip: float = 1.0


def freeze(trunk: Trunk, layers: int) -> None:
    """Embeddings and the lowest layers stay as they are."""
    for part in (trunk.words, trunk.positions, trunk.types, trunk.norm, *trunk.layers[:layers]):
        part.requires_grad_(False)


def train(
    model: nn.Module,
    trunk: Trunk,
    steps: Sequence[B],
    rates: Rates,
    loss_of: Callable[[B, int], Tensor],
) -> None:
    """One step a batch. Tells the mean loss of the last steps now and then."""
    optimiser = torch.optim.AdamW(list(groups(model, trunk, rates)), weight_decay=rates.weight_decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_at(step, len(steps), rates.warm_up))
    began, losses = time.monotonic(), []
    for number, batch in enumerate(steps):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(batch, number)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), rates.clip)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if number % 100 == 99:
            mean = math.fsum(losses[-100:]) / 100
            print(f"step {number + 1} of {len(steps)}: loss {mean:.4f}, {time.monotonic() - began:.0f} s", flush=True)


def rate_at(step: int, steps: int, warm_up: float) -> float:
    rising = max(1, round(warm_up * steps))
    return min((step + 1) / rising, (steps - step) / max(1, steps - rising))


def groups(model: nn.Module, trunk: Trunk, rates: Rates) -> Iterable[dict[str, object]]:
    in_trunk = {id(parameter) for parameter in trunk.parameters()}
    yield {"params": [p for p in model.parameters() if id(p) not in in_trunk], "lr": rates.heads}
    for depth, layer in enumerate(reversed(trunk.layers)):
        learning = [parameter for parameter in layer.parameters() if parameter.requires_grad]
        if learning:
            yield {"params": learning, "lr": rates.trunk * rates.decay_by_depth**depth}
    below = [p for part in (trunk.words, trunk.positions, trunk.types, trunk.norm) for p in part.parameters()]
    learning = [parameter for parameter in below if parameter.requires_grad]
    if learning:
        yield {"params": learning, "lr": rates.trunk * rates.decay_by_depth**len(trunk.layers)}
