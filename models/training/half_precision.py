"""The graph for accelerators: the int8 weights of the other graph, and 16 bits for all that is calculated.

Dynamic int8 is for CPUs: other processors have no kernels for it, and what it answers depends on the other rows of a batch.
Weights are unpacked by nodes of constants, which ONNX Runtime calculates once, as it loads them.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper
from onnxruntime.transformers.float16 import convert_float_to_float16

#: What stands for zero among block-wise weights.
BLOCK_ZERO = 128


def in_half_precision(plain: onnx.ModelProto, quantised: onnx.ModelProto) -> onnx.ModelProto:
    """The plain graph in 16 bits, with the weights of the quantised one where that has them."""
    half = onnx.ModelProto()
    half.CopyFrom(plain)
    half = convert_float_to_float16(half, keep_io_types=True)
    packed = {tensor.name: tensor for tensor in quantised.graph.initializer}
    # The weights of other nodes, which are few, are turned as they are packed.
    alike = {name for node in plain.graph.node if node.op_type in ("MatMul", "Gather") for name in node.input}
    kept, added, nodes = [], {}, []
    for tensor in half.graph.initializer:
        unpacking = unpacked(tensor.name, packed) if tensor.name in alike else None
        if unpacking is None:
            kept.append(tensor)
            continue
        constants, own = unpacking
        added.update({constant.name: constant for constant in constants})
        nodes.extend(own)
    rest = list(half.graph.node)
    del half.graph.initializer[:], half.graph.node[:]
    half.graph.initializer.extend([*kept, *added.values()])
    half.graph.node.extend([*nodes, *rest])
    onnx.checker.check_model(half)
    return half


def unpacked(name: str, packed: Mapping[str, TensorProto]) -> tuple[list[TensorProto], list[NodeProto]] | None:
    """The constants and nodes that make a weight of its packed form; None where it is not packed."""
    if f"{name}_Q8" in packed:
        blocks, scales = packed[f"{name}_Q8"], packed[f"{name}_scales"]
        rows, count, size = blocks.dims
        zero = numpy_helper.from_array(np.array(BLOCK_ZERO, np.float32), f"{name}_zero")
        wide = numpy_helper.from_array(numpy_helper.to_array(scales).reshape(rows, count, 1), f"{name}_scales")
        shape = numpy_helper.from_array(np.array([rows, count * size], np.int64), f"{name}_shape")
        return [blocks, zero, wide, shape], [
            *scaled(name, blocks.name, (zero.name, wide.name), f"{name}_blocks"),
            helper.make_node("Reshape", [f"{name}_blocks", shape.name], [f"{name}_rows"]),
            helper.make_node("Transpose", [f"{name}_rows"], [f"{name}_wide"], perm=[1, 0]),
            halved(name),
        ]
    if f"{name}_quantized" in packed:
        values, scale = packed[f"{name}_quantized"], packed[f"{name}_scale"]
        offset = numpy_helper.to_array(packed[f"{name}_zero_point"]).astype(np.float32)
        zero = numpy_helper.from_array(offset, f"{name}_zero")
        return [values, zero, scale], [
            *scaled(name, values.name, (zero.name, scale.name), f"{name}_wide"),
            halved(name),
        ]
    return None


def scaled(name: str, values: str, constants: tuple[str, str], target: str) -> Iterator[NodeProto]:
    """`(values - zero) * scale`."""
    zero, scale = constants
    yield helper.make_node("Cast", [values], [f"{name}_values"], to=TensorProto.FLOAT)
    yield helper.make_node("Sub", [f"{name}_values", zero], [f"{name}_centred"])
    yield helper.make_node("Mul", [f"{name}_centred", scale], [target])


def halved(name: str) -> NodeProto:
    return helper.make_node("Cast", [f"{name}_wide"], [name], to=TensorProto.FLOAT16)
