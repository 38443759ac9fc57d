import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Names of external data as exporters give them: Optimum's `model.onnx_data` with `model.onnx_data_1` for more, and
 * `model.onnx.data` of PyTorch.
 */
const EXTERNAL_DATA = /\.onnx[._]data(?:_\d+)?$/;

/**
 * Files with weights that a graph may keep beside itself, in the order of their names. A graph can refer to those of
 * another, so all in its folder count. https://onnx.ai/onnx/repo-docs/ExternalData.html
 */
export async function findExternalData(graphPath: string): Promise<readonly string[]> {
  const folder = dirname(graphPath);
  const names = (await readdir(folder)).filter((name) => EXTERNAL_DATA.test(name));
  return names.toSorted().map((name) => join(folder, name));
}
