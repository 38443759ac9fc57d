/** Nothing, or a number that is none: infinities and NaN are no measures. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "number" && !Number.isFinite(value));
}
