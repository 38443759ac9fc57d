"""The text model: one pass gives the logits of three questions and the drift vector."""

import torch
from torch import Tensor, nn

from minilm import WIDTH, Trunk, mean_over_tokens

#: In the order of the output `logits`.
QUESTIONS = ("direct", "indirect", "toxicity")
INNER_WIDTH = 128


class Head(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(WIDTH, INNER_WIDTH)
        self.outer = nn.Linear(INNER_WIDTH, 1)

    def forward(self, pooled: Tensor) -> Tensor:
        return self.outer(nn.functional.gelu(self.inner(pooled)))


class TextModel(nn.Module):
    """Answers `logits` [batch, 3] and `embedding` [batch, 384] of length one."""

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.trunk = trunk
        self.heads = nn.ModuleList(Head() for _ in QUESTIONS)
        self.embedding = nn.Linear(WIDTH, WIDTH)
        nn.init.eye_(self.embedding.weight)
        nn.init.zeros_(self.embedding.bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        pooled = mean_over_tokens(self.trunk(input_ids, attention_mask, token_type_ids), attention_mask)
        logits = torch.cat([head(pooled) for head in self.heads], dim=1)
        return logits, nn.functional.normalize(self.embedding(pooled), dim=1)
