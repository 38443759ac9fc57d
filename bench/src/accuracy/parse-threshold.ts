/**
 * The threshold that `--threshold` says: a number in [0, 1], above which a score counts.
 *
 * @throws Error where it is none. As NaN it would find nothing, and the recall would read as 0.
 */
export function parseThreshold(written: string): number {
  const threshold = written.trim() === "" ? Number.NaN : Number(written);
  if (threshold >= 0 && threshold <= 1) return threshold;
  throw new Error(`--threshold must be a number from 0 to 1, and is ${JSON.stringify(written)}`);
}
