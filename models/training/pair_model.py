"""The faithfulness model: evidence and a sentence of an answer in one input, and which words the two share."""

import torch
from torch import Tensor, nn

from minilm import WIDTH, Trunk, attention_bias, mean_over_tokens

#: A marker; a word that the other side has too; and one that it lacks: any, one with a digit, one in capitals.
MATCHES = 5
#: What is shared is told above the layers that know only tokens.
MATCHES_AT_LAYER = 4


class PairModel(nn.Module):
    """Answers `logits` [batch, 1] that something is not supported, and `token_logits` [batch, tokens] of what it is."""

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.trunk = trunk
        self.matches = nn.Embedding(MATCHES, WIDTH)
        nn.init.normal_(self.matches.weight, std=0.02)
        self.pooler = nn.Linear(2 * WIDTH, WIDTH)
        self.sequence = nn.Linear(WIDTH, 1)
        self.token = nn.Linear(WIDTH, 1)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, match_ids: Tensor
    ) -> tuple[Tensor, Tensor]:
        hidden, bias = self.trunk.embed(input_ids, token_type_ids), attention_bias(attention_mask)
        for number, layer in enumerate(self.trunk.layers):
            if number == MATCHES_AT_LAYER:
                hidden = hidden + self.matches(match_ids)
            hidden = layer(hidden, bias)
        first, answer = hidden[:, 0], mean_over_tokens(hidden, token_type_ids)
        pooled = nn.functional.gelu(self.pooler(torch.cat((first, answer), dim=1)))
        return self.sequence(pooled), self.token(hidden).squeeze(-1)

