"""A trained model as ONNX: once as it is, once with int8 weights."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
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


#: Products whose inputs have outliers, on which one range for all of them would spend its eight bits: a range for each block of
#: inputs halves what quantisation changes, and costs a tenth of the time.
BY_BLOCKS = tuple(f"layers.{layer}/{part}/" for layer in range(3) for part in ("widen", "narrow"))
BLOCK = 64
#: Inputs are brought to eight bits too, block by block.
INT8_INPUTS = 4


def quantise(plain: Path, target: Path) -> None:
    """Dynamic int8: some products with a scale for each block, the others with one for each channel."""
    with tempfile.TemporaryDirectory() as folder:
        shaped, mixed = Path(folder) / "shaped.onnx", Path(folder) / "mixed.onnx"
        quant_pre_process(str(plain), str(shaped))
        onnx.save(with_blocks(onnx.load(str(shaped))), str(mixed))
        quantize_dynamic(str(mixed), str(target), weight_type=QuantType.QInt8, per_channel=True)
    onnx.checker.check_model(str(target))


def with_blocks(graph: onnx.ModelProto) -> onnx.ModelProto:
    others = [node.name for node in graph.graph.node if not any(part in node.name for part in BY_BLOCKS)]
    plan = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, accuracy_level=INT8_INPUTS, bits=8)
    quantizer = MatMulNBitsQuantizer(graph, nodes_to_exclude=others, algo_config=plan)
    quantizer.process()
    return quantizer.model.model


def token_outputs(outputs: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in outputs if name.startswith("token_"))
