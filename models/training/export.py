"""A trained model as ONNX: once as it is, once with int8 weights per channel."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

OPSET = 17


def export(model: nn.Module, inputs: Sequence[str], outputs: Sequence[str], target: Path) -> None:
    """Writes `model.fp32.onnx` and `model.onnx`. All inputs have the shape [batch, tokens] of int64."""
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
    quantise(plain, target / "model.onnx")


#: What follows the first activation has outliers that the range of eight bits is spent on: one product in full precision
#: halves the decisions that quantisation changes, and costs 1.8 MB and a twentieth of the time.
KEPT = "layers.0/narrow/"


def quantise(plain: Path, target: Path) -> None:
    """Dynamic int8 with a scale for each channel."""
    with tempfile.TemporaryDirectory() as folder:
        shaped = Path(folder) / "shaped.onnx"
        quant_pre_process(str(plain), str(shaped))
        kept = [node.name for node in onnx.load(str(shaped)).graph.node if KEPT in node.name]
        options = {"weight_type": QuantType.QInt8, "per_channel": True, "nodes_to_exclude": kept}
        quantize_dynamic(str(shaped), str(target), **options)
    onnx.checker.check_model(str(target))


def token_outputs(outputs: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in outputs if name.startswith("token_"))
