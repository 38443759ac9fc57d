/**
 * 1 − cos(a, b), in [0, 2]. Null when the angle is undefined: a zero vector, or a component that is not finite. A NaN
 * would compare as "not above the threshold", and a dead embedder would look like a healthy one.
 *
 * @throws RangeError when the vectors differ in length.
 */
export function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length) throw new RangeError(`vectors of ${a.length} and ${b.length} dimensions have no angle`);
  const [scaleA, scaleB] = [largestMagnitude(a), largestMagnitude(b)];
  if (!isUsable(scaleA) || !isUsable(scaleB)) return null;
  let [dot, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    // Divided by the largest component first, so that squares neither overflow nor vanish.
    const [x, y] = [(a[i] ?? 0) / scaleA, (b[i] ?? 0) / scaleB];
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const cosine = dot / Math.sqrt(squaresA * squaresB);
  return 1 - Math.min(1, Math.max(-1, cosine));
}

/** NaN when any component is NaN. */
function largestMagnitude(vector: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < vector.length; i += 1) largest = Math.max(largest, Math.abs(vector[i] ?? 0));
  return largest;
}

function isUsable(magnitude: number): boolean {
  return magnitude > 0 && magnitude < Infinity;
}
