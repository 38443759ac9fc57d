"""A trained model as ONNX: as it is, with int8 weights for CPUs, and with the same weights in 16 bits for accelerators."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from half_precision import in_half_precision
from quantise import quantised
from shared_weights import save_with_shared_weights

OPSET = 17


def export(model: nn.Module, inputs: Sequence[str], outputs: Sequence[str], target: Path) -> None:
    """Writes `model.fp32.onnx`, `model.onnx` and `model.fp16.onnx`. All inputs have the shape [batch, tokens] of int64."""
    model.eval().float()
    target.mkdir(parents=True, exist_ok=True)
    plain = target / "model.fp32.onnx"
    example: tuple[Tensor, ...] = tuple(torch.ones(2, 16, dtype=torch.int64) for _ in inputs)
    with torch.no_grad():
        torch.onnx.export(
            model,
            example,
            str(plain),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*inputs, *token_outputs(outputs))}
            | {name: {0: "batch"} for name in outputs if name not in token_outputs(outputs)},
            opset_version=OPSET,
            dynamo=False,
        )
    compress(plain, target)


def compress(plain: Path, target: Path) -> None:
    """Writes the graphs that ship."""
    with tempfile.TemporaryDirectory() as folder:
        shaped = Path(folder) / "shaped.onnx"
        quant_pre_process(str(plain), str(shaped))
        prepared = onnx.load(str(shaped))
    small = quantised(prepared)
    half = in_half_precision(prepared, small)
    save_with_shared_weights([(target / "model.onnx", small), (target / "model.fp16.onnx", half)])


def token_outputs(outputs: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in outputs if name.startswith("token_"))
