/** `vector` scaled to Euclidean length one, in place; a zero vector stays zero. */
export function scaleToUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) return vector;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length;
  return vector;
}

/** Sum over rows of a row-major matrix of `values.length / columns` rows, divided by their count. */
export function meanOfRows(values: Float32Array, columns: number): Float32Array {
  const mean = new Float32Array(columns);
  const rows = values.length / columns;
  for (let i = 0; i < values.length; i++) mean[i % columns] = (mean[i % columns] ?? 0) + (values[i] ?? 0) / rows;
  return mean;
}

/** Mean of unit vectors, as a unit vector; the one vector itself when there is only one. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  const [first] = vectors;
  if (first === undefined || vectors.length === 1) return first ?? new Float32Array(0);
  const mean = new Float32Array(first.length);
  for (const vector of vectors) for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0);
  return scaleToUnit(mean);
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
