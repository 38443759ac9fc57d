"""Large tensors of graphs, written once for all of them, in files that a repository takes."""

from collections.abc import Sequence
from pathlib import Path

import onnx
from onnx.external_data_helper import set_external_data

MAX_FILE_BYTES = 24_000_000
LARGE_TENSOR_BYTES = 65_536
#: A tensor begins on a page, so that it can be mapped.
PAGE = 4_096


def save_with_shared_weights(graphs: Sequence[tuple[Path, onnx.ModelProto]]) -> None:
    """Writes graphs and, beside the first, `weights.0.bin` and so on. Large tensors of one name are one tensor."""
    folder = graphs[0][0].parent
    for old in folder.glob("weights.*.bin"):
        old.unlink()
    files: list[bytearray] = [bytearray()]
    placed: dict[str, tuple[str, int, int]] = {}
    for path, model in graphs:
        for tensor in model.graph.initializer:
            if len(tensor.raw_data) < LARGE_TENSOR_BYTES:
                continue
            if tensor.name not in placed:
                placed[tensor.name] = place(tensor.raw_data, files)
            location, offset, length = placed[tensor.name]
            set_external_data(tensor, location, offset, length)
            tensor.ClearField("raw_data")
        path.write_bytes(model.SerializeToString())
    for number, data in enumerate(files):
        (folder / file_name(number)).write_bytes(data)


def place(data: bytes, files: list[bytearray]) -> tuple[str, int, int]:
    if files[-1] and len(files[-1]) + len(data) > MAX_FILE_BYTES:
        files.append(bytearray())
    last = files[-1]
    last.extend(bytes(-len(last) % PAGE))
    offset = len(last)
    last.extend(data)
    return file_name(len(files) - 1), offset, len(data)


def file_name(number: int) -> str:
    return f"weights.{number}.bin"
