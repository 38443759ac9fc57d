"""Dynamic int8: some products with a scale for each block, the others with one for each channel."""

import re
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

#: Products of the lower half of the layers whose inputs have outliers, on which one range for all of them would spend its eight
#: bits: a range for each block of inputs halves what quantisation changes, and costs a tenth of the time.
BY_BLOCKS = re.compile(r"layers\.(\d+)/(?:widen|narrow)/")
BLOCK = 64
#: Inputs are brought to eight bits too, block by block.
INT8_INPUTS = 4


def quantised(plain: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with int8 weights, of a graph that was prepared for it."""
    with tempfile.TemporaryDirectory() as folder:
        mixed, target = Path(folder) / "mixed.onnx", Path(folder) / "int8.onnx"
        onnx.save(with_blocks(plain), str(mixed))
        quantize_dynamic(str(mixed), str(target), weight_type=QuantType.QInt8, per_channel=True)
        return onnx.load(str(target))


def with_blocks(plain: onnx.ModelProto) -> onnx.ModelProto:
    graph = onnx.ModelProto()
    graph.CopyFrom(plain)
    layers = [found and int(found[1]) for found in (BY_BLOCKS.search(node.name) for node in graph.graph.node)]
    lower = (1 + max(layer for layer in layers if layer is not None)) // 2
    names = (node.name for node in graph.graph.node)
    others = [name for name, layer in zip(names, layers, strict=True) if layer is None or layer >= lower]
    plan = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, accuracy_level=INT8_INPUTS, bits=8)
    quantizer = MatMulNBitsQuantizer(graph, nodes_to_exclude=others, algo_config=plan)
    quantizer.process()
    return quantizer.model.model
