#!/bin/sh
# Puts ONNX Runtime's CUDA provider, which its npm package does not bring, beside the library that loads it:
#   tools/add-cuda-provider.sh [FOLDER]
# FOLDER holds libonnxruntime_providers_*.so of the same version, as the folder `capi` of an installed onnxruntime-gpu does;
# without one the wheel for x86-64 is fetched with pip and accepted only by its SHA-256. CUDA 13 and cuDNN 9 are the
# machine's own.
set -eu
cd "$(dirname "$0")/.."
version=$(sed -n 's/^onnxruntime-gpu==\([0-9.]*\).*/\1/p' tools/cuda-provider.txt)
runtime=$(find node_modules/.pnpm -path "*/onnxruntime-node@$version*/bin/napi-v6/linux/x64/libonnxruntime.so.1" | head -n 1)
[ -n "$runtime" ] || { echo "onnxruntime-node $version is not installed here" >&2; exit 1; }
folder=${1:-}
if [ -z "$folder" ]; then
  fetched=$(mktemp -d)
  trap 'rm -rf "$fetched"' EXIT
  python3 -m pip download --quiet --no-deps --only-binary=:all: --require-hashes --dest "$fetched" \
    --python-version 3.11 --implementation cp --abi cp311 --platform manylinux_2_28_x86_64 -r tools/cuda-provider.txt
  python3 -m zipfile -e "$fetched"/*.whl "$fetched/wheel"
  folder=$fetched/wheel/onnxruntime/capi
fi
for part in shared cuda; do
  install -m 644 "$folder/libonnxruntime_providers_$part.so" "$(dirname "$runtime")/"
done
