/** The graph for CPUs. */
export const CPU_GRAPH = "model.onnx";
/** The same weights, and all else in 16 bits: accelerators have no kernels for dynamic int8. */
export const HALF_GRAPH = "model.fp16.onnx";

const WEIGHTS = /^weights\.\d+\.bin$/;

/** Whether a file holds weights beside the graphs; ONNX Runtime finds them by the graph's path, so nobody else needs their bytes. */
export function isWeightsFile(name: string): boolean {
  return WEIGHTS.test(name);
}

/** Whether ONNX Runtime reads the file itself, by its path. */
export function isGraphFile(name: string): boolean {
  return name === CPU_GRAPH || name === HALF_GRAPH || isWeightsFile(name);
}
