"""The trunk of the guard models: BERT with hidden states of 384 numbers, without further libraries."""

import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn

WIDTH = 384
HEADS = 12
INNER = 1536
VOCABULARY = 30522
POSITIONS = 512
NORM_EPSILON = 1e-12


class Attention(nn.Module):
    """Multi-head self-attention with the residual and its norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm = nn.LayerNorm(WIDTH, NORM_EPSILON)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        def by_head(projected: Tensor) -> Tensor:
            return projected.view(*projected.shape[:2], HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = by_head(self.query(hidden)), by_head(self.key(hidden)), by_head(self.value(hidden))
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias, dim=-1)
        mixed = (weights @ value).transpose(1, 2).reshape(*hidden.shape[:2], WIDTH)
        return self.norm(hidden + self.output(mixed))


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = Attention()
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, NORM_EPSILON)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        attended = self.attention(hidden, bias)
        return self.norm(attended + self.narrow(nn.functional.gelu(self.widen(attended))))


class Trunk(nn.Module):
    """Token ids to hidden states of shape [batch, tokens, 384]."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, NORM_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def embed(self, ids: Tensor, types: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device).unsqueeze(0)
        return self.norm(self.words(ids) + self.positions(places) + self.types(types))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        hidden, bias = self.embed(ids, types), attention_bias(mask)
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


def attention_bias(mask: Tensor) -> Tensor:
    """Zero where there is a token, very low where there is padding; broadcasts over heads and queries."""
    return (1.0 - mask[:, None, None, :].float()) * -10_000.0


def mean_over_tokens(hidden: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)


_NAMES = {
    "attention.query": "attention.self.query",
    "attention.key": "attention.self.key",
    "attention.value": "attention.self.value",
    "attention.output": "attention.output.dense",
    "attention.norm": "attention.output.LayerNorm",
    "widen": "intermediate.dense",
    "narrow": "output.dense",
    "norm": "output.LayerNorm",
}


def load_trunk(stored: Mapping[str, Tensor], layers: int) -> Trunk:
    """A trunk with published weights, by the names that they are published under."""
    renamed = {
        "words.weight": stored["embeddings.word_embeddings.weight"],
        "positions.weight": stored["embeddings.position_embeddings.weight"],
        "types.weight": stored["embeddings.token_type_embeddings.weight"],
    }
    for part in ("weight", "bias"):
        renamed[f"norm.{part}"] = stored[f"embeddings.LayerNorm.{part}"]
        for layer in range(layers):
            for ours, theirs in _NAMES.items():
                renamed[f"layers.{layer}.{ours}.{part}"] = stored[f"encoder.layer.{layer}.{theirs}.{part}"]
    trunk = Trunk(layers)
    trunk.load_state_dict(renamed)
    return trunk
